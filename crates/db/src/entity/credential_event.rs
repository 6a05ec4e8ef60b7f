//! The public log of what was checked.

use sea_orm::entity::prelude::*;

use crate::value::{Check, CredentialChange, CredentialKind, Doubt};

/// Something that happened to a credential, as the profile tells it. Running out is worked out from the credential until its end is moved.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credential_event")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The doctor.
    pub doctor_id: i64,
    /// The credential; none: it was refused.
    pub credential_id: Option<i64>,
    /// What kind it was.
    pub credential_kind: CredentialKind,
    /// What happened.
    pub what: CredentialChange,
    /// Unix seconds.
    pub at: i64,
    /// How it was checked.
    pub method: Option<Check>,
    /// Why it was refused or revoked.
    pub reason: Option<Doubt>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
