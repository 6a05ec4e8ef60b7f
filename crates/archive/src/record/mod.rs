//! The neutral record: one thing an archive can hold, whichever format it came from.
//!
//! Fields stand in one fixed order and absent ones are left out, so the JSON of a record is canonical: two equal
//! records have equal bytes and an equal [`Record::fingerprint`].

mod answer;
mod check;
mod citation;
mod codes;
mod kind;
mod links;
mod log;
mod people;
mod problem;
mod question;
mod regard;
mod review;
mod revision;
mod taxonomy;
mod values;

pub use answer::{Answer, Stance, StanceSource};
pub(crate) use check::unprintable;
pub use check::{limits, valid_slug};
pub use citation::{Citation, Evidence, Scheme};
pub use codes::valid_country;
pub use kind::Kind;
pub use links::{Key, Reference};
pub use log::{Check, CredentialChange, CredentialEvent, Doubt};
pub use people::{Credential, CredentialKind, Doctor};
pub use problem::{Problem, escaped_excerpt};
pub use question::{Case, Detail, Question, Scope};
pub use regard::{Agreement, Rating, Verdict};
pub use review::{Relationship, Review};
pub use revision::{Revision, SubjectKind};
pub use taxonomy::{Header, Source, Specialty, Topic, TopicKind};
pub use values::{Ref, State, Thousandths, Timestamp};

use serde::de::{DeserializeOwned, Deserializer, Error};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// One record of an archive. The variants stand in the order in which an export writes them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Record {
    /// The optional first line: which format and version follows.
    Archive(Header),
    /// Where content came from, with its licence.
    Source(Source),
    /// A medical specialty.
    Specialty(Specialty),
    /// A treatment, condition, medicine, body area or symptom.
    Topic(Topic),
    /// A doctor's public profile.
    Doctor(Doctor),
    /// A licence, certification, registration or degree of a doctor.
    Credential(Credential),
    /// A doctor's starting sum and count of stars.
    Rating(Rating),
    /// A patient's stars and words on a doctor.
    Review(Review),
    /// A patient's question.
    Question(Question),
    /// A doctor's answer.
    Answer(Answer),
    /// A published work that an answer rests on.
    Citation(Citation),
    /// A doctor's verdict on a colleague's answer.
    Agreement(Agreement),
    /// An earlier state of a question, answer, doctor or review.
    Revision(Revision),
}

impl Record {
    /// Reads one record from JSON and checks it. The error says what is wrong, where, and what to do.
    pub fn parse(json: &str) -> Result<Record, Problem> {
        // Left to itself, serde would also take a list of the fields' values.
        if !json.trim_start().starts_with('{') {
            return Err(Problem::new("this is not a JSON object; a record begins with {\"kind\": ...}"));
        }
        let record: Record = serde_json::from_str(json).map_err(|error| Problem::from_json(json, &error))?;
        record.check()?;
        Ok(record)
    }

    /// Checks every field against the limits of the format.
    ///
    /// [`Record::parse`] has done this already; records that are built by hand need it before they are used.
    pub fn check(&self) -> Result<(), Problem> {
        let checked = match self {
            Record::Archive(header) => header.check(),
            Record::Source(source) => source.check(),
            Record::Specialty(specialty) => specialty.check(),
            Record::Topic(topic) => topic.check(),
            Record::Doctor(doctor) => doctor.check(),
            Record::Credential(credential) => credential.check(),
            Record::Rating(rating) => rating.check(),
            Record::Review(review) => review.check(),
            Record::Question(question) => question.check(),
            Record::Answer(answer) => answer.check(),
            Record::Citation(citation) => citation.check(),
            Record::Agreement(agreement) => agreement.check(),
            Record::Revision(revision) => revision.check(),
        };
        checked.map_err(|problem| problem.within(self.kind()))
    }

    /// Which kind of record this is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Record::Archive(_) => Kind::Archive,
            Record::Source(_) => Kind::Source,
            Record::Specialty(_) => Kind::Specialty,
            Record::Topic(_) => Kind::Topic,
            Record::Doctor(_) => Kind::Doctor,
            Record::Credential(_) => Kind::Credential,
            Record::Rating(_) => Kind::Rating,
            Record::Review(_) => Kind::Review,
            Record::Question(_) => Kind::Question,
            Record::Answer(_) => Kind::Answer,
            Record::Citation(_) => Kind::Citation,
            Record::Agreement(_) => Kind::Agreement,
            Record::Revision(_) => Kind::Revision,
        }
    }

    /// The record as one line of JSON, without the line's end; equal records give equal text.
    pub fn canonical_json(&self) -> Result<String, Problem> {
        serde_json::to_string(self)
            .map_err(|error| Problem::new(format!("this cannot be written as JSON: {error}")))
    }

    /// The first eight bytes of the SHA-256 of the canonical JSON: tells a changed record from an unchanged one.
    pub fn fingerprint(&self) -> Result<i64, Problem> {
        let digest = Sha256::digest(self.canonical_json()?.as_bytes());
        let mut first = [0_u8; 8];
        first.copy_from_slice(&digest[..8]);
        Ok(i64::from_be_bytes(first))
    }
}

fn english() -> String {
    "en".to_owned()
}

fn is_english(lang: &str) -> bool {
    lang == "en"
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_none_at_all(count: &u32) -> bool {
    *count == 0
}

/// A list of objects: left to itself, serde would also take lists of their fields' values.
fn objects<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let all = Vec::<Map<String, Value>>::deserialize(deserializer)?;
    all.into_iter().map(|fields| T::deserialize(Value::Object(fields)).map_err(D::Error::custom)).collect()
}
