//! Queries whose text is the same each time, built once: what a hot page saves by not building SQL per request.

use std::sync::OnceLock;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement, Value, sea_query::SelectStatement};

/// A SELECT that is built once per database and then only bound.
///
/// The builder writes a placeholder value wherever a parameter goes; [`Prepared::all`] is given the parameters
/// in the order in which those placeholders appear in the text.
pub struct Prepared {
    build: fn() -> SelectStatement,
    sqlite: OnceLock<String>,
    postgres: OnceLock<String>,
}

impl Prepared {
    /// Names the builder; nothing is built yet.
    pub const fn new(build: fn() -> SelectStatement) -> Self {
        Self { build, sqlite: OnceLock::new(), postgres: OnceLock::new() }
    }

    /// Runs it and returns every row.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn all(
        &self,
        db: &impl ConnectionTrait,
        values: Vec<Value>,
    ) -> Result<Vec<QueryResult>, DbErr> {
        let backend = db.get_database_backend();
        let cell = if backend == DbBackend::Postgres { &self.postgres } else { &self.sqlite };
        let sql = cell.get_or_init(|| backend.build(&(self.build)()).sql);
        db.query_all_raw(Statement::from_sql_and_values(backend, sql.as_str(), values)).await
    }
}
