//! A doctor's objection to the words of a review.

use sea_orm::entity::prelude::*;

use crate::value::DisputeState;

/// A doctor's objection to the words of a review. While it is open the words are held back; the stars count all along.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review_dispute")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The review.
    pub review_id: i64,
    /// What became of it.
    pub state: DisputeState,
    /// The code of what the doctor objects to.
    pub reason: String,
    /// What the doctor tells the moderators.
    pub words: String,
    /// Unix seconds.
    pub at: i64,
    /// The account that decided.
    pub judge_id: Option<i64>,
    /// The code of the reason of the decision, where words were taken away.
    pub judged_reason: Option<String>,
    /// When it was decided, Unix seconds.
    pub judged_at: Option<i64>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
