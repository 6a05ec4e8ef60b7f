//! Reads an archive line by line; a bad line is refused with its reason and the rest is read on.

use super::lines::{Lines, RawLine};
use crate::record::{Header, Record, escaped_excerpt, limits};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead};
use thiserror::Error;

/// How much of a refused line is quoted, in characters.
const EXCERPT: usize = 120;

/// One line of an archive that holds something.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Counted from 1.
    pub number: u64,
    /// Bytes from the start of the file to the start of the line.
    pub offset: u64,
    /// The record on the line, or why there is none.
    pub record: Result<Record, Refusal>,
}

/// Why one line was not read, for the rejects file.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize)]
#[error("line {line}: {reason}")]
pub struct Refusal {
    /// The line in its file, counted from 1.
    pub line: u64,
    /// What is wrong and what to do.
    pub reason: String,
    /// The beginning of the line, with control characters escaped.
    pub excerpt: String,
}

/// Why a whole archive cannot be read on.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The file could not be read.
    #[error("the file could not be read: {0}")]
    Io(#[from] io::Error),
    /// A later release wrote it.
    #[error(
        "the archive has version {found}, and this release reads version {}; import it with a newer release of Consilium",
        Header::VERSION
    )]
    NewerVersion {
        /// The version in the archive's first line.
        found: u64,
    },
    /// It is something else.
    #[error("{0}")]
    NotAnArchive(&'static str),
}

/// Reads the records of an archive one after another, in bounded memory. Blank lines are skipped.
///
/// After an error the iterator ends; after a refused line it goes on with the next.
pub struct Reader<R> {
    lines: Lines<R>,
    number: u64,
    seen_content: bool,
    done: bool,
}

impl<R: BufRead> Reader<R> {
    /// A reader from the start of an archive.
    pub fn new(input: R) -> Reader<R> {
        Reader { lines: Lines::new(input, limits::LINE), number: 0, seen_content: false, done: false }
    }

    /// Bytes read so far, for a progress bar.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.lines.position()
    }

    fn step(&mut self) -> Result<Option<Line>, ReadError> {
        while let Some(raw) = self.lines.next()? {
            self.number += 1;
            if self.number == 1 {
                if let Some(found) = foreign_format(&self.lines.buffer) {
                    return Err(ReadError::NotAnArchive(found));
                }
                if self.lines.buffer.starts_with(b"\xef\xbb\xbf") {
                    self.lines.buffer.drain(..3);
                }
            }
            if !raw.too_long && self.lines.buffer.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let first = !std::mem::replace(&mut self.seen_content, true);
            let record = self.record(&raw, first)?;
            return Ok(Some(Line { number: self.number, offset: raw.offset, record }));
        }
        Ok(None)
    }

    fn record(&self, raw: &RawLine, first: bool) -> Result<Result<Record, Refusal>, ReadError> {
        let bytes = &self.lines.buffer;
        if raw.too_long {
            let reason =
                format!("the line is longer than {} bytes, the limit; split or shorten it", limits::LINE);
            return Ok(Err(self.refuse(reason)));
        }
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let column = error.valid_up_to() + 1;
                return Ok(Err(self.refuse(format!("byte {column} is not UTF-8; save the file as UTF-8"))));
            }
        };
        if first {
            refuse_newer(text)?;
        }
        let record = Record::parse(text).map_err(|problem| {
            let mut reason = problem.to_string();
            if raw.unfinished {
                reason.push_str(
                    "; the file ends in the middle of this line, so it was probably cut short: get it again",
                );
            }
            self.refuse(reason)
        });
        if !first && matches!(record, Ok(Record::Archive(_))) {
            let reason = "the archive's header can only be its first line; remove this one".to_owned();
            return Ok(Err(self.refuse(reason)));
        }
        Ok(record)
    }

    fn refuse(&self, reason: String) -> Refusal {
        // A character has at most four bytes, so this much is always enough for the excerpt.
        let start = &self.lines.buffer[..self.lines.buffer.len().min(4 * (EXCERPT + 1))];
        Refusal {
            line: self.number,
            reason,
            excerpt: escaped_excerpt(&String::from_utf8_lossy(start), EXCERPT),
        }
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Line, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let step = self.step().transpose();
        self.done = !matches!(step, Some(Ok(_)));
        step
    }
}

/// Stops at a header of a later version before its unknown fields could be taken for mistakes.
fn refuse_newer(text: &str) -> Result<(), ReadError> {
    #[derive(Deserialize)]
    struct Peek {
        kind: String,
        version: u64,
    }
    match serde_json::from_str::<Peek>(text) {
        Ok(peek) if peek.kind == "archive" && peek.version > u64::from(Header::VERSION) => {
            Err(ReadError::NewerVersion { found: peek.version })
        }
        _ => Ok(()),
    }
}

/// Recognises files that people hand over by mistake, by their first bytes.
fn foreign_format(start: &[u8]) -> Option<&'static str> {
    const KNOWN: &[(&[u8], &str)] = &[
        (b"\x1f\x8b", "this is a gzip file; unpack it first (gunzip)"),
        (b"PK\x03\x04", "this is a zip file; unpack it first (unzip)"),
        (b"BZh", "this is a bzip2 file; unpack it first (bunzip2)"),
        (b"\xfd7zXZ", "this is an xz file; unpack it first (unxz)"),
        (b"\x28\xb5\x2f\xfd", "this is a zstd file; unpack it first (unzstd)"),
        (b"\xff\xfe", "this file is UTF-16; save it as UTF-8"),
        (b"\xfe\xff", "this file is UTF-16; save it as UTF-8"),
        (b"SQLite format 3", "this is an SQLite database, not an archive; use --database to open it"),
        (b"<", "this looks like HTML or XML, not an archive with one JSON record a line"),
        (
            b"[",
            "this is a JSON list; an archive has one JSON record a line, without brackets or commas between",
        ),
    ];
    KNOWN.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, message)| *message)
}
