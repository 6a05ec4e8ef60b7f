//! Queries for the audit log.

use db::{
    entity::audit::{Column as C, Entity, Model},
    sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect},
    value::Matter,
};

/// Rows on this kind of thing, and on this one of them, the newest first; one more than `size` tells that there are more.
pub(super) async fn log(
    db: &impl ConnectionTrait,
    (kind, id): (Option<Matter>, Option<i64>),
    before: Option<i64>,
    size: u64,
) -> Result<Vec<Model>, DbErr> {
    let mut rows = Entity::find().order_by_desc(C::Id).limit(size + 1);
    if let Some(kind) = kind {
        rows = rows.filter(C::SubjectKind.eq(kind));
    }
    if let Some(id) = id {
        rows = rows.filter(C::SubjectId.eq(id));
    }
    if let Some(before) = before {
        rows = rows.filter(C::Id.lt(before));
    }
    rows.all(db).await
}
