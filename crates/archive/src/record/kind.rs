//! The kinds of record by name, in the order in which an archive lists them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The kind of a record, as written in its `kind` field. Ordered as an export writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is documented at the record of the same name")]
pub enum Kind {
    Archive,
    Source,
    Specialty,
    Topic,
    Doctor,
    Credential,
    Rating,
    Review,
    Question,
    Answer,
    Citation,
    Agreement,
    Revision,
}

impl Kind {
    /// Every kind, in export order.
    pub const ALL: [Kind; 13] = [
        Kind::Archive,
        Kind::Source,
        Kind::Specialty,
        Kind::Topic,
        Kind::Doctor,
        Kind::Credential,
        Kind::Rating,
        Kind::Review,
        Kind::Question,
        Kind::Answer,
        Kind::Citation,
        Kind::Agreement,
        Kind::Revision,
    ];

    /// The word used in the `kind` field and in summaries.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Archive => "archive",
            Kind::Source => "source",
            Kind::Specialty => "specialty",
            Kind::Topic => "topic",
            Kind::Doctor => "doctor",
            Kind::Credential => "credential",
            Kind::Rating => "rating",
            Kind::Review => "review",
            Kind::Question => "question",
            Kind::Answer => "answer",
            Kind::Citation => "citation",
            Kind::Agreement => "agreement",
            Kind::Revision => "revision",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}
