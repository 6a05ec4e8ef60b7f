//! A person's wish to have a decision looked at again, by somebody else.

use sea_orm::entity::prelude::*;

use crate::value::Outcome;

/// A person's wish to have a decision looked at again, by somebody else.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appeal")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The decision.
    pub decision_id: i64,
    /// The account that appeals.
    pub account_id: i64,
    /// Why.
    pub words: String,
    /// Unix seconds.
    pub at: i64,
    /// The month, as `2026-05`.
    pub month: String,
    /// What became of it; none: it waits.
    pub outcome: Option<Outcome>,
    /// Why, to the person.
    pub reason: Option<String>,
    /// When it was settled, Unix seconds.
    pub settled_at: Option<i64>,
    /// The moderator who settled it; never shown.
    pub settled_by: Option<i64>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
