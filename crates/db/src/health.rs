//! What can be asked of a database about itself: whether anything is in it, and whether it is sound.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use crate::Db;

/// How many faults a check lists before it gives up.
const FAULTS: u32 = 10;

impl Db {
    /// Whether there is no table in it, of ours or of anybody's. The list of migrations, which comes first, does not count.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn is_blank(&self) -> Result<bool, DbErr> {
        let tables = match self.read().get_database_backend() {
            DbBackend::Postgres => {
                "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename <> 'seaql_migrations'"
            }
            _ => {
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'seaql_migrations'"
            }
        };
        Ok(self.read().query_one_raw(self.statement(format!("{tables} LIMIT 1"))).await?.is_none())
    }

    /// What is damaged, in the database's words; nothing when it is sound. On PostgreSQL, which watches over its files
    /// itself, this only sees that it answers.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn faults(&self) -> Result<Vec<String>, DbErr> {
        let read = self.read();
        if read.get_database_backend() == DbBackend::Postgres {
            read.execute_raw(self.statement("SELECT 1".to_owned())).await?;
            return Ok(Vec::new());
        }
        let rows = read.query_all_raw(self.statement(format!("PRAGMA quick_check({FAULTS})"))).await?;
        let said = rows.iter().map(|row| row.try_get_by_index::<String>(0)).collect::<Result<Vec<_>, _>>()?;
        Ok(said.into_iter().filter(|line| line != "ok").collect())
    }

    fn statement(&self, sql: String) -> Statement {
        Statement::from_string(self.read().get_database_backend(), sql)
    }
}
