//! A browser in which somebody is signed in.

use sea_orm::entity::prelude::*;

use crate::value::SessionLevel;

/// A browser in which somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Whose it is.
    pub account_id: i64,
    /// SHA-256 of the token in the cookie, hexadecimal.
    pub token_hash: String,
    /// Whether the second step was taken.
    pub level: SessionLevel,
    /// Which browser on which system, as its owner would know it.
    pub agent: String,
    /// When it was begun, Unix seconds.
    pub created_at: i64,
    /// When it was last used, to the minute, Unix seconds.
    pub seen_at: i64,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
