//! What a change does to the database, whichever connection it is made on.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, StatementBuilder, sea_query::InsertStatement};

use crate::{FromRow, prepared::brought, row::Places};

/// A transaction: it reads rows and runs statements, and all of it happens or nothing.
pub trait Statements: Send + Sync {
    /// Every row that a query finds, or that a statement gives back.
    ///
    /// # Errors
    /// Whatever the database says.
    fn rows<T: FromRow + Send>(
        &self,
        query: &impl StatementBuilder,
    ) -> impl Future<Output = Result<Vec<T>, DbErr>> + Send;

    /// Runs a statement that gives no rows, and says how many rows it changed.
    ///
    /// # Errors
    /// Whatever the database says.
    fn run(&self, statement: &impl StatementBuilder) -> impl Future<Output = Result<u64, DbErr>> + Send;

    /// Adds rows that the table numbers, and gives their identities in the order of the rows.
    ///
    /// # Errors
    /// Whatever the database says.
    fn added(&self, mut rows: InsertStatement) -> impl Future<Output = Result<Vec<i64>, DbErr>> + Send {
        async move {
            let added: Vec<Added> = self.rows(rows.returning_col("id")).await?;
            let mut ids: Vec<i64> = added.into_iter().map(|row| row.id).collect();
            // They are handed out in the order of the rows, and may be told in any.
            ids.sort_unstable();
            Ok(ids)
        }
    }

    /// Makes it so: when it returns, all of it is on disk.
    ///
    /// # Errors
    /// Whatever the database says; then nothing has happened.
    fn commit(self) -> impl Future<Output = Result<(), DbErr>> + Send;
}

#[derive(FromRow)]
struct Added {
    id: i64,
}

impl Statements for DatabaseTransaction {
    async fn rows<T: FromRow + Send>(&self, query: &impl StatementBuilder) -> Result<Vec<T>, DbErr> {
        brought(&self.query_all(query).await?, &Places::new())
    }

    async fn run(&self, statement: &impl StatementBuilder) -> Result<u64, DbErr> {
        Ok(self.execute(statement).await?.rows_affected())
    }

    async fn commit(self) -> Result<(), DbErr> {
        Self::commit(self).await
    }
}
