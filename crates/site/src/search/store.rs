//! Queries for what a search names.

use db::{
    entity::doctor,
    sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect},
};

/// Whether any doctor practises at this place.
pub(super) async fn is_place(db: &impl ConnectionTrait, slug: &str) -> Result<bool, DbErr> {
    use doctor::Column as D;
    let there = doctor::Entity::find().select_only().column(D::Id).filter(D::Place.eq(slug)).limit(1);
    Ok(there.into_tuple::<i64>().one(db).await?.is_some())
}

/// What these doctors' addresses are, in no order.
pub(super) async fn slugs(db: &impl ConnectionTrait, ids: Vec<i64>) -> Result<Vec<String>, DbErr> {
    use doctor::Column as D;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let slugs = doctor::Entity::find().select_only().column(D::Slug).filter(D::Id.is_in(ids));
    slugs.into_tuple().all(db).await
}
