//! The file that lists what was refused: one JSON object a line, with file, line, reason and the record's beginning.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::PathBuf,
    sync::Arc,
};

use serde::Serialize;

/// A record that was not taken in, with what there is to say about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rejected {
    /// The file as it was named.
    pub file: Arc<str>,
    /// The line in it, from 1.
    pub line: u64,
    /// What is wrong and what to do.
    pub reason: String,
    /// How the record begins.
    pub excerpt: String,
}

/// Written from the first refusal on; without one there is no file.
pub(super) struct Rejects {
    path: Option<PathBuf>,
    file: Option<BufWriter<File>>,
}

impl Rejects {
    /// Removes what an earlier import left at the path, so that the file always speaks of this one.
    pub(super) fn new(path: Option<PathBuf>) -> io::Result<Self> {
        match path.as_deref().map(std::fs::remove_file) {
            Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        Ok(Self { path, file: None })
    }

    pub(super) fn write(&mut self, rejected: &[Rejected]) -> io::Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        if rejected.is_empty() {
            return Ok(());
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(BufWriter::new(File::create(path)?)),
        };
        for one in rejected {
            serde_json::to_writer(&mut *file, one)?;
            file.write_all(b"\n")?;
        }
        // Kept whole at every batch, so that an import that is killed leaves a file that can be read.
        file.flush()
    }

    /// Where the file is, when there is one.
    pub(super) fn written(self) -> Option<PathBuf> {
        self.file.and(self.path)
    }
}
