//! What staff change of an account: that its posts are shown at once, and that it does nothing for a while.

use db::{
    entity::account::{Column, Entity},
    sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr},
    value::AccountRole,
};

/// A suspension without end: the last second of the year 9999.
pub const FOR_GOOD: i64 = 253_402_300_799;

/// Lets what the account posts be shown at once from now on.
///
/// # Errors
/// Whatever the database says.
pub async fn trust(tx: &impl ConnectionTrait, id: i64, now: i64) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::TrustedAt, Expr::val(now))
        .filter(Column::Id.eq(id))
        .filter(Column::TrustedAt.is_null())
        .exec(tx)
        .await
        .map(|_| ())
}

/// Suspends an account until then, and says whether it was one that can be: those of staff are the operator's to take away.
///
/// # Errors
/// Whatever the database says.
pub async fn suspend(tx: &impl ConnectionTrait, id: i64, until: i64, reason: &str) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::SuspendedUntil, Expr::val(until))
        .col_expr(Column::SuspensionReason, Expr::val(reason))
        .filter(Column::Id.eq(id))
        .filter(Column::Role.is_in([AccountRole::Member, AccountRole::Doctor]))
        .exec(tx)
        .await?;
    Ok(done.rows_affected > 0)
}

/// Ends the suspension that runs until then; a later one goes on.
///
/// # Errors
/// Whatever the database says.
pub async fn readmit(tx: &impl ConnectionTrait, id: i64, until: i64) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::SuspendedUntil, Expr::val(None::<i64>))
        .col_expr(Column::SuspensionReason, Expr::val(None::<String>))
        .filter(Column::Id.eq(id))
        .filter(Column::SuspendedUntil.eq(until))
        .exec(tx)
        .await?;
    Ok(done.rows_affected > 0)
}
