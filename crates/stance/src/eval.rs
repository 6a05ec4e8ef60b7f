//! Measures the reader against answers whose stance is known.
//!
//! *Coverage* is the share of all cases in which the reader committed to yes or no.
//! *Precision* is the share of those commitments that were right; a case that is really "it depends"
//! counts as wrong there. Readings of "it depends" and "not known" are shown in the table of
//! confusions and enter neither figure.

use std::io::BufRead;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Reading, Stance};

/// The longest line that is read, in bytes.
const LONGEST_LINE: u64 = 1 << 20;

/// An answer with its known stance. Other fields in the file are passed over.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Case {
    /// The question.
    pub question: String,
    /// The headline of the answer, where it has one.
    #[serde(default)]
    pub headline: String,
    /// The text of the answer.
    pub answer: String,
    /// What the answer says: `yes`, `no`, `maybe` (or `depends`), `unknown`.
    pub stance: Stance,
}

/// Why a file of cases could not be read.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The file could not be read at all.
    #[error("line {line}: {source}")]
    Input {
        /// The line, counted from 1.
        line: usize,
        /// What went wrong.
        source: std::io::Error,
    },
    /// A line is not a case.
    #[error("line {line}: not a case with question, answer and stance: {source}")]
    Case {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A line is longer than any case could be.
    #[error("line {line}: longer than 1 MiB")]
    TooLong {
        /// The line, counted from 1.
        line: usize,
    },
}

/// How the readings of the cases of one stance came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Read as yes.
    pub yes: usize,
    /// Read as no.
    pub no: usize,
    /// Read as "it depends".
    pub depends: usize,
    /// Read as "not known".
    pub unknown: usize,
    /// Not read.
    pub none: usize,
}

/// The table of confusions: one row for each known stance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// Cases that say yes.
    pub yes: Row,
    /// Cases that say no.
    pub no: Row,
    /// Cases that say "it depends".
    pub depends: Row,
    /// Cases that say "not known".
    pub unknown: Row,
}

/// How well the reader did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The number of cases.
    pub cases: usize,
    /// In how many the reader committed to yes or no.
    pub committed: usize,
    /// How many of those commitments were right.
    pub right: usize,
    /// How many said the opposite of the answer: the worst error there is.
    pub opposite: usize,
    /// Commitments among all cases, 0 to 1.
    pub coverage: f64,
    /// Right ones among the commitments, 0 to 1; absent where there was none.
    pub precision: Option<f64>,
    /// Every known stance against every reading.
    pub confusion: Confusion,
}

impl Confusion {
    /// Adds one reading.
    pub fn add(&mut self, known: Stance, read: Option<Stance>) {
        let row = match known {
            Stance::Yes => &mut self.yes,
            Stance::No => &mut self.no,
            Stance::Depends => &mut self.depends,
            Stance::Unknown => &mut self.unknown,
        };
        *match read {
            Some(Stance::Yes) => &mut row.yes,
            Some(Stance::No) => &mut row.no,
            Some(Stance::Depends) => &mut row.depends,
            Some(Stance::Unknown) => &mut row.unknown,
            None => &mut row.none,
        } += 1;
    }

    /// The figures that follow from the table.
    pub fn report(self) -> Report {
        let rows = [self.yes, self.no, self.depends, self.unknown];
        let cases = rows.iter().map(|row| row.yes + row.no + row.depends + row.unknown + row.none).sum();
        let committed = rows.iter().map(|row| row.yes + row.no).sum();
        let right = self.yes.yes + self.no.no;
        Report {
            cases,
            committed,
            right,
            opposite: self.yes.no + self.no.yes,
            coverage: share(committed, cases).unwrap_or(0.0),
            precision: share(right, committed),
            confusion: self,
        }
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Reads every case with [`crate::read`] and compares.
pub fn measure<'a>(cases: impl IntoIterator<Item = &'a Case>) -> Report {
    let mut confusion = Confusion::default();
    for case in cases {
        confusion.add(case.stance, reading(case).map(|reading| reading.stance));
    }
    confusion.report()
}

/// Reads a file of cases line by line and measures the reader on it.
pub fn run(input: impl BufRead) -> Result<Report, ReadError> {
    let mut confusion = Confusion::default();
    for case in cases(input) {
        let case = case?;
        confusion.add(case.stance, reading(&case).map(|reading| reading.stance));
    }
    Ok(confusion.report())
}

fn reading(case: &Case) -> Option<Reading<'_>> {
    crate::read(&case.question, &case.headline, &case.answer)
}

/// The cases of a file, one JSON object a line; empty lines are passed over. Ends after an error.
pub fn cases(mut input: impl BufRead) -> impl Iterator<Item = Result<Case, ReadError>> {
    let mut line = 0;
    let mut failed = false;
    std::iter::from_fn(move || {
        while !failed {
            line += 1;
            let next = next_case(&mut input, line).transpose()?;
            failed = next.is_err();
            match next {
                Ok(None) => {}
                Ok(Some(case)) => return Some(Ok(case)),
                Err(error) => return Some(Err(error)),
            }
        }
        None
    })
}

/// The next line: `None` at the end of the file, `Some(None)` for an empty line.
fn next_case(input: &mut impl BufRead, line: usize) -> Result<Option<Option<Case>>, ReadError> {
    let mut bytes = Vec::new();
    let read = std::io::Read::take(input, LONGEST_LINE + 1).read_until(b'\n', &mut bytes);
    let length = read.map_err(|source| ReadError::Input { line, source })? as u64;
    if length > LONGEST_LINE {
        return Err(ReadError::TooLong { line });
    }
    if length == 0 {
        return Ok(None);
    }
    if bytes.trim_ascii().is_empty() {
        return Ok(Some(None));
    }
    let case = serde_json::from_slice(&bytes).map_err(|source| ReadError::Case { line, source })?;
    Ok(Some(Some(case)))
}
