//! What a doctor accepted before an answer was published.

use sea_orm::entity::prelude::*;

/// The terms that a doctor accepted when they published an answer.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "answer_terms")]
pub struct Model {
    /// The answer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub answer_id: i64,
    /// SHA-256 of the text that they were shown, in hexadecimal.
    pub digest: String,
    /// When they accepted it, Unix seconds.
    pub at: i64,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
