//! What SQLite is told when a file is opened, by the pool and on the caller's own thread.

use std::path::Path;

use sea_orm::{ConnectOptions, sqlx::sqlite::SqliteJournalMode};

use crate::Limits;

/// Bytes of a page in a new SQLite file. A question's answers come to some 15 kB: twice the usual size holds them in
/// half as many pages, and makes the trees above them lower.
const PAGE: u32 = 8192;

/// Statements that a connection that writes keeps compiled, a few kB each: those for some of many rows are a text for each
/// number of rows.
pub(crate) const WRITERS_STATEMENTS: usize = 1_000;

/// What SQLite is told on each connection that writes.
pub(crate) const WRITERS: [(&str, &str); 6] = [
    // What was committed is on disk.
    ("synchronous", "full"),
    ("foreign_keys", "on"),
    // What is deleted is overwritten: erasure of somebody's words reaches the file itself.
    ("secure_delete", "1"),
    ("temp_store", "memory"),
    ("cache_size", "-65536"),
    // Folding the log into the file holds everybody up, and the same parts are written again and again: 32 MB at once instead
    // of 8.
    ("wal_autocheckpoint", "4000"),
];

/// How the pool opens a file.
pub(crate) fn options(path: &Path, limits: Limits, writer: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new("sqlite::memory:");
    let path = path.to_owned();
    options
        .max_connections(if writer { 1 } else { limits.readers })
        .min_connections(1)
        .acquire_timeout(limits.acquire)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite = sqlite
                .in_memory(false)
                .shared_cache(false)
                .filename(&path)
                .create_if_missing(writer)
                .foreign_keys(true)
                .busy_timeout(limits.busy)
                .pragma("temp_store", "memory");
            if writer {
                let sqlite = sqlite.journal_mode(SqliteJournalMode::Wal).page_size(PAGE);
                let sqlite = sqlite.statement_cache_capacity(WRITERS_STATEMENTS);
                WRITERS.into_iter().fold(sqlite, |sqlite, (name, value)| sqlite.pragma(name, value))
            } else {
                sqlite.pragma("query_only", "1").pragma("cache_size", "-8192")
            }
        });
    options
}
