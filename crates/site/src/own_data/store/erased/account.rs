//! The account itself, and all that hangs on it.

use db::{
    entity::{
        account, appeal, draft, job, mail_token, notice, notice_preference, queue_claim, recovery_code,
        report, session, unsubscribe,
    },
    sea_orm::{
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
        sea_query::{Expr, ExprTrait},
    },
};

use super::forget;

/// The address that letters go to; none: there is no such account any more.
pub(in crate::own_data) async fn address(
    tx: &impl ConnectionTrait,
    id: i64,
) -> Result<Option<String>, DbErr> {
    Ok(account::Entity::find_by_id(id).one(tx).await?.map(|account| account.email))
}

/// Deletes it with everything that is nobody else's.
pub(in crate::own_data) async fn delete(
    tx: &impl ConnectionTrait,
    id: i64,
    email: &str,
) -> Result<(), DbErr> {
    // Letters that wait hold the address.
    forget::<job::Entity>(tx, job::Column::Id.is_in(letters(tx, email).await?)).await?;
    forget::<draft::Entity>(tx, draft::Column::Owner.eq(format!("account:{id}"))).await?;
    forget::<notice::Entity>(tx, notice::Column::AccountId.eq(id)).await?;
    forget::<notice_preference::Entity>(tx, notice_preference::Column::AccountId.eq(id)).await?;
    forget::<unsubscribe::Entity>(tx, unsubscribe::Column::AccountId.eq(id)).await?;
    forget::<queue_claim::Entity>(tx, queue_claim::Column::AccountId.eq(id)).await?;
    let links = mail_token::Column::AccountId.eq(id).or(mail_token::Column::Email.eq(email));
    forget::<mail_token::Entity>(tx, links).await?;
    forget::<recovery_code::Entity>(tx, recovery_code::Column::AccountId.eq(id)).await?;
    forget::<session::Entity>(tx, session::Column::AccountId.eq(id)).await?;
    forget::<account::Entity>(tx, account::Column::Id.eq(id)).await
}

/// Letters that wait and hold the address, however it was typed.
async fn letters(tx: &impl ConnectionTrait, email: &str) -> Result<Vec<i64>, DbErr> {
    use job::Column as J;
    let some =
        job::Entity::find().select_only().columns([J::Id, J::Payload]).filter(J::Payload.contains("@"));
    let (some, email): (Vec<(i64, String)>, _) = (some.into_tuple().all(tx).await?, email.to_lowercase());
    let theirs = |payload: &str| payload.to_lowercase().contains(&email);
    Ok(some.into_iter().filter(|(_, payload)| theirs(payload)).map(|(id, _)| id).collect())
}

/// Reports and appeals are counted in public and stay; their words go.
pub(in crate::own_data) async fn wordless(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
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
