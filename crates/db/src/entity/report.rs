//! What somebody finds wrong with a question, an answer, a review or a profile.

use sea_orm::entity::prelude::*;

use crate::value::Matter;

/// What somebody finds wrong with a question, an answer, a review or a profile.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The kind of thing.
    pub matter_kind: Matter,
    /// The thing.
    pub matter_id: i64,
    /// The account that reports it.
    pub account_id: i64,
    /// The code of the reason.
    pub reason: String,
    /// More, in their own words.
    pub words: Option<String>,
    /// Unix seconds.
    pub at: i64,
    /// The month, as `2026-05`.
    pub month: String,
    /// The decision that settled it; 0 while it is open.
    pub decision_id: i64,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
