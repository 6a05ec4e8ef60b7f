//! Writing in bulk: identities handed out ahead, so that a batch of related rows is a few statements.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement};

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
