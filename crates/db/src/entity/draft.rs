//! What somebody is writing.

use sea_orm::entity::prelude::*;

use crate::FromRow;

/// A text that nobody but its owner has seen.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, FromRow)]
#[sea_orm(table_name = "draft")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// `account:12`, or `visitor:` and the hash of the token in the browser's cookie.
    pub owner: String,
    /// What it is to become.
    pub kind: String,
    /// What it is about; 0 for nothing in particular.
    pub subject_id: i64,
    /// From 1, raised by every save: whoever saves an older one is told.
    pub version: i64,
    /// JSON: the fields of the form.
    pub content: String,
    /// Unix seconds.
    pub updated_at: i64,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
