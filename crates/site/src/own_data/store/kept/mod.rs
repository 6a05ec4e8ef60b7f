//! What is kept about somebody, table by table. A table that holds anything of anybody stands in one of these lists; the
//! tests know those that hold nothing.

mod account;
mod doctor;
mod staff;
mod written;

use db::{
    json::{Columns, Rows},
    sea_orm::{
        EntityTrait, QueryFilter, QuerySelect, QueryTrait,
        sea_query::{SelectStatement, SimpleExpr},
    },
};

/// Rows of one table that somebody gets.
pub(in crate::own_data) struct Part {
    /// What the file is called, without its ending.
    pub(in crate::own_data) name: &'static str,
    /// What is in it, to be translated.
    pub(in crate::own_data) about: &'static str,
    pub(in crate::own_data) rows: Rows,
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
pub(in crate::own_data) fn everything(account: i64, doctor: Option<i64>) -> Vec<Part> {
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
