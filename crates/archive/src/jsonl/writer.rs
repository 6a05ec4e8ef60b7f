//! Writes records as canonical lines.

use crate::record::{Problem, Record, limits};
use std::io::{self, Write};
use thiserror::Error;

/// Why a record was not written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// The file could not be written.
    #[error("the archive could not be written: {0}")]
    Io(#[from] io::Error),
    /// The record could not be read back.
    #[error("a record does not fit the archive format: {0}")]
    Record(#[from] Problem),
}

/// Writes an archive line by line. What it writes, [`super::Reader`] reads back the same.
pub struct Writer<W: Write> {
    output: W,
}

impl<W: Write> Writer<W> {
    /// A writer to `output`, which should be buffered.
    pub fn new(output: W) -> Writer<W> {
        Writer { output }
    }

    /// Writes one record. A record that an import would refuse is refused here already.
    pub fn write(&mut self, record: &Record) -> Result<(), WriteError> {
        record.check()?;
        let mut line = record.canonical_json()?;
        if line.len() > limits::LINE {
            let length = line.len();
            return Err(
                Problem::new(format!("the line has {length} bytes; the limit is {}", limits::LINE)).into()
            );
        }
        line.push('\n');
        self.output.write_all(line.as_bytes())?;
        Ok(())
    }

    /// Flushes what was written and gives the output back.
    pub fn finish(mut self) -> io::Result<W> {
        self.output.flush()?;
        Ok(self.output)
    }
}
