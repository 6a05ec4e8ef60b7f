//! Taking what was deleted out of the database's own files.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use crate::Db;

impl Db {
    /// Sees to it that nothing of what was deleted is left in the files: SQLite overwrote it already, and here lets go of its
    /// journal; PostgreSQL sweeps its tables.
    ///
    /// Says whether it is done: a reader of the moment before may stand in the way, and then it has to be tried again.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn sweep(&self) -> Result<bool, DbErr> {
        let (writer, backend) = (self.writer(), self.read().get_database_backend());
        if backend == DbBackend::Postgres {
            writer.execute_unprepared("VACUUM").await?;
            return Ok(true);
        }
        let row =
            writer.query_one_raw(Statement::from_string(backend, "PRAGMA wal_checkpoint(TRUNCATE)")).await?;
        let busy: Option<i32> = row.map(|row| row.try_get_by_index(0)).transpose()?;
        Ok(busy == Some(0))
    }
}
