//! Connections that read a SQLite file on the caller's own thread.
//!
//! The pool's driver hands each statement to a thread of its own, which costs more than reading a few rows that the
//! system has in memory. The few statements that every cold page runs are read here instead, without a hand-over.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, config::DbConfig};
use sea_orm::{DbErr, Value};

use crate::{
    Limits, local,
    local::{closed, run, said},
    row::{FromRow, Places},
};

/// Statements that a connection keeps compiled: more than there are prepared queries, and those for some of many rows, which
/// are a text for each number of rows.
const KEPT_STATEMENTS: usize = 256;

/// How long to wait for a lock. Readers hardly ever meet one, after a crash or beside a foreign program; and whoever
/// waits here keeps a thread from everybody else.
const PATIENCE: Duration = Duration::from_millis(100);

/// Connections to one file, opened when none is idle. Nobody holds one across a wait, so there are never more than
/// threads that read at once.
#[derive(Clone, Debug)]
pub(crate) struct Inline(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    mapped: u64,
    /// None once closed.
    idle: Mutex<Option<Vec<Connection>>>,
}

impl Inline {
    /// Opens nothing yet.
    pub(crate) fn new(path: PathBuf, limits: Limits) -> Self {
        Self(Arc::new(Shared { path, mapped: limits.mapped, idle: Mutex::new(Some(Vec::new())) }))
    }

    /// A connection that sees one moment until it is let go.
    pub(crate) fn hold(&self) -> Result<Held, DbErr> {
        let idle = self.idle().as_mut().ok_or_else(closed)?.pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.open().map_err(said)?,
        };
        run(&connection, "BEGIN").map_err(said)?;
        Ok(Held { connection: Some(connection), home: self.clone() })
    }

    fn take_back(&self, connection: Connection) {
        // One that can't end its transaction is of no use to the next reader.
        if run(&connection, "COMMIT").is_err() {
            return;
        }
        if let Some(idle) = self.idle().as_mut() {
            idle.push(connection);
        }
    }

    /// Closes what is idle; what is still reading closes when it has read.
    pub(crate) fn close(&self) {
        drop(self.idle().take());
    }

    fn idle(&self) -> MutexGuard<'_, Option<Vec<Connection>>> {
        // A list of idle connections is sound whoever panicked while holding it.
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.0.path, flags)?;
        self.set_up(&connection)?;
        Ok(connection)
    }

    fn set_up(&self, connection: &Connection) -> rusqlite::Result<()> {
        connection.busy_timeout(PATIENCE)?;
        // A plan must not depend on the values bound, or each new value would have it made anew.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(KEPT_STATEMENTS);
        connection.pragma_update(None, "temp_store", "memory")?;
        connection.pragma_update(None, "cache_size", -8192)?;
        let mapped = i64::try_from(self.0.mapped).unwrap_or(i64::MAX);
        connection.pragma_update(None, "mmap_size", mapped)
    }
}

/// A connection in use.
pub(crate) struct Held {
    /// Taken when it goes home.
    connection: Option<Connection>,
    home: Inline,
}

impl Held {
    /// Every row of a query, read at once.
    pub(crate) fn all<T: FromRow>(
        &self,
        sql: &str,
        places: &Places<T>,
        values: &[Value],
    ) -> Result<Vec<T>, DbErr> {
        let connection = self.connection.as_ref().ok_or_else(closed)?;
        local::all(connection, sql, places, values)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.home.take_back(connection);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_of_a_file_can_be_mapped_than_sqlite_allows_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.sqlite");
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE row (id INTEGER)").unwrap();
        let inline = Inline::new(path, Limits { mapped: 64_000_000_000, ..Limits::default() });
        let mapped: i64 = inline.open().unwrap().query_row("PRAGMA mmap_size", [], |row| row.get(0)).unwrap();
        assert_eq!(mapped, 64_000_000_000, "SQLITE_MAX_MMAP_SIZE is set in .cargo/config.toml");
    }
}
