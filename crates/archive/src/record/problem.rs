//! What is wrong with a record, in words for the person who has to mend it.

use super::{Kind, Record};
use serde::Deserialize;
use serde_json::error::Category;
use serde_json::{Map, Value};
use thiserror::Error;

/// Why a record is refused: what is wrong, in which field, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct Problem(String);

impl Problem {
    pub(crate) fn new(message: impl Into<String>) -> Problem {
        Problem(message.into())
    }

    /// Names the kind of record that the problem was found in.
    pub(crate) fn within(self, kind: Kind) -> Problem {
        Problem(format!("{kind}: {}", self.0))
    }

    /// Puts an error in a record's JSON into plain words, with the kind and field it is in.
    pub(crate) fn from_json(json: &str, error: &serde_json::Error) -> Problem {
        let message = escaped_excerpt(&error.to_string(), 400);
        // The line in serde's message is always 1 here, so only the column is kept.
        let bare = message.split(" at line ").next().unwrap_or(&message);
        let column = error.column();
        match error.classify() {
            Category::Eof => Problem(format!(
                "the JSON ends before it is complete ({bare}, column {column}); the line may have been cut short"
            )),
            Category::Syntax => Problem(format!("this is not valid JSON: {bare}, column {column}")),
            Category::Data | Category::Io => {
                let place = place(json, error).unwrap_or_default();
                Problem(format!("{place}{}", plain_words(bare)))
            }
        }
    }
}

/// Puts serde's words for a value of the wrong kind into words for people who do not write Rust.
fn plain_words(message: &str) -> String {
    let mut words = message.replace("unknown variant", "unknown value");
    for number in ["u8", "u32", "i32", "i64"] {
        words = words.replace(&format!("expected {number}"), "expected a whole number");
    }
    if words.starts_with("unknown field") || words.starts_with("missing field") {
        words.push_str("; docs/archive-format.md lists the fields of each kind");
    }
    words
}

/// The kind and field that an error is in. serde does not tell which field, but without the field at fault it would
/// fail in another way or not at all. That is only worth trying on a line of ordinary size.
fn place(json: &str, error: &serde_json::Error) -> Option<String> {
    const ORDINARY_BYTES: usize = 64 * 1024;
    const ORDINARY_FIELDS: usize = 32;
    if json.len() > ORDINARY_BYTES {
        return None;
    }
    let fields: Map<String, Value> = serde_json::from_str(json).ok()?;
    let kind =
        Kind::ALL.into_iter().find(|kind| fields.get("kind").is_some_and(|name| name == kind.as_str()))?;
    let message = error.to_string();
    let bare = message.split(" at line ").next()?;
    if fields.len() > ORDINARY_FIELDS || bare.contains("field `") {
        return Some(format!("{kind}: "));
    }
    let at_fault = fields.keys().filter(|field| *field != "kind").find(|field| {
        let mut others = fields.clone();
        others.remove(field.as_str());
        Record::deserialize(Value::Object(others)).map_or_else(|other| other.to_string() != bare, |_| true)
    });
    Some(at_fault.map_or_else(|| format!("{kind}: "), |field| format!("{kind}: `{field}`: ")))
}

/// The first `limit` characters of `text`, safe to print: control and direction-changing characters are escaped.
#[must_use]
pub fn escaped_excerpt(text: &str, limit: usize) -> String {
    let mut excerpt = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == limit {
            excerpt.push('…');
            break;
        }
        if character.is_control() || super::check::turns_direction(character) {
            excerpt.extend(character.escape_unicode());
        } else {
            excerpt.push(character);
        }
    }
    excerpt
}
