//! The account itself, and all that hangs on it.

use db::{
    entity::{
        account, appeal, draft, job, mail_token, notice, notice_preference, queue_claim, recovery_code,
        report, session, unsubscribe,
    },
    sea_orm::{
        ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect,
        sea_query::{Expr, ExprTrait},
    },
};

use super::forget;
use crate::{app::Write, error::Failure};

/// Deletes it, and gives the address that letters went to.
pub(super) async fn erase(write: &Write, id: i64) -> Result<String, Failure> {
    let tx = &**write;
    let account = account::Entity::find_by_id(id).one(tx).await?.ok_or(Failure::SignInFirst)?;
    wordless(tx, id).await?;
    // Letters that wait hold the address.
    forget::<job::Entity>(tx, job::Column::Id.is_in(letters(tx, &account.email).await?)).await?;
    forget::<draft::Entity>(tx, draft::Column::Owner.eq(format!("account:{id}"))).await?;
    forget::<notice::Entity>(tx, notice::Column::AccountId.eq(id)).await?;
    forget::<notice_preference::Entity>(tx, notice_preference::Column::AccountId.eq(id)).await?;
    forget::<unsubscribe::Entity>(tx, unsubscribe::Column::AccountId.eq(id)).await?;
    forget::<queue_claim::Entity>(tx, queue_claim::Column::AccountId.eq(id)).await?;
    forget::<mail_token::Entity>(
        tx,
        mail_token::Column::AccountId.eq(id).or(mail_token::Column::Email.eq(&account.email)),
    )
    .await?;
    forget::<recovery_code::Entity>(tx, recovery_code::Column::AccountId.eq(id)).await?;
    forget::<session::Entity>(tx, session::Column::AccountId.eq(id)).await?;
    forget::<account::Entity>(tx, account::Column::Id.eq(id)).await?;
    Ok(account.email)
}

/// Letters that wait and hold the address, however it was typed.
async fn letters(tx: &DatabaseTransaction, email: &str) -> Result<Vec<i64>, DbErr> {
    use job::Column as J;
    let some =
        job::Entity::find().select_only().columns([J::Id, J::Payload]).filter(J::Payload.contains("@"));
    let (some, email): (Vec<(i64, String)>, _) = (some.into_tuple().all(tx).await?, email.to_lowercase());
    let theirs = |payload: &str| payload.to_lowercase().contains(&email);
    Ok(some.into_iter().filter(|(_, payload)| theirs(payload)).map(|(id, _)| id).collect())
}

/// Reports and appeals are counted in public and stay; their words go.
async fn wordless(tx: &DatabaseTransaction, id: i64) -> Result<(), DbErr> {
    report::Entity::update_many()
        .col_expr(report::Column::Words, Expr::val(None::<String>))
        .filter(report::Column::AccountId.eq(id))
        .exec(tx)
        .await?;
    appeal::Entity::update_many()
        .col_expr(appeal::Column::Words, Expr::val(""))
        .col_expr(appeal::Column::Reason, Expr::val(None::<String>))
        .filter(appeal::Column::AccountId.eq(id))
        .exec(tx)
        .await
        .map(|_| ())
}
