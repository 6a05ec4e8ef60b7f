//! What is wrong with a record, in words for the person who has to mend it.

use super::Kind;
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

    /// Puts a JSON error into plain words. The line in serde's message is always 1 here, so only the column is kept.
    pub(crate) fn from_json(error: &serde_json::Error) -> Problem {
        let message = escaped_excerpt(&error.to_string(), 300);
        let column = error.column();
        let bare = message.split(" at line ").next().unwrap_or(&message);
        match error.classify() {
            serde_json::error::Category::Eof => Problem(format!(
                "the JSON ends before it is complete ({bare}, column {column}); the line may have been cut short"
            )),
            serde_json::error::Category::Syntax => {
                Problem(format!("this is not valid JSON: {bare}, column {column}"))
            }
            _ => Problem(format!("{bare}; docs/archive-format.md lists the fields of each kind")),
        }
    }
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
