//! Who says that a profile is theirs.

use sea_orm::entity::prelude::*;

use crate::value::{ClaimState, Doubt};

/// Somebody who says that a profile is theirs, or asks for one. None but editors and they themselves see it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "claim")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Who says so.
    pub account_id: i64,
    /// The account again while the claim is open or granted: each has one such claim at most.
    pub standing_for: Option<i64>,
    /// The profile; none while it is yet to be made.
    pub doctor_id: Option<i64>,
    /// JSON: the profile that is asked for, until it is made.
    pub proposed: Option<String>,
    /// A doctor of the same country whose name reads the same.
    pub resembles_id: Option<i64>,
    /// What became of it.
    pub state: ClaimState,
    /// What the claimant wants to say.
    pub note: Option<String>,
    /// Unix seconds.
    pub made_at: i64,
    /// Since when something waits for an editor, Unix seconds.
    pub waiting_since: Option<i64>,
    /// When it was granted or refused, Unix seconds.
    pub judged_at: Option<i64>,
    /// The account that did so; none: the operator.
    pub judged_by: Option<i64>,
    /// Why it was refused.
    pub reason: Option<Doubt>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
