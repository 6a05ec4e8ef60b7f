//! Doctors who want to be left alone for a while.

use sea_orm::entity::prelude::*;

/// Until when a doctor's inbox stays shut.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inbox_snooze")]
pub struct Model {
    /// The doctor.
    #[sea_orm(primary_key, auto_increment = false)]
    pub doctor_id: i64,
    /// Unix seconds.
    pub until: i64,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
