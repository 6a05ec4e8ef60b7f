//! Reads the whole taxonomy.

use db::{
    Db,
    entity::{source, specialty, topic},
    sea_orm::{DbErr, EntityTrait},
};

pub(super) async fn all(
    db: &Db,
) -> Result<(Vec<topic::Model>, Vec<specialty::Model>, Vec<source::Model>), DbErr> {
    let topics = topic::Entity::find().all(db.read()).await?;
    let specialties = specialty::Entity::find().all(db.read()).await?;
    let sources = source::Entity::find().all(db.read()).await?;
    Ok((topics, specialties, sources))
}
