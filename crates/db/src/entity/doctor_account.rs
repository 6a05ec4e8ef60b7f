//! Which account owns which profile.

use sea_orm::entity::prelude::*;

/// A profile that was claimed, and the account that owns it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "doctor_account")]
pub struct Model {
    /// The profile.
    #[sea_orm(primary_key, auto_increment = false)]
    pub doctor_id: i64,
    /// The account: it owns one profile at most.
    pub account_id: i64,
    /// Since when, Unix seconds.
    pub since: i64,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
