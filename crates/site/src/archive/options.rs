//! How an import is run, and how it tells how far it is.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// Set from anywhere, for example when the operator presses Ctrl-C; looked at between batches.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks the work to stop after the batch in hand.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How an import is run.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// Do everything, report it, and roll it back.
    pub dry_run: bool,
    /// The time to note, in Unix seconds.
    pub now: i64,
    /// Looked at between batches.
    pub cancel: Cancel,
    /// Where to list what is refused; without a path it is only counted.
    pub rejects: Option<PathBuf>,
    /// Where to list what stays as it was changed here; without a path it is only counted.
    pub kept: Option<PathBuf>,
    /// Records a transaction, at most.
    pub batch_records: usize,
    /// Bytes of records a transaction, about.
    pub batch_bytes: u64,
}

impl ImportOptions {
    /// The ordinary way, at this time.
    pub fn at(now: i64) -> Self {
        Self {
            dry_run: false,
            now,
            cancel: Cancel::default(),
            rejects: None,
            kept: None,
            batch_records: 1_000,
            batch_bytes: 2 * 1024 * 1024,
        }
    }
}

/// How far an import or an export is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Records dealt with.
    pub records: u64,
    /// Bytes read of all files together.
    pub bytes: u64,
    /// Bytes of all files together, when that is known.
    pub total_bytes: Option<u64>,
}

/// Told after every batch.
pub type OnProgress<'a> = &'a mut (dyn FnMut(Progress) + Send);
