//! What can be wrong with a model's folder, told so that an operator knows what to do.

use std::{fmt::Display, io};

use thiserror::Error;

/// Why a folder is no model that this program can use: which file, what is wrong with it, what to do.
#[derive(Debug, Error)]
#[error("{file}: {wrong}. {advice}")]
pub struct ModelError {
    file: String,
    wrong: String,
    advice: &'static str,
}

/// The folder lacks something or something in it is broken.
pub(crate) const AGAIN: &str = "Download the whole folder of the model again";
/// The folder is sound, but not for this program.
pub(crate) const OTHER: &str =
    "Take a model of the BERT family in the layout of sentence-transformers, such as all-MiniLM-L6-v2";

impl ModelError {
    pub(crate) fn new(file: impl Display, wrong: impl Display, advice: &'static str) -> Self {
        Self { file: file.to_string(), wrong: wrong.to_string(), advice }
    }

    /// A file that is damaged or half there.
    pub(crate) fn broken(file: impl Display, wrong: impl Display) -> Self {
        Self::new(file, wrong, AGAIN)
    }

    /// A file of a model that this program can't run.
    pub(crate) fn unknown(file: impl Display, wrong: impl Display) -> Self {
        Self::new(file, wrong, OTHER)
    }

    /// The system refused.
    pub(crate) fn io(file: impl Display, error: &io::Error) -> Self {
        let advice = match error.kind() {
            io::ErrorKind::NotFound => AGAIN,
            io::ErrorKind::PermissionDenied => "Let the user that runs this program read and write it",
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                "Make room on the disk and try again"
            }
            _ => "Look at the disk, then try again",
        };
        Self::new(file, error, advice)
    }
}
