//! Writing in bulk: identities handed out ahead, so that a batch of related rows is a few statements.

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement, StatementBuilder, Value, Values,
    sea_query::{Expr, ExprTrait, Query},
};

use crate::{Db, FromRow};

/// Tables whose rows a bulk writer numbers itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table(pub &'static str);

/// The highest identity in use, with the table kept from handing out others until the transaction ends.
///
/// # Errors
/// Whatever the database says.
pub async fn last_id(tx: &DatabaseTransaction, table: Table) -> Result<i64, DbErr> {
    let name = table.0;
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared(&format!("LOCK TABLE \"{name}\" IN SHARE ROW EXCLUSIVE MODE")).await?;
    }
    let sql = format!("SELECT COALESCE(MAX(id), 0) AS last FROM \"{name}\"");
    let row = tx.query_one_raw(Statement::from_string(tx.get_database_backend(), sql)).await?;
    row.map_or(Ok(0), |row| row.try_get("", "last"))
}

/// Tells the table which identities were taken, so that the next one that it hands out is free.
///
/// SQLite sees that by itself; PostgreSQL's sequence is moved past the highest.
///
/// # Errors
/// Whatever the database says.
pub async fn ids_taken(tx: &DatabaseTransaction, table: Table) -> Result<(), DbErr> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let name = table.0;
        let sql = format!(
            "SELECT setval(pg_get_serial_sequence('\"{name}\"', 'id'), GREATEST((SELECT COALESCE(MAX(id), 0) FROM \"{name}\"), 1))"
        );
        tx.execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// Statements that give no rows, kept until they are run together.
#[derive(Debug, Default)]
pub struct AtOnce(Vec<Statement>);

impl AtOnce {
    /// One more, to be run after those before it.
    pub fn add(&mut self, tx: &DatabaseTransaction, statement: &impl StatementBuilder) {
        self.0.push(tx.get_database_backend().build(statement));
    }

    /// Runs them all. SQLite takes them in one trip to the thread that writes.
    ///
    /// # Errors
    /// Whatever the database says; then some may have been run.
    pub async fn run(self, tx: &DatabaseTransaction) -> Result<(), DbErr> {
        if self.0.is_empty() {
            return Ok(());
        }
        if tx.get_database_backend() == DbBackend::Postgres {
            for statement in self.0 {
                tx.execute_raw(statement).await?;
            }
            return Ok(());
        }
        let texts: Vec<&str> = self.0.iter().map(|one| one.sql.as_str()).collect();
        let sql = texts.join(";");
        let values: Vec<Value> =
            self.0.into_iter().filter_map(|one| one.values).flat_map(|all| all.0).collect();
        let all = Statement { sql, values: Some(Values(values)), db_backend: tx.get_database_backend() };
        tx.execute_raw(all).await.map(|_| ())
    }
}

/// Identities for so many new rows, which nobody else gets: what refers to a row can be written in the same trip as the row.
/// For tables to which this change has added nothing yet.
///
/// # Errors
/// Whatever the database says.
pub async fn fresh_ids(
    db: &Db,
    tx: &DatabaseTransaction,
    table: Table,
    count: usize,
) -> Result<Vec<i64>, DbErr> {
    #[derive(FromRow)]
    struct Taken {
        id: i64,
    }
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    if tx.get_database_backend() == DbBackend::Postgres {
        let sql = format!(
            "SELECT nextval(pg_get_serial_sequence('\"{}\"', 'id')) AS id FROM generate_series(1, $1)",
            table.0
        );
        let rows = tx
            .query_all_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, [count.into()]))
            .await?;
        return rows.iter().map(|row| row.try_get("", "id")).collect();
    }
    // Where SQLite itself looks, also after the last row is gone.
    let mut last = Query::select();
    last.expr_as(Expr::col("seq"), "id").from("sqlite_sequence").and_where(Expr::col("name").eq(table.0));
    let last: Vec<Taken> = db.untouched(tx, &last).await?;
    let last = last.first().map_or(0, |taken| taken.id);
    Ok((last + 1..=last + count).collect())
}

/// How many bound values one statement may have: the smaller of both databases' limits.
pub const MAX_VALUES: usize = 32_000;

/// Refreshes what the query planner knows; worth a call after a large import.
///
/// # Errors
/// Whatever the database says.
pub async fn analyse(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    if db.get_database_backend() == DbBackend::Sqlite {
        // With a limit SQLite keeps averages only. With samples of values it would plan a statement anew for each value.
        db.execute_unprepared("PRAGMA analysis_limit = 1000").await?;
    }
    db.execute_unprepared("ANALYZE").await.map(|_| ())
}

/// Tells the query planner that a table has grown much since it was last told. PostgreSQL plans for the table that it
/// knew, and reads all of one that was empty then; SQLite goes by its indexes and needs nothing.
///
/// # Errors
/// Whatever the database says.
pub async fn grown(db: &impl ConnectionTrait, table: Table) -> Result<(), DbErr> {
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared(&format!("ANALYZE \"{}\"", table.0)).await?;
    }
    Ok(())
}
