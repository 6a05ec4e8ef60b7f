//! Why an import or an export could not go on. Each message says what to do.

use std::io;

use archive::jsonl::{ReadError, WriteError};
use db::{Trouble, sea_orm::DbErr};

/// Why an import stopped. What its finished batches wrote stays; the same command goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file can't be opened or read.
    #[error("{file} can't be read: {source}. Check that it exists and that you may read it.")]
    File {
        /// The file as it was named.
        file: String,
        /// What the system said.
        source: io::Error,
    },
    /// A file is no archive, or one of a later version.
    #[error("{file}: {source}")]
    Archive {
        /// The file as it was named.
        file: String,
        /// What is wrong with it.
        source: ReadError,
    },
    /// What is said about the source of page text is not right.
    #[error("{0}")]
    Source(String),
    /// The list of rejects can't be written.
    #[error("the list of rejects can't be written: {0}. Name another file for it, or make room.")]
    Rejects(#[source] io::Error),
    /// The database said no.
    #[error("the database refused: {0}. {advice}", advice = Trouble::of(.0).advice())]
    Database(#[from] DbErr),
}

/// Why an export stopped.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The archive can't be written.
    #[error("{0}. Check that there is room and that you may write there.")]
    Write(#[from] WriteError),
    /// The database said no.
    #[error("the database refused: {0}. {advice}", advice = Trouble::of(.0).advice())]
    Database(#[from] DbErr),
}
