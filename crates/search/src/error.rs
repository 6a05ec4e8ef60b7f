//! What can go wrong with an index, in words for an operator.

use std::path::PathBuf;

use tantivy::{TantivyError, directory::error::LockError};

/// Why the index could not do what was asked. The database is not touched by any of these.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody else writes.
    #[error(
        "the search index at {} is being written by another process; wait for it to end, or stop it", .0.display()
    )]
    Locked(PathBuf),
    /// No room is left.
    #[error(
        "the disk with the search index at {} is full; nothing that was committed is lost, make room and it goes on", .0.display()
    )]
    Full(PathBuf),
    /// Writing stopped.
    #[error(
        "the search index at {} can no longer be written ({why}); nothing that was committed is lost: look whether the disk \
         is full or fails, then it goes on", .at.display()
    )]
    Stopped {
        /// Where the index is.
        at: PathBuf,
        /// What was said.
        why: String,
    },
    /// Files are damaged.
    #[error("the search index at {} is damaged ({why}); `consilium reindex` builds it anew", .at.display())]
    Corrupt {
        /// Where the index is.
        at: PathBuf,
        /// What was found.
        why: String,
    },
    /// The system refuses.
    #[error("the search index at {} cannot be used: {why}; check the folder's owner and rights", .at.display())]
    Refused {
        /// Where the index is.
        at: PathBuf,
        /// What the system said.
        why: String,
    },
}

impl Error {
    /// What tantivy says, with the place.
    pub(crate) fn of(error: TantivyError, at: &std::path::Path) -> Self {
        let at = at.to_owned();
        match &error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Locked(at),
            // Behind the lock, an error of the disk is wrapped in several layers of its own.
            _ if is_full(&error.to_string()) => Self::Full(at),
            // The thread that writes ended; why, only it knew.
            TantivyError::ErrorInThread(_) | TantivyError::Poisoned => {
                Self::Stopped { at, why: error.to_string() }
            }
            TantivyError::IoError(why) => Self::of_io(why, &at),
            TantivyError::LockFailure(LockError::IoError(why), _) => Self::of_io(why, &at),
            TantivyError::OpenDirectoryError(_) => Self::Refused { at, why: error.to_string() },
            _ => Self::Corrupt { at, why: brief(&error) },
        }
    }

    /// The same with where the damage is, for what is found while searching.
    pub fn in_folder(self, root: &std::path::Path) -> Self {
        match self {
            Self::Corrupt { why, .. } => Self::Corrupt { at: root.to_owned(), why },
            other => other,
        }
    }

    /// What the system says, with the place.
    pub(crate) fn of_io(error: &std::io::Error, at: &std::path::Path) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull || is_full(&error.to_string()) {
            return Self::Full(at.to_owned());
        }
        if error.kind() == std::io::ErrorKind::UnexpectedEof
            || error.kind() == std::io::ErrorKind::InvalidData
        {
            return Self::Corrupt { at: at.to_owned(), why: error.to_string() };
        }
        Self::Refused { at: at.to_owned(), why: error.to_string() }
    }
}

/// What was said, without the innards of whoever said it.
pub(crate) fn brief(error: &TantivyError) -> String {
    let text = error.to_string();
    let said = text.split(['{', '\n']).next().unwrap_or_default();
    said.trim_end_matches(|char: char| !char.is_alphanumeric()).to_owned()
}

fn is_full(text: &str) -> bool {
    text.contains("No space left") || text.contains("StorageFull") || text.contains("Quota exceeded")
}
