//! An archive that content came from, with its licence and attribution.

use sea_orm::entity::prelude::*;

/// An archive that content came from, with its licence and attribution.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "source")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The archive's short name: a slug, unique.
    pub key: String,
    /// The archive's name as shown.
    pub name: String,
    /// Where it lives.
    pub url: Option<String>,
    /// Licence name or SPDX identifier.
    pub licence: Option<String>,
    /// Where the licence is to be read.
    pub licence_url: Option<String>,
    /// The words with which the authors ask to be credited.
    pub attribution: Option<String>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
