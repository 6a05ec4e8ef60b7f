//! Queries for accounts.

use db::{
    entity::{
        account::{ActiveModel, Column, Entity, Model},
        recovery_code,
    },
    sea_orm::{
        ActiveValue::{NotSet, Set},
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, TryInsertResult,
        sea_query::{Expr, ExprTrait, OnConflict},
    },
    value::AccountRole,
};
use mail::Address;

/// The account with this address.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn by_address(db: &impl ConnectionTrait, address: &Address) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::EmailKey.eq(address.key())).one(db).await
}

/// An account by its identity.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn by_id(db: &impl ConnectionTrait, id: i64) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// An account to be made.
pub(super) struct New<'a> {
    pub(super) address: &'a Address,
    pub(super) password_hash: Option<String>,
    pub(super) role: AccountRole,
    pub(super) lang: &'a str,
    /// Whether what they post is published at once.
    pub(super) trusted: bool,
}

/// Makes an account, or none when the address has one already.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn add(tx: &impl ConnectionTrait, new: New<'_>, now: i64) -> Result<Option<i64>, DbErr> {
    let row = ActiveModel {
        id: NotSet,
        email: Set(new.address.to_string()),
        email_key: Set(new.address.key()),
        password_hash: Set(new.password_hash),
        role: Set(new.role),
        lang: Set(new.lang.to_owned()),
        totp_secret: Set(None),
        totp_since: Set(None),
        totp_step: Set(None),
        suspended_until: Set(None),
        suspension_reason: Set(None),
        created_at: Set(now),
        trusted_at: Set(new.trusted.then_some(now)),
        wrong_codes: Set(0),
        codes_wait_until: Set(None),
    };
    let unless_there = OnConflict::column(Column::EmailKey).do_nothing().to_owned();
    match Entity::insert(row).on_conflict(unless_there).try_insert().exec(tx).await? {
        TryInsertResult::Inserted(added) => Ok(Some(added.last_insert_id)),
        _ => Ok(None),
    }
}

/// Sets columns of one account.
///
/// # Errors
/// Whatever the database says.
async fn set(
    tx: &impl ConnectionTrait,
    id: i64,
    columns: Vec<(Column, db::sea_orm::Value)>,
) -> Result<(), DbErr> {
    let mut update = Entity::update_many();
    for (column, value) in columns {
        update = update.col_expr(column, Expr::val(value));
    }
    update.filter(Column::Id.eq(id)).exec(tx).await.map(|_| ())
}

/// Gives an account another address.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn set_address(tx: &impl ConnectionTrait, id: i64, address: &Address) -> Result<(), DbErr> {
    let columns = vec![(Column::Email, address.to_string().into()), (Column::EmailKey, address.key().into())];
    set(tx, id, columns).await
}

/// Gives an account another password, which is known by its hash.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn set_password(tx: &impl ConnectionTrait, id: i64, hash: String) -> Result<(), DbErr> {
    set(tx, id, vec![(Column::PasswordHash, Some(hash).into())]).await
}

/// Gives an account another role.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn set_role(tx: &impl ConnectionTrait, id: i64, role: AccountRole) -> Result<(), DbErr> {
    set(tx, id, vec![(Column::Role, role.word().into())]).await
}

/// Takes no code of the second step until then, and begins the count of wrong ones anew.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn close_codes(tx: &impl ConnectionTrait, id: i64, until: i64) -> Result<(), DbErr> {
    set(tx, id, vec![(Column::WrongCodes, 0.into()), (Column::CodesWaitUntil, Some(until).into())]).await
}

/// Turns the second step on, unless it is; says whether it did. Of two who come at the same time, one does.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn turn_second_step_on(
    tx: &impl ConnectionTrait,
    id: i64,
    (secret, step): (String, i64),
    now: i64,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::TotpSecret, Expr::val(secret))
        .col_expr(Column::TotpSince, Expr::val(now))
        .col_expr(Column::TotpStep, Expr::val(step))
        .filter(Column::Id.eq(id))
        .filter(Column::TotpSince.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected > 0)
}

/// Turns the second step off; says whether it was on.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn turn_second_step_off(tx: &impl ConnectionTrait, id: i64) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::TotpSecret, Expr::val(None::<String>))
        .col_expr(Column::TotpSince, Expr::val(None::<i64>))
        .col_expr(Column::TotpStep, Expr::val(None::<i64>))
        .filter(Column::Id.eq(id))
        .filter(Column::TotpSince.is_not_null())
        .exec(tx)
        .await?;
    recovery_code::Entity::delete_many().filter(recovery_code::Column::AccountId.eq(id)).exec(tx).await?;
    Ok(done.rows_affected > 0)
}

/// Uses up the code of a time step; says whether it was still good. Of two who send it at the same time, one comes too late.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn use_step(tx: &impl ConnectionTrait, id: i64, step: i64) -> Result<bool, DbErr> {
    let unused = Expr::col(Column::TotpStep).is_null().or(Expr::col(Column::TotpStep).lt(step));
    let used = Entity::update_many().col_expr(Column::TotpStep, Expr::val(step));
    let used = used.filter(Column::Id.eq(id)).filter(unused).exec(tx).await?;
    Ok(used.rows_affected > 0)
}

/// Uses up a recovery code; says whether it was still good.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn use_recovery_code(
    tx: &impl ConnectionTrait,
    id: i64,
    hash: &str,
    now: i64,
) -> Result<bool, DbErr> {
    use recovery_code::Column as R;
    let used = recovery_code::Entity::update_many()
        .col_expr(R::UsedAt, Expr::val(now))
        .filter(R::AccountId.eq(id))
        .filter(R::CodeHash.eq(hash))
        .filter(R::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(used.rows_affected > 0)
}

/// Replaces the recovery codes, which are known by their hashes.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn replace_recovery_codes(
    tx: &impl ConnectionTrait,
    id: i64,
    hashes: impl IntoIterator<Item = String>,
) -> Result<(), DbErr> {
    use recovery_code::{ActiveModel, Column as R, Entity};
    // Takes hold of the account: of two who come at the same time, the second also replaces what the first made.
    forget_wrong_codes(tx, id).await?;
    Entity::delete_many().filter(R::AccountId.eq(id)).exec(tx).await?;
    let row = |hash: String| ActiveModel {
        id: NotSet,
        account_id: Set(id),
        code_hash: Set(hash),
        used_at: Set(None),
    };
    let rows: Vec<ActiveModel> = hashes.into_iter().map(row).collect();
    Entity::insert_many(rows).exec_without_returning(tx).await.map(|_| ())
}

/// Counts a wrong code; says how many there were in a row.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn count_wrong_code(tx: &impl ConnectionTrait, id: i64) -> Result<i32, DbErr> {
    let counted = Entity::update_many()
        .col_expr(Column::WrongCodes, Expr::col(Column::WrongCodes).add(1))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    if counted.rows_affected == 0 {
        return Ok(0);
    }
    Ok(by_id(tx, id).await?.map_or(0, |account| account.wrong_codes))
}

/// Begins the count of wrong codes anew.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn forget_wrong_codes(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    set(tx, id, vec![(Column::WrongCodes, 0.into())]).await
}

/// Makes a member a doctor; whoever is more than that stays what they are.
///
/// # Errors
/// Whatever the database says.
pub async fn make_doctor(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    let update = Entity::update_many().col_expr(Column::Role, Expr::val(AccountRole::Doctor.word()));
    let members = update.filter(Column::Id.eq(id)).filter(Column::Role.eq(AccountRole::Member));
    members.exec(tx).await.map(|_| ())
}
