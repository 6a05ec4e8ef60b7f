//! A published source that an answer rests on.

use sea_orm::entity::prelude::*;

use crate::{
    FromRow,
    value::{Evidence, Scheme},
};

/// A published source that an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, FromRow)]
#[sea_orm(table_name = "citation")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The answer.
    pub answer_id: i64,
    /// Order within the answer.
    pub position: i32,
    /// The scheme.
    pub scheme: Scheme,
    /// The identifier.
    pub identifier: String,
    /// The title.
    pub title: Option<String>,
    /// The authors.
    pub authors: Option<String>,
    /// The journal.
    pub journal: Option<String>,
    /// The year.
    pub year: Option<i32>,
    /// The evidence.
    pub evidence: Option<Evidence>,
    /// The archive it came from; none when it was written here.
    pub source_id: Option<i64>,
    /// Its id in that archive.
    pub external_id: Option<String>,
    /// First 8 bytes of the SHA-256 of the record as last imported: equal means unchanged.
    pub fingerprint: Option<i64>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
