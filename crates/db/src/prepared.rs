//! Queries whose text is the same each time, built once: what a hot page saves by not building SQL per request.

use std::sync::OnceLock;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, QueryResult, Statement, Value,
    sea_query::SelectStatement,
};

use crate::{
    Db,
    inline::Held,
    row::{Brought, FromRow, Places, Row},
};

/// Look-ups of a few rows that belong together, such as what one page shows.
///
/// On SQLite they all see one moment of the database, and are read without yielding: while it is held, await nothing but
/// [`Prepared::all`], and let it go soon. On PostgreSQL each
/// sees its own moment: a transaction would cost two more trips to the server.
pub struct Reading(Source);

enum Source {
    File(Held),
    Server(DatabaseConnection),
}

impl Db {
    /// Begins look-ups that belong together.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn reading(&self) -> Result<Reading, DbErr> {
        Ok(Reading(match self.inline() {
            Some(inline) => Source::File(inline.hold()?),
            None => Source::Server(self.read().clone()),
        }))
    }
}

/// Rows of the pool's driver.
pub(crate) fn brought<T: FromRow>(rows: &[QueryResult], places: &Places<T>) -> Result<Vec<T>, DbErr> {
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let places = places.among(|| first.column_names())?;
    rows.iter().map(|row| T::from_row(&mut Row::new(Brought::Pool(row), places))).collect()
}

/// A SELECT for rows of `T` that is built once per database and then only bound.
///
/// The builder writes a placeholder value wherever a parameter goes; [`Prepared::all`] is given the parameters
/// in the order in which those placeholders appear in the text.
pub struct Prepared<T> {
    build: fn() -> SelectStatement,
    sqlite: OnceLock<String>,
    postgres: OnceLock<String>,
    places: Places<T>,
}

impl<T: FromRow> Prepared<T> {
    /// Names the builder; nothing is built yet.
    pub const fn new(build: fn() -> SelectStatement) -> Self {
        Self { build, sqlite: OnceLock::new(), postgres: OnceLock::new(), places: Places::new() }
    }

    /// Runs it and returns every row.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn all(&self, reading: &mut Reading, values: Vec<Value>) -> Result<Vec<T>, DbErr> {
        let server = match &reading.0 {
            Source::File(held) => {
                return held.all(self.sql(&self.sqlite, DbBackend::Sqlite), &self.places, &values);
            }
            Source::Server(server) => server,
        };
        let backend = DbBackend::Postgres;
        let statement = Statement::from_sql_and_values(backend, self.sql(&self.postgres, backend), values);
        brought(&server.query_all_raw(statement).await?, &self.places)
    }

    fn sql<'a>(&self, built: &'a OnceLock<String>, backend: DbBackend) -> &'a str {
        built.get_or_init(|| backend.build(&(self.build)()).sql)
    }
}
