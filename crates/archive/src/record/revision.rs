//! Earlier states of content.

use super::check::{self, Checked};
use super::{Ref, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fmt;

/// What a revision is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum SubjectKind {
    Question,
    Answer,
    Doctor,
    Review,
}

impl fmt::Display for SubjectKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::Kind::from(*self).fmt(out)
    }
}

/// The state of a record before a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revision {
    /// The id of the source.
    pub source: String,
    /// What was changed.
    pub subject_kind: SubjectKind,
    /// Which one was changed.
    pub subject: Ref,
    /// The first revision of a subject is 1.
    pub number: i64,
    /// When it was changed.
    pub at: Timestamp,
    /// Why it was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The record as it was before the change.
    pub content: Map<String, Value>,
}

impl Revision {
    pub(super) fn check(&self) -> Checked {
        check::slug("source", &self.source)?;
        self.subject.check("subject")?;
        check::number("number", self.number)?;
        check::optional("reason", self.reason.as_ref(), check::note)?;
        self.content.iter().try_for_each(|(key, value)| {
            check::printable("content", key)?;
            storable("content", value)
        })
    }
}

/// Text anywhere within a JSON value must be storable. Its depth was bounded by the JSON reader.
fn storable(field: &str, value: &Value) -> Checked {
    match value {
        Value::String(text) => check::printable(field, text),
        Value::Array(values) => values.iter().try_for_each(|value| storable(field, value)),
        Value::Object(fields) => fields.iter().try_for_each(|(key, value)| {
            check::printable(field, key)?;
            storable(field, value)
        }),
        _ => Ok(()),
    }
}
