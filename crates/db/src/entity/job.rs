//! Work to be done in the background, written in the transaction that makes it necessary.

use sea_orm::entity::prelude::*;

use crate::value::JobState;

/// Work to be done in the background, written in the transaction that makes it necessary.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Which job it is.
    pub kind: String,
    /// What the job needs to know, as JSON.
    pub payload: String,
    /// Whether it waits, runs or was given up.
    pub state: JobState,
    /// Not before, Unix seconds.
    pub run_at: i64,
    /// How often it was begun.
    pub attempts: i32,
    /// Until when a runner holds it; then another may take it, Unix seconds.
    pub lease_until: Option<i64>,
    /// While one with this key waits, no second is added.
    pub dedupe: Option<String>,
    /// Why the last attempt failed, without personal data.
    pub error: Option<String>,
    /// When it was added, Unix seconds.
    pub created_at: i64,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
