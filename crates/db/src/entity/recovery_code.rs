//! A code that stands in for the second step once.

use sea_orm::entity::prelude::*;

/// A code that stands in for the second step once.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recovery_code")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Whose it is.
    pub account_id: i64,
    /// SHA-256 of the code, hexadecimal.
    pub code_hash: String,
    /// When it was used, Unix seconds.
    pub used_at: Option<i64>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
