//! What is kept about somebody, table by table, and who can't leave yet. A table that holds anything of anybody stands in
//! one of these lists; the tests know those that hold nothing.

mod account;
mod doctor;
mod staff;
mod written;

use db::{
    entity::account as accounts,
    json::{Columns, Rows},
    sea_orm::{
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
        sea_query::{SelectStatement, SimpleExpr},
    },
    value::AccountRole,
};

/// Rows of one table that somebody gets.
pub(super) struct Part {
    /// What the file is called, without its ending.
    pub(super) name: &'static str,
    /// What is in it, to be translated.
    pub(super) about: &'static str,
    pub(super) rows: Rows,
}

impl Part {
    fn of<E: EntityTrait>(
        name: &'static str,
        about: &'static str,
        which: impl Into<SimpleExpr>,
        columns: Columns,
    ) -> Self {
        Self { name, about, rows: Rows::of::<E>(which, columns) }
    }
}

/// Everything that is kept about an account, and about the doctor whose profile it owns. Left out are secrets that would let
/// others in, who of the staff decided, and what is somebody else's.
pub(super) fn everything(account: i64, doctor: Option<i64>) -> Vec<Part> {
    let mut parts = account::parts(account);
    parts.extend(written::parts(account, doctor));
    if let Some(doctor) = doctor {
        parts.extend(doctor::parts(doctor));
    }
    parts.extend(staff::parts(account));
    parts
}

/// One column of the rows for which this holds, to look for in another table.
fn those<E: EntityTrait>(column: E::Column, which: impl Into<SimpleExpr>) -> SelectStatement {
    QueryTrait::into_query(E::find().select_only().column(column).filter(which.into()))
}

/// Whether there is no more than one administrator.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn is_last_administrator(tx: &impl ConnectionTrait) -> Result<bool, DbErr> {
    use accounts::Column as A;
    let all = accounts::Entity::find().filter(A::Role.eq(AccountRole::Administrator));
    // Of two who leave at once, the second waits and sees.
    Ok(all.order_by_asc(A::Id).lock_exclusive().all(tx).await?.len() < 2)
}
