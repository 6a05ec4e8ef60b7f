//! What erasing takes out of the tables, by whose it is.

pub(in crate::own_data) mod account;
pub(in crate::own_data) mod decisions;
pub(in crate::own_data) mod doctor;
pub(in crate::own_data) mod questions;
pub(in crate::own_data) mod reviews;

use db::{
    entity::revision::{Column, Entity},
    sea_orm::{
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
        sea_query::{ExprTrait, SimpleExpr},
    },
    value::Subject,
};

/// The code of the reason that tombstones of erased things have.
pub(in crate::own_data) const ERASED: &str = "erased";

/// Deletes the rows for which this holds.
async fn forget<E: EntityTrait>(
    tx: &impl ConnectionTrait,
    which: impl Into<SimpleExpr>,
) -> Result<(), DbErr> {
    E::delete_many().filter(which.into()).exec(tx).await.map(|_| ())
}

/// Deletes the earlier versions of something.
async fn forget_changes(tx: &impl ConnectionTrait, kind: Subject, id: i64) -> Result<(), DbErr> {
    forget::<Entity>(tx, Column::SubjectKind.eq(kind).and(Column::SubjectId.eq(id))).await
}
