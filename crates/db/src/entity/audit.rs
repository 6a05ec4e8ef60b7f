//! The record of what staff did.

use sea_orm::entity::prelude::*;

use crate::value::Matter;

/// An act that has to be accounted for. Rows are only added; each holds the hash of the one before.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    /// From 1, without gaps.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// Unix seconds.
    pub at: i64,
    /// The account that acted; none: the site itself or its operator.
    pub actor_id: Option<i64>,
    /// As what they acted.
    pub role: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject_kind: Matter,
    /// To which.
    pub subject_id: i64,
    /// The code of the reason.
    pub reason: Option<String>,
    /// More, without anybody's name or words.
    pub detail: Option<String>,
    /// The hash of the row before, hexadecimal; empty for the first.
    pub previous: String,
    /// SHA-256 of this row and the hash before, hexadecimal.
    pub hash: String,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
