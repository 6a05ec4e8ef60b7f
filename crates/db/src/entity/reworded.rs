//! Words of a mark, a detail or a reply before a moderator changed them.

use sea_orm::entity::prelude::*;

use crate::value::Matter;

/// Words before a moderator changed them. They hold what was taken out, so they are in no public history.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reworded")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The kind of thing.
    pub matter_kind: Matter,
    /// The thing.
    pub matter_id: i64,
    /// The words.
    pub text: String,
    /// When they were changed, Unix seconds.
    pub at: i64,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
