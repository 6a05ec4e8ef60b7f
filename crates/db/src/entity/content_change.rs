//! Tells caches, also those of other processes, what changed.

use sea_orm::entity::prelude::*;

/// Tells caches, also those of other processes, what changed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "content_change")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// What changed, as the caches name it.
    pub tag: i64,
    /// When, Unix seconds.
    pub at: i64,
    /// The process that changed it, by a number that it chose by chance; None: a program that kept none.
    pub node: Option<i64>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
