//! A field of medicine that doctors belong to.

use sea_orm::entity::prelude::*;

/// A field of medicine that doctors belong to.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "specialty")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Its part of the address, unique.
    pub slug: String,
    /// The field: "Facial plastic surgery".
    pub name: String,
    /// Who practises it: "Facial Plastic Surgeon".
    pub practitioner: String,
    /// The field in a patient's words.
    pub label: String,
    /// NUCC taxonomy code, where known.
    pub nucc_code: Option<String>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
