//! Who wrote which review. Never public.

use sea_orm::entity::prelude::*;

/// The account behind a review: one review of each doctor.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review_author")]
pub struct Model {
    /// The review.
    #[sea_orm(primary_key, auto_increment = false)]
    pub review_id: i64,
    /// Who wrote it.
    pub account_id: i64,
    /// The doctor that it is on.
    pub doctor_id: i64,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
