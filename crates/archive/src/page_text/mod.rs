//! One question page of a doctors' site, saved as plain text.
//!
//! Paragraphs are separated by blank lines. The page is, in this order:
//!
//! ```text
//! title                       one line
//! the patient's words         any number of paragraphs
//! Doctor Answers N            a line by itself
//! N answers, each:
//!   headline                  one line
//!   the doctor's words        one paragraph or more
//!   signature                 one paragraph of up to three lines:
//!     name, letters           may be missing
//!     city specialty
//!     R out of 5 stars N reviews   may be missing
//! disclaimer
//! ```
//!
//! Nothing marks where one answer ends except its signature, and a signature can look like a heading. So a page is
//! read only when there is a single way to read it: all paragraphs that could be signatures must be, and there must
//! be as many as the page says. Anything else is a [`PageError`] that names the line.

mod blocks;
mod disclaimer;
mod doctor_line;
mod grammar;
mod markdown;
mod place;
mod rating_line;
mod records;
mod signature;

pub use records::{Placed, external_id};

use crate::record::Thousandths;
use crate::specialty::KnownSpecialty;
use thiserror::Error;

/// A page may have this many bytes; the largest known have a hundredth of it.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

/// A page, read. Bodies are Markdown that shows the words of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The question.
    pub question: PageQuestion,
    /// The answers, in the order of the page.
    pub answers: Vec<PageAnswer>,
    /// The closing text, where there is one.
    pub disclaimer: Option<String>,
}

/// The question of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageQuestion {
    /// The title, plain text.
    pub title: String,
    /// The patient's words; may be empty.
    pub body: String,
    /// The line of the title.
    pub line: u64,
}

/// One answer of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct PageAnswer {
    /// The headline, plain text.
    pub headline: String,
    /// The doctor's words, with any sign-off.
    pub body: String,
    /// Who answered.
    pub doctor: PageDoctor,
    /// The line of the headline.
    pub line: u64,
}

/// The doctor who signed an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct PageDoctor {
    /// The name without the letters; absent where the page does not give it.
    pub name: Option<String>,
    /// Post-nominal letters, without dots.
    pub letters: Vec<String>,
    /// The city.
    pub city: String,
    /// The specialty.
    pub specialty: &'static KnownSpecialty,
    /// The stars, where the page gives them.
    pub rating: Option<PageRating>,
    /// The line on which the signature begins.
    pub line: u64,
}

/// The stars of a doctor as a page gives them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRating {
    /// The mean, as printed.
    pub mean: Thousandths,
    /// How many reviews.
    pub count: u32,
}

impl PageRating {
    /// The sum of the stars, as exact as the printed mean.
    #[must_use]
    pub fn sum(&self) -> Thousandths {
        Thousandths(self.mean.0 * i64::from(self.count))
    }
}

/// Why a page cannot be read for certain. Nothing of such a page is used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {reason}")]
pub struct PageError {
    /// The line that the trouble is at, counted from 1.
    pub line: u64,
    /// What is wrong and what to do.
    pub reason: String,
}

impl PageError {
    pub(crate) fn at(line: u64, reason: impl Into<String>) -> PageError {
        PageError { line, reason: reason.into() }
    }
}

/// Reads a page, whole or not at all.
pub fn read(bytes: &[u8]) -> Result<Page, PageError> {
    let text = blocks::decode(bytes)?;
    grammar::parse(&blocks::split(text))
}
