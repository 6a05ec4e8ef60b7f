//! Doctors and their credentials.

use super::check::{self, Checked};
use super::{CredentialEvent, Ref, Timestamp, codes};
use serde::{Deserialize, Serialize};

/// A doctor's public profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Doctor {
    /// The id of the source.
    pub source: String,
    /// The id within the source.
    pub id: String,
    /// The last part of the profile's address; kept when it is free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// The name; absent where the source does not give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Post-nominal letters: `MD`, `FRCPC`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<String>,
    /// The slug of the specialty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specialty: Option<String>,
    /// The city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The state, province or region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The country by the two letters of ISO 3166-1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The practice or clinic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice: Option<String>,
    /// What the doctor says of themselves, in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub biography: Option<String>,
    /// The language of the biography; English unless given.
    #[serde(default = "super::english", skip_serializing_if = "super::is_english")]
    pub lang: String,
    /// What became of the doctor's credentials, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "super::objects")]
    pub log: Vec<CredentialEvent>,
}

impl Doctor {
    pub(super) fn check(&self) -> Checked {
        check::slug("source", &self.source)?;
        check::id("id", &self.id)?;
        check::optional("slug", self.slug.as_ref(), check::slug)?;
        check::optional("name", self.name.as_ref(), check::name)?;
        check::list("letters", &self.letters, letters)?;
        check::optional("specialty", self.specialty.as_ref(), check::slug)?;
        check::optional("city", self.city.as_ref(), check::name)?;
        check::optional("region", self.region.as_ref(), check::name)?;
        check::optional("country", self.country.as_ref(), codes::country)?;
        check::optional("practice", self.practice.as_ref(), check::name)?;
        check::optional("biography", self.biography.as_ref(), check::body)?;
        codes::language("lang", &self.lang)?;
        check::count("log", self.log.len())
    }
}

fn letters(field: &str, value: &str) -> Checked {
    check::name(field, value)?;
    check::at_most(field, value, 30)?;
    if value.contains(',') {
        return check::fail(field, "holds a comma; put each set of letters into its own entry, such as MD");
    }
    Ok(())
}

/// What a credential is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum CredentialKind {
    Licence,
    BoardCertification,
    Registration,
    Degree,
}

/// A licence, certification, registration or degree, with how and until when it was verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// The id of the source.
    pub source: String,
    /// The id within the source.
    pub id: String,
    /// Whose credential it is.
    pub doctor: Ref,
    /// Who issued it.
    pub issuer: String,
    /// What it is.
    pub credential_kind: CredentialKind,
    /// The number that the issuer gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Where it is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<String>,
    /// What was seen as proof: an address or a description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// Who verified it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_by: Option<String>,
    /// When it was verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_at: Option<Timestamp>,
    /// Until when it is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
}

impl Credential {
    pub(super) fn check(&self) -> Checked {
        check::slug("source", &self.source)?;
        check::id("id", &self.id)?;
        self.doctor.check("doctor")?;
        check::name("issuer", &self.issuer)?;
        check::optional("number", self.number.as_ref(), check::name)?;
        check::optional("jurisdiction", self.jurisdiction.as_ref(), check::name)?;
        check::optional("evidence", self.evidence.as_ref(), check::note)?;
        check::optional("verified_by", self.verified_by.as_ref(), check::name)
    }
}
