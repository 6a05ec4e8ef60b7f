//! Proof of who a doctor is.

use sea_orm::entity::prelude::*;

use crate::value::CredentialKind;

/// Proof of who a doctor is.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credential")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The doctor.
    pub doctor_id: i64,
    /// The issuer.
    pub issuer: String,
    /// The credential kind.
    pub credential_kind: CredentialKind,
    /// The number.
    pub number: Option<String>,
    /// The jurisdiction.
    pub jurisdiction: Option<String>,
    /// What was seen.
    pub evidence: Option<String>,
    /// Who or what verified it.
    pub verified_by: Option<String>,
    /// Unix seconds.
    pub verified_at: Option<i64>,
    /// Unix seconds.
    pub expires_at: Option<i64>,
    /// Unix seconds.
    pub revoked_at: Option<i64>,
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
