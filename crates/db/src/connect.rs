//! Opening a database: SQLite in a file of its own, or PostgreSQL at an address.

use std::{path::PathBuf, time::Duration};

use sea_orm::{
    AccessMode, ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, RuntimeErr, SqliteTransactionMode, SqlxError, TransactionOptions, TransactionTrait,
    sqlx::{Connection, PgConnection},
};
use sea_orm_migration::MigratorTrait;

use crate::{
    Trouble,
    here::Home,
    inline::Inline,
    migration::{self, Migrator},
    sqlite,
};

/// Which database to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL server's address, `postgres://user@host/name`.
    Server(String),
}

impl Target {
    /// Reads an address: `sqlite:PATH`, `postgres://…` or `postgresql://…`.
    ///
    /// # Errors
    /// [`OpenError::Address`] for anything else.
    pub fn parse(address: &str) -> Result<Self, OpenError> {
        if let Some(rest) = address.strip_prefix("sqlite:") {
            let path = rest.strip_prefix("//").unwrap_or(rest);
            let path = path.split('?').next().unwrap_or(path);
            if !path.is_empty() && path != ":memory:" {
                return Ok(Self::File(PathBuf::from(path)));
            }
        } else if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return Ok(Self::Server(address.to_owned()));
        }
        Err(OpenError::Address)
    }

    /// The address without its password, for messages.
    pub fn shown(&self) -> String {
        match self {
            Self::File(path) => format!("sqlite:{}", path.display()),
            Self::Server(url) => without_password(url),
        }
    }
}

/// An address as messages show it: neither what stands before the `@`, apart from the user, nor the query, either of
/// which may hold a password.
fn without_password(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    match address.rsplit_once('@') {
        Some((login, place)) => format!("{scheme}://{}@{place}", login.split(':').next().unwrap_or_default()),
        // The password itself holds a question mark: nothing of it can be told apart.
        None if query.contains('@') => format!("{scheme}://…"),
        None => format!("{scheme}://{address}"),
    }
}

/// Why a database could not be opened. Each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is of no known kind.
    #[error("the database address is not understood; write sqlite:PATH or postgres://USER@HOST/NAME")]
    Address,
    /// It is not there or has nothing in it, and was not to be created.
    #[error(
        "there is no database at {0}; run `consilium migrate` to create one, or name another with --database"
    )]
    Missing(String),
    /// It is there and holds tables, but none of Consilium's.
    #[error(
        "the database at {0} holds tables that are not Consilium's; name another with --database, or run `consilium migrate` to add Consilium's to it"
    )]
    Foreign(String),
    /// Whether it is there can't be told.
    #[error(
        "the database at {0} cannot be reached: {1}; run the command as the user that owns the data folder"
    )]
    NoAccess(String, std::io::Error),
    /// It was written by a newer Consilium.
    #[error(
        "the database at {0} was written by a newer version of Consilium (it has {1}); run that version or a later one"
    )]
    Newer(String, String),
    /// It lacks migrations that this version needs.
    #[error(
        "the database at {0} is of an older version; stop the server, back it up, then run `consilium migrate`"
    )]
    Older(String),
    /// The database said no.
    #[error("the database at {shown} cannot be opened: {}. {}", Trouble::said(source), trouble.advice())]
    Database {
        /// The address without its password.
        shown: String,
        /// What kind of trouble it is.
        trouble: Trouble,
        /// What the database said.
        source: DbErr,
    },
}

/// How many connections and how much patience.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections that read at the same time.
    pub readers: u32,
    /// How long to wait for another writer.
    pub busy: Duration,
    /// How long to wait for a free connection or for the server.
    pub acquire: Duration,
    /// Bytes of a SQLite file that a page's look-ups read as memory, instead of copying each part of it.
    pub mapped: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            readers: 4,
            busy: Duration::from_secs(5),
            acquire: Duration::from_secs(5),
            mapped: 64_000_000_000,
        }
    }
}

/// An open database: many readers and one writer on SQLite, one pool on PostgreSQL.
#[derive(Clone, Debug)]
pub struct Db {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    inline: Option<Inline>,
    home: Option<Home>,
    shown: String,
}

impl Db {
    /// Opens a database that must exist and be of this version.
    ///
    /// # Errors
    /// [`OpenError`], each with what to do.
    pub async fn open(target: &Target, limits: Limits) -> Result<Self, OpenError> {
        if let Target::File(path) = target {
            match path.try_exists() {
                Ok(true) => {}
                Ok(false) => return Err(OpenError::Missing(target.shown())),
                Err(error) => return Err(OpenError::NoAccess(target.shown(), error)),
            }
        }
        let db = Self::connect(target, limits).await?;
        db.check_version(false).await?;
        Ok(db)
    }

    /// Opens a database, creating it where it is a file that does not exist, and brings it to this version.
    ///
    /// # Errors
    /// [`OpenError`], each with what to do.
    pub async fn open_or_create(target: &Target, limits: Limits) -> Result<Self, OpenError> {
        let db = Self::connect(target, limits).await?;
        db.check_version(true).await?;
        Migrator::up(&db.writer, None).await.map_err(|e| db.trouble(e))?;
        Ok(db)
    }

    async fn connect(target: &Target, limits: Limits) -> Result<Self, OpenError> {
        let shown = target.shown();
        let failed = |source: DbErr| OpenError::Database {
            shown: shown.clone(),
            trouble: Trouble::of(&source),
            source,
        };
        let (writer, reader, local) = match target {
            Target::File(path) => {
                // The writer comes first: it creates the file and its write-ahead log, without which none can read.
                let writer = Database::connect(sqlite::options(path, limits, true)).await.map_err(failed)?;
                let reader = Database::connect(sqlite::options(path, limits, false)).await.map_err(failed)?;
                let local = (Inline::new(path.clone(), limits), Home::new(path.clone(), limits));
                (writer, reader, Some(local))
            }
            Target::Server(url) => {
                knock(url, limits.acquire).await.map_err(failed)?;
                let pool = Database::connect(postgres(url, limits)).await.map_err(failed)?;
                (pool.clone(), pool, None)
            }
        };
        let (inline, home) = local.unzip();
        Ok(Self { reader, writer, inline, home, shown })
    }

    async fn check_version(&self, may_be_older: bool) -> Result<(), OpenError> {
        let known = migration::known();
        let applied = migration::applied(&self.reader).await.map_err(|e| self.trouble(e))?;
        if let Some(newer) = applied.iter().find(|name| !known.contains(name)) {
            return Err(OpenError::Newer(self.shown.clone(), newer.clone()));
        }
        if !may_be_older && applied.is_empty() {
            let blank = self.is_blank().await.map_err(|e| self.trouble(e))?;
            return Err(if blank {
                OpenError::Missing(self.shown.clone())
            } else {
                OpenError::Foreign(self.shown.clone())
            });
        }
        if !may_be_older && applied.len() < known.len() {
            return Err(OpenError::Older(self.shown.clone()));
        }
        Ok(())
    }

    fn trouble(&self, source: DbErr) -> OpenError {
        OpenError::Database { shown: self.shown.clone(), trouble: Trouble::of(&source), source }
    }

    /// For reading. On SQLite these connections cannot write.
    pub fn read(&self) -> &DatabaseConnection {
        &self.reader
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// For [`crate::Prepared`]: SQLite without another thread.
    pub(crate) fn inline(&self) -> Option<&Inline> {
        self.inline.as_ref()
    }

    /// For [`Db::begin_here`]: SQLite without another thread.
    pub(crate) fn home(&self) -> Option<&Home> {
        self.home.as_ref()
    }

    /// Opens the transaction of one write. What it commits is on disk when `commit` returns.
    ///
    /// # Errors
    /// [`Trouble::Locked`] when another writer keeps the lock for longer than the limit, and whatever else the database says.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        // IMMEDIATE takes the write lock at once: a lock that is upgraded half-way can fail without waiting.
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        match self.writer.get_database_backend() {
            DbBackend::Sqlite => self.writer.begin_with_options(options).await,
            _ => {
                let writer = self.writer.clone();
                to_the_end(async move { writer.begin().await }).await
            }
        }
    }

    /// Opens a transaction that sees one moment of the whole database, whatever is written meanwhile.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        match self.reader.get_database_backend() {
            DbBackend::Postgres => {
                let reader = self.reader.clone();
                let (isolation, access) = (IsolationLevel::RepeatableRead, AccessMode::ReadOnly);
                to_the_end(async move { reader.begin_with_config(Some(isolation), Some(access)).await }).await
            }
            // Every SQLite transaction sees one moment.
            _ => self.reader.begin().await,
        }
    }

    /// The address without its password, for messages.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// Which database it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self.reader.get_database_backend() {
            DbBackend::Postgres => "PostgreSQL",
            _ => "SQLite",
        }
    }

    /// Closes every connection; on SQLite the write-ahead log is folded into the file.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn close(self) -> Result<(), DbErr> {
        // The writer goes last: who closes last folds the log into the file.
        if let Some(inline) = &self.inline {
            inline.close();
        }
        if let Some(home) = &self.home {
            home.close();
        }
        self.reader.close().await?;
        self.writer.close().await
    }
}

/// Waits until a server lets us in, as long as it may only be starting. A pool waits too, but no longer says why once
/// its time is up.
async fn knock(url: &str, patience: Duration) -> Result<(), DbErr> {
    let mut left = patience;
    loop {
        let error = match tokio::time::timeout(left, PgConnection::connect(url)).await {
            Ok(Ok(connection)) => {
                // It was let in: how it takes leave is no matter.
                let _ = tokio::time::timeout(left, connection.close()).await;
                return Ok(());
            }
            Ok(Err(error)) => error,
            Err(_) => SqlxError::PoolTimedOut,
        };
        let starting = match &error {
            SqlxError::Io(error) => error.kind() == std::io::ErrorKind::ConnectionRefused,
            SqlxError::Database(said) => said.code().is_some_and(|code| code == "57P03"),
            _ => false,
        };
        // Who refuses or is starting says so at once, so that only the pauses count.
        left = left.saturating_sub(RETRY);
        if !starting || left.is_zero() {
            return Err(DbErr::Conn(RuntimeErr::SqlxError(error.into())));
        }
        tokio::time::sleep(RETRY).await;
    }
}

/// How long to wait before a server that is starting is asked again.
const RETRY: Duration = Duration::from_millis(200);

fn postgres(url: &str, limits: Limits) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(limits.readers.saturating_add(2))
        .acquire_timeout(limits.acquire)
        .connect_timeout(limits.acquire)
        .test_before_acquire(false)
        .sqlx_logging(false);
    options
}

/// Begins a transaction on a task of its own, so that it is begun, and then rolled back, although whoever asked for it went
/// away meanwhile. Else PostgreSQL's pool takes the connection back in the transaction that nobody knows of, and whoever gets
/// it next reads and writes in there (sqlx 0.9.0, <https://github.com/transact-rs/sqlx/issues/4393>).
async fn to_the_end<F>(begin: F) -> Result<DatabaseTransaction, DbErr>
where
    F: Future<Output = Result<DatabaseTransaction, DbErr>> + Send + 'static,
{
    let begun = tokio::spawn(begin).await;
    begun.map_err(|error| DbErr::Conn(RuntimeErr::Internal(error.to_string())))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_message_shows_a_password() {
        for (address, shown) in [
            ("postgres://ann:secret@127.0.0.1:5432/site", "postgres://ann@127.0.0.1:5432/site"),
            ("postgres://ann@127.0.0.1/site", "postgres://ann@127.0.0.1/site"),
            ("postgres://127.0.0.1/site?password=secret&user=a@b", "postgres://…"),
            ("postgresql://127.0.0.1/site?password=secret", "postgresql://127.0.0.1/site"),
            ("postgres://ann:sec@ret@127.0.0.1/site", "postgres://ann@127.0.0.1/site"),
            ("postgres://ann:sec?ret@127.0.0.1/site", "postgres://…"),
        ] {
            assert_eq!(Target::Server(address.into()).shown(), shown);
        }
    }
}
