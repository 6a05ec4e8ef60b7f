//! Reads the stance of an answer to a yes/no question from its words: yes, no, it depends or not known.
//!
//! Rules and word lists only: nothing is learnt, nothing is fetched. It commits only when the answer
//! points one way, since reading a doctor as saying the opposite is worse than reading nothing.

mod attitude;
mod clause;
mod head;
mod hearing;
mod lexicon;
mod opening;
mod phrase;
mod question;
mod sentence;
mod short;
mod table;
mod values;
mod verdict;
mod weigh;

pub mod eval;

use serde::{Deserialize, Serialize};

/// What an answer says to a yes/no question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// Yes.
    Yes,
    /// No.
    No,
    /// It depends.
    #[serde(alias = "maybe")]
    Depends,
    /// The answer says that it is not known.
    Unknown,
}

impl Stance {
    /// The stance as it is written in archives: `yes`, `no`, `depends` or `unknown`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Depends => "depends",
            Self::Unknown => "unknown",
        }
    }
}

/// A stance and the sentence it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading<'a> {
    /// The stance.
    pub stance: Stance,
    /// The sentence of the answer that says so most plainly.
    pub evidence: &'a str,
}

/// How much of a question and of a headline is read, in bytes.
const SHORT: usize = 1_000;
/// How much of a text is read, in bytes: who has not said yes or no by then will not.
const LONG: usize = 6_000;

/// Reads the stance of an answer. `None` where the question has no yes or no, or the answer is not plain enough.
pub fn read<'a>(question: &str, headline: &'a str, text: &'a str) -> Option<Reading<'a>> {
    let asked = sentence::plain(start_of(question, SHORT));
    let asked = question::split(&asked);
    let frame = question::frame(&asked)?;
    let mut hearing = hearing::Hearing::default();
    hearing.headline(&frame, start_of(headline, SHORT));
    hearing.text(&frame, start_of(text, LONG));
    verdict::verdict(&frame, &hearing)
}

/// Whether a question can be answered yes or no, as far as the rules can tell. They know English alone.
pub fn asks_yes_or_no(question: &str) -> bool {
    let asked = sentence::plain(start_of(question, SHORT));
    question::frame(&question::split(&asked)).is_some()
}

/// The first bytes of a text, cut between two letters.
fn start_of(text: &str, limit: usize) -> &str {
    &text[..text.floor_char_boundary(limit)]
}
