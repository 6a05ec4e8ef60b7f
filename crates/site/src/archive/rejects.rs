//! The files that list what was refused and what was kept back: one JSON object a line, with file, line, reason and the
//! record's beginning.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

/// A record that was not taken in, or not as it is, with what there is to say about it.
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

/// Written from the first line on; without one there is no file.
pub(super) struct Rejects {
    path: Option<PathBuf>,
    file: Option<BufWriter<File>>,
}

impl Rejects {
    /// Removes what an earlier import left at the path, so that the file always speaks of this one. Any other file
    /// that is there is left alone, and that is an error.
    pub(super) fn new(path: Option<PathBuf>) -> io::Result<Self> {
        if let Some(path) = path.as_deref() {
            match is_ours(path) {
                Ok(true) => std::fs::remove_file(path)?,
                Ok(false) => return Err(taken(path)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
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

/// Whether a file is one that an earlier import wrote: empty, or beginning with a line as written here.
fn is_ours(path: &Path) -> io::Result<bool> {
    let mut first = Vec::new();
    BufReader::new(File::open(path)?).take(LONGEST_FIRST).read_until(b'\n', &mut first)?;
    Ok(first.is_empty() || serde_json::from_slice::<Line>(&first).is_ok())
}

/// More than a line of ours can have, and little enough to read of a file that is none of ours.
const LONGEST_FIRST: u64 = 64 * 1024;

/// A line as [`Rejected`] is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only whether a line reads so is asked")]
struct Line {
    file: String,
    line: u64,
    reason: String,
    excerpt: String,
}

fn taken(path: &Path) -> io::Error {
    let what = format!(
        "{} is there already and is no list of an import; move it away, or name another file with --rejects or --kept",
        path.display()
    );
    io::Error::new(io::ErrorKind::AlreadyExists, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_earlier_list_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rejects");
        for other in ["# A readme\n", "{\"kind\":\"source\"}\n", "\u{0}\u{1}"] {
            std::fs::write(&path, other).unwrap();
            assert!(Rejects::new(Some(path.clone())).is_err(), "{other}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), other, "it is left as it was");
        }
        std::fs::remove_file(&path).unwrap();
        let rejected = Rejected { file: "a".into(), line: 1, reason: "r".into(), excerpt: "e".into() };
        Rejects::new(Some(path.clone())).unwrap().write(&[rejected]).unwrap();
        assert!(path.exists());
        Rejects::new(Some(path.clone())).unwrap();
        assert!(!path.exists(), "an earlier list makes way");
    }
}
