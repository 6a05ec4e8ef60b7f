//! A record as it was before a change. Nothing is overwritten without one.

use sea_orm::entity::prelude::*;

use crate::value::Subject;

/// A record as it was before a change. Nothing is overwritten without one.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The subject kind.
    pub subject_kind: Subject,
    /// The subject.
    pub subject_id: i64,
    /// From 1, per subject.
    pub number: i32,
    /// When it was replaced, Unix seconds.
    pub at: i64,
    /// The reason.
    pub reason: Option<String>,
    /// JSON: the archive record before the change.
    pub content: String,
    /// The source.
    pub source_id: Option<i64>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
