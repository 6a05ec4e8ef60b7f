//! What is handed in to prove a claim.

use sea_orm::entity::prelude::*;

use crate::value::{Check, ClaimState, CredentialKind, Doubt};

/// Proof of who a doctor is as it was handed in. It counts for nothing and is shown to nobody until an editor grants it; then it is a credential.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "claimed_credential")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The claim that it belongs to.
    pub claim_id: i64,
    /// The issuer.
    pub issuer: String,
    /// The credential kind.
    pub credential_kind: CredentialKind,
    /// The number.
    pub number: Option<String>,
    /// The jurisdiction.
    pub jurisdiction: Option<String>,
    /// Unix seconds.
    pub issued_at: Option<i64>,
    /// Unix seconds.
    pub expires_at: Option<i64>,
    /// Where it can be looked up.
    pub link: Option<String>,
    /// The name of the document in the folder of evidence.
    pub file: Option<String>,
    /// Its media type.
    pub file_kind: Option<String>,
    /// What became of it.
    pub state: ClaimState,
    /// Unix seconds.
    pub handed_in_at: i64,
    /// Unix seconds.
    pub judged_at: Option<i64>,
    /// The account that judged; none: the operator.
    pub judged_by: Option<i64>,
    /// How it was checked.
    pub method: Option<Check>,
    /// Why it was refused or revoked.
    pub reason: Option<Doubt>,
    /// What the editor says of that to the claimant.
    pub words: Option<String>,
    /// The credential that it became.
    pub credential_id: Option<i64>,
}

/// Joins are written where they are used, in the stores.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
