//! Rows as JSON, for handing people what is kept about them: every column of the table, so that none can be forgotten.

use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, EntityTrait, Iden, Iterable, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, Func, SimpleExpr},
};

/// The rows of a table for which this holds, each as a JSON object, in the order of their first column. Secrets such as
/// hashes are left out by the names of their columns.
///
/// # Errors
/// Whatever the database says.
pub async fn rows<E: EntityTrait>(
    db: &impl ConnectionTrait,
    which: impl Into<SimpleExpr>,
    but: &[&str],
) -> Result<Vec<String>, DbErr> {
    let name = match db.get_database_backend() {
        DbBackend::Sqlite => "json_object",
        _ => "json_build_object",
    };
    let mut object = Func::cust(name);
    for column in E::Column::iter() {
        let label = column.to_string();
        if !but.contains(&label.as_str()) {
            // The label is a name of ours, not a value: as a parameter PostgreSQL could not tell its type.
            object = object.arg(Expr::cust(format!("'{label}'"))).arg(Expr::col(column));
        }
    }
    E::find()
        .select_only()
        .column_as(Expr::from(object).cast_as("text"), "row")
        .filter(which.into())
        .into_tuple()
        .all(db)
        .await
}
