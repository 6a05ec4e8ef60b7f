//! What was decided about something, and why. The public log is written from these rows without the account.

use sea_orm::entity::prelude::*;

use crate::value::{Act, Matter};

/// What was decided about something, and why. The public log is written from these rows without the account.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "decision")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The kind of thing.
    pub matter_kind: Matter,
    /// The thing.
    pub matter_id: i64,
    /// What was done.
    pub act: Act,
    /// The code of the reason.
    pub reason: String,
    /// Words to the person whose thing it is.
    pub note: Option<String>,
    /// Unix seconds.
    pub at: i64,
    /// The month, as `2026-05`.
    pub month: String,
    /// The moderator; never shown.
    pub account_id: i64,
    /// What it takes to undo it, JSON; without anybody's words.
    pub undo: Option<String>,
    /// The dispute about a review that it decides, where it does.
    pub dispute_id: Option<i64>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
