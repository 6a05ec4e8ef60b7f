//! Changes that are made on the caller's own thread.
//!
//! The pool's driver hands each statement to a thread of its own and waits for its answer. For a thread that does nothing but
//! make changes, one after another, those hand-overs take longer than the statements.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, OpenFlags, config::DbConfig};
use sea_orm::{
    ConnAcquireErr, DatabaseTransaction, DbBackend, DbErr, RuntimeErr, SqlxError, Statement,
    StatementBuilder, Value,
    sqlx::{Sqlite, pool::PoolConnection},
};

use crate::{
    Db, FromRow, Limits,
    local::{self, closed, run, said},
    row::Places,
    sqlite,
    statements::Statements,
};

/// The connection for such changes to one file. There is one: no two changes are made at the same time.
#[derive(Clone, Debug)]
pub(crate) struct Home(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    limits: Limits,
    idle: Mutex<Idle>,
}

#[derive(Debug)]
enum Idle {
    /// To be opened, or in use.
    None,
    Open(Connection),
    Closed,
}

impl Home {
    /// Opens nothing yet.
    pub(crate) fn new(path: PathBuf, limits: Limits) -> Self {
        Self(Arc::new(Shared { path, limits, idle: Mutex::new(Idle::None) }))
    }

    fn take(&self) -> Result<Connection, DbErr> {
        let mut idle = self.idle();
        match std::mem::replace(&mut *idle, Idle::None) {
            Idle::Open(connection) => Ok(connection),
            Idle::None => self.open().map_err(said),
            Idle::Closed => {
                *idle = Idle::Closed;
                Err(closed())
            }
        }
    }

    fn take_back(&self, connection: Connection) {
        let mut idle = self.idle();
        if matches!(*idle, Idle::None) {
            *idle = Idle::Open(connection);
        }
    }

    /// Closes it; should it be in use, it is closed after that.
    pub(crate) fn close(&self) {
        *self.idle() = Idle::Closed;
    }

    fn idle(&self) -> MutexGuard<'_, Idle> {
        // Whether a connection is idle is sound whoever panicked while looking.
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.0.path, flags)?;
        connection.busy_timeout(self.0.limits.busy)?;
        // A plan must not depend on the values bound, or each new value would have it made anew.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(sqlite::WRITERS_STATEMENTS);
        for (name, value) in sqlite::WRITERS {
            connection.pragma_update(None, name, value)?;
        }
        Ok(connection)
    }
}

/// A change in the making, on the caller's thread where the database is a file: for a thread on which nobody else waits. Dropped
/// before it is committed, nothing of it happens.
pub struct Here(Way);

enum Way {
    File(File),
    Server(DatabaseTransaction),
}

struct File {
    /// None once it is through. Each statement has it for itself.
    connection: Mutex<Option<Connection>>,
    home: Home,
    /// Whoever holds the pool's writing connection writes; this one goes back when the change is through.
    _turn: PoolConnection<Sqlite>,
}

impl Db {
    /// Begins a change on the caller's own thread, which stands still while the database works and while the disk does.
    ///
    /// # Errors
    /// As [`Db::begin`].
    pub async fn begin_here(&self) -> Result<Here, DbErr> {
        let Some(home) = self.home() else { return Ok(Here(Way::Server(self.begin().await?))) };
        let turn = self.writer().get_sqlite_connection_pool().acquire().await.map_err(not_acquired)?;
        let file = File { connection: Mutex::new(Some(home.take()?)), home: home.clone(), _turn: turn };
        file.with(|connection| run(connection, "BEGIN IMMEDIATE").map_err(said))?;
        Ok(Here(Way::File(file)))
    }
}

fn not_acquired(error: SqlxError) -> DbErr {
    match error {
        SqlxError::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        SqlxError::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
        other => DbErr::Conn(RuntimeErr::SqlxError(other.into())),
    }
}

impl File {
    fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T, DbErr>) -> Result<T, DbErr> {
        work(self.connection().as_ref().ok_or_else(closed)?)
    }

    fn connection(&self) -> MutexGuard<'_, Option<Connection>> {
        // A statement that panicked is undone with its change.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let Some(connection) = self.connection().take() else { return };
        // One that can't end its transaction is of no use to the next change.
        if connection.is_autocommit() || run(&connection, "ROLLBACK").is_ok() {
            self.home.take_back(connection);
        }
    }
}

fn built(statement: &impl StatementBuilder) -> (String, Vec<Value>) {
    let Statement { sql, values, .. } = DbBackend::Sqlite.build(statement);
    (sql, values.map_or_else(Vec::new, |values| values.0))
}

impl Statements for Here {
    async fn rows<T: FromRow + Send>(&self, query: &impl StatementBuilder) -> Result<Vec<T>, DbErr> {
        match &self.0 {
            Way::File(file) => {
                let (sql, values) = built(query);
                file.with(|connection| local::all(connection, &sql, &Places::new(), &values))
            }
            Way::Server(tx) => tx.rows(query).await,
        }
    }

    async fn run(&self, statement: &impl StatementBuilder) -> Result<u64, DbErr> {
        match &self.0 {
            Way::File(file) => {
                let (sql, values) = built(statement);
                file.with(|connection| local::execute(connection, &sql, &values))
            }
            Way::Server(tx) => tx.run(statement).await,
        }
    }

    async fn commit(self) -> Result<(), DbErr> {
        match self.0 {
            Way::File(file) => file.with(|connection| run(connection, "COMMIT").map_err(said)),
            Way::Server(tx) => Statements::commit(tx).await,
        }
    }
}
