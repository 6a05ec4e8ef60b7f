//! What became of a doctor's credentials, as the profile tells it.

use super::{CredentialKind, Timestamp};
use serde::{Deserialize, Serialize};

/// What happened to a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum CredentialChange {
    Granted,
    Refused,
    Expired,
    Revoked,
    Renewed,
}

/// How a credential was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// It was looked up in the public register.
    Register,
    /// The document was seen.
    Document,
    /// Whoever issued it was asked.
    Issuer,
}

/// Why a credential was refused or revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Doubt {
    NotFound,
    SomebodyElse,
    Unreadable,
    NoProof,
    RanOut,
    TakenBack,
    Mistake,
    ProfileTaken,
}

/// One line of the public log of a doctor's credentials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CredentialEvent {
    /// When it happened.
    pub at: Timestamp,
    /// What kind of credential it was.
    pub credential_kind: CredentialKind,
    /// What happened.
    pub what: CredentialChange,
    /// How it was checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Check>,
    /// Why it was refused or revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Doubt>,
}
