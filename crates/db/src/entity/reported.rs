//! Things with open reports, so that ten thousand reports on one thing are one row of the queue.

use sea_orm::entity::prelude::*;

use crate::value::Matter;

/// Things with open reports, so that ten thousand reports on one thing are one row of the queue.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reported")]
pub struct Model {
    /// The kind of thing.
    #[sea_orm(primary_key, auto_increment = false)]
    pub matter_kind: Matter,
    /// The thing.
    #[sea_orm(primary_key, auto_increment = false)]
    pub matter_id: i64,
    /// When the first open report came, Unix seconds.
    pub since: i64,
    /// Open reports.
    pub reports: i64,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
