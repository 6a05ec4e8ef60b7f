//! Rows as JSON, for handing people what is kept about them, read one after another however many there are.

use futures_util::{Stream, StreamExt};
use sea_orm::{
    DatabaseTransaction, DbBackend, DbErr, EntityTrait, Iden, Iterable, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, StreamTrait,
    sea_query::{Expr, ExprTrait, Func, SelectStatement, SimpleExpr},
};

/// Which columns of a table are handed out.
#[derive(Clone, Copy, Debug)]
pub enum Columns {
    /// Every one but these, such as hashes: so none that is added later can be forgotten.
    But(&'static [&'static str]),
    /// These alone: the rest of the row is somebody else's.
    Only(&'static [&'static str]),
}

impl Columns {
    fn have(self, name: &str) -> bool {
        match self {
            Self::But(left_out) => !left_out.contains(&name),
            Self::Only(named) => named.contains(&name),
        }
    }
}

/// Some rows of a table, in the order of its first column.
#[derive(Clone, Debug)]
pub struct Rows {
    table: String,
    columns: Vec<(String, SimpleExpr)>,
    select: SelectStatement,
}

impl Rows {
    /// The rows for which this holds.
    pub fn of<E: EntityTrait>(which: impl Into<SimpleExpr>, columns: Columns) -> Self {
        let mut select = E::find().select_only().filter(which.into());
        if let Some(first) = E::Column::iter().next() {
            select = select.order_by_asc(first);
        }
        let named = E::Column::iter().map(|column| (column.to_string(), Expr::col(column)));
        Self {
            table: E::default().table_name().to_owned(),
            columns: named.filter(|(name, _)| columns.have(name)).collect(),
            select: QueryTrait::into_query(select),
        }
    }

    /// The table that they are of.
    pub fn table(&self) -> &str {
        &self.table
    }

    /// Each as a JSON object.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn read<'a>(
        &self,
        tx: &'a DatabaseTransaction,
    ) -> Result<impl Stream<Item = Result<String, DbErr>> + use<'a>, DbErr> {
        let mut object = Func::cust(match tx.get_database_backend() {
            DbBackend::Sqlite => "json_object",
            _ => "json_build_object",
        });
        for (name, column) in &self.columns {
            // The name is one of ours, not a value: as a parameter PostgreSQL could not tell its type.
            object = object.arg(Expr::cust(format!("'{name}'"))).arg(column.clone());
        }
        let mut select = self.select.clone();
        select.expr_as(Expr::from(object).cast_as("text"), "row");
        let rows = tx.stream(&select).await?;
        Ok(rows.map(|row| row?.try_get_by_index(0)))
    }
}
