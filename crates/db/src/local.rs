//! Statements on a SQLite connection of one's own, on the caller's thread.

use rusqlite::{
    Connection, ToSql,
    types::{ToSqlOutput, Value as Bound, ValueRef},
};
use sea_orm::{DbErr, RuntimeErr, SqlxError, Value};

use crate::row::{Brought, FromRow, Places, Row};

/// Runs a command that takes no values.
pub(crate) fn run(connection: &Connection, command: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(command)?.execute([]).map(drop)
}

/// Every row of a query, read at once.
pub(crate) fn all<T: FromRow>(
    connection: &Connection,
    sql: &str,
    places: &Places<T>,
    values: &[Value],
) -> Result<Vec<T>, DbErr> {
    let mut statement = connection.prepare_cached(sql).map_err(said)?;
    let places = places.among(|| statement.column_names())?;
    let mut rows = statement.query(rusqlite::params_from_iter(values.iter().map(Parameter))).map_err(said)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next().map_err(said)? {
        all.push(T::from_row(&mut Row::new(Brought::Sqlite(row), places))?);
    }
    Ok(all)
}

/// Runs a statement that gives no rows, and says how many it changed.
pub(crate) fn execute(connection: &Connection, sql: &str, values: &[Value]) -> Result<u64, DbErr> {
    let mut statement = connection.prepare_cached(sql).map_err(said)?;
    let values = rusqlite::params_from_iter(values.iter().map(Parameter));
    statement.execute(values).map(|rows| u64::try_from(rows).unwrap_or(u64::MAX)).map_err(said)
}

struct Parameter<'a>(&'a Value);

impl ToSql for Parameter<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let whole = |number: i64| Ok(ToSqlOutput::Owned(Bound::Integer(number)));
        match self.0 {
            Value::BigInt(Some(number)) => whole(*number),
            Value::Int(Some(number)) => whole((*number).into()),
            Value::BigUnsigned(Some(number)) => whole(i64::try_from(*number).unwrap_or(i64::MAX)),
            Value::Bool(Some(yes)) => whole((*yes).into()),
            Value::Double(Some(number)) => Ok(ToSqlOutput::Owned(Bound::Real(*number))),
            Value::String(Some(text)) => Ok(ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))),
            Value::Bytes(Some(bytes)) => Ok(ToSqlOutput::Borrowed(ValueRef::Blob(bytes))),
            Value::BigInt(None)
            | Value::Int(None)
            | Value::BigUnsigned(None)
            | Value::Bool(None)
            | Value::Double(None)
            | Value::String(None)
            | Value::Bytes(None) => Ok(ToSqlOutput::Owned(Bound::Null)),
            other => Err(rusqlite::Error::ToSqlConversionFailure(
                format!("no column holds such a value: {other:?}").into(),
            )),
        }
    }
}

pub(crate) fn closed() -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(SqlxError::PoolClosed.into()))
}

/// What SQLite said, in the wrapping that [`crate::Trouble`] looks into.
pub(crate) fn said(error: rusqlite::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(SqlxError::AnyDriverError(Box::new(error)).into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(FromRow)]
    struct Kept {
        kind: String,
        same: i64,
    }

    #[test]
    fn every_kind_of_value_is_bound_as_the_pool_binds_it() {
        let connection = Connection::open_in_memory().unwrap();
        for (value, literal, kind) in [
            (Value::BigInt(Some(i64::MIN)), "-9223372036854775808", "integer"),
            (Value::Int(Some(-7)), "-7", "integer"),
            (Value::BigUnsigned(Some(20)), "20", "integer"),
            (Value::Bool(Some(true)), "1", "integer"),
            (Value::Double(Some(0.5)), "0.5", "real"),
            (Value::String(Some("naïve".into())), "'naïve'", "text"),
            (Value::Bytes(Some(vec![0, 255])), "x'00ff'", "blob"),
            (Value::BigInt(None), "NULL", "null"),
            (Value::String(None), "NULL", "null"),
            (Value::Bytes(None), "NULL", "null"),
        ] {
            let sql = format!("SELECT typeof(?1) AS kind, ?1 IS {literal} AS same");
            let kept: Vec<Kept> =
                all(&connection, &sql, &Places::new(), std::slice::from_ref(&value)).unwrap();
            assert_eq!((kept[0].kind.as_str(), kept[0].same), (kind, 1), "{value:?}");
        }
        let unknown = Value::Char(Some('x'));
        assert!(all::<Kept>(&connection, "SELECT ?1", &Places::new(), &[unknown]).is_err());
    }
}
