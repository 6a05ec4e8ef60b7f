//! Who is looking at what in the queue. It keeps nobody from acting.

use sea_orm::entity::prelude::*;

use crate::value::Matter;

/// Who is looking at what in the queue. It keeps nobody from acting.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "queue_claim")]
pub struct Model {
    /// The kind of thing.
    #[sea_orm(primary_key, auto_increment = false)]
    pub matter_kind: Matter,
    /// The thing.
    #[sea_orm(primary_key, auto_increment = false)]
    pub matter_id: i64,
    /// The moderator.
    pub account_id: i64,
    /// Until when it holds, Unix seconds.
    pub until: i64,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
