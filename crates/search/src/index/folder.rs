//! The folder of an index: generations beside one another, and a file that names the one in use.
//!
//! ```text
//! search/current        the name of the generation in use, moved into place
//! search/rebuild.lock   held by whoever builds a new one
//! search/7/             tantivy's files
//! search/7/format       what the words in it look like
//! ```

use std::{
    fs::{self, File, TryLockError},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

use crate::{analysis, error::Error};

const CURRENT: &str = "current";
const FORMAT: &str = "format";
const LOCK: &str = "rebuild.lock";

/// What the files look like. Raised with the fields of the schema.
const FIELDS: u32 = 3;

fn format() -> String {
    format!("fields {FIELDS}, words {}\n", analysis::VERSION)
}

/// The folder with everything of one index.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    pub(super) root: PathBuf,
}

impl Folder {
    fn failure(&self, error: &std::io::Error) -> Error {
        Error::of_io(error, &self.root)
    }

    /// The generation in use, if there is one.
    pub(super) fn current(&self) -> Result<Option<u64>, Error> {
        match fs::read_to_string(self.root.join(CURRENT)) {
            Ok(name) => match name.trim().parse() {
                Ok(number) => Ok(Some(number)),
                Err(_) => {
                    let why = format!("{CURRENT} names no generation");
                    Err(Error::Corrupt { at: self.root.clone(), why })
                }
            },
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.failure(&error)),
        }
    }

    pub(super) fn generation(&self, number: u64) -> PathBuf {
        self.root.join(number.to_string())
    }

    /// Whether a generation was written by this format.
    pub(super) fn is_of_today(&self, number: u64) -> bool {
        fs::read_to_string(self.generation(number).join(FORMAT)).is_ok_and(|text| text == format())
    }

    /// Makes an empty generation, after all there are. What an earlier builder left half done goes.
    pub(super) fn begin(&self) -> Result<u64, Error> {
        let current = self.current().ok().flatten();
        self.clear(current)?;
        let number = current.map_or(1, |number| number + 1);
        let folder = self.generation(number);
        fs::create_dir_all(&folder).map_err(|e| self.failure(&e))?;
        fs::write(folder.join(FORMAT), format()).map_err(|e| self.failure(&e))?;
        Ok(number)
    }

    /// Removes what is not in use, unless somebody is building it.
    pub(super) fn tidy(&self) -> Result<(), Error> {
        match self.lock() {
            Ok(_lock) => self.clear(self.current()?),
            Err(Error::Locked(_)) => Ok(()),
            Err(other) => Err(other),
        }
    }

    /// Makes a generation the one in use. Readers of the old one keep its files open until they let go.
    pub(super) fn put_in_use(&self, number: u64) -> Result<(), Error> {
        let write = || -> std::io::Result<()> {
            let beside = self.root.join("current.new");
            let mut file = File::create(&beside)?;
            writeln!(file, "{number}")?;
            file.sync_all()?;
            fs::rename(&beside, self.root.join(CURRENT))?;
            File::open(&self.root)?.sync_all()
        };
        write().map_err(|e| self.failure(&e))
    }

    /// Removes every generation but one.
    pub(super) fn clear(&self, keep: Option<u64>) -> Result<(), Error> {
        let remove = || -> std::io::Result<()> {
            for file in fs::read_dir(&self.root)? {
                let file = file?;
                let number = file.file_name().to_str().and_then(|name| name.parse::<u64>().ok());
                if number.is_some() && number != keep {
                    fs::remove_dir_all(file.path())?;
                }
            }
            Ok(())
        };
        remove().map_err(|e| self.failure(&e))
    }

    /// Holds the right to build a new generation, until the file is dropped or the process ends.
    pub(super) fn lock(&self) -> Result<File, Error> {
        fs::create_dir_all(&self.root).map_err(|e| self.failure(&e))?;
        let file = File::create(self.root.join(LOCK)).map_err(|e| self.failure(&e))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(Error::Locked(self.root.clone())),
            Err(TryLockError::Error(error)) => Err(self.failure(&error)),
        }
    }

    pub(super) fn of(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }
}
