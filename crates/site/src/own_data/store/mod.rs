//! Queries: what is kept about somebody, what erasing takes away, and who can't leave yet.

pub(super) mod erased;
pub(super) mod kept;

use db::{
    entity::account::{Column, Entity},
    sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect},
    value::AccountRole,
};

/// Whether there is no more than one administrator.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn is_last_administrator(tx: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let all = Entity::find().filter(Column::Role.eq(AccountRole::Administrator));
    // Of two who leave at once, the second waits and sees.
    Ok(all.order_by_asc(Column::Id).lock_exclusive().all(tx).await?.len() < 2)
}
