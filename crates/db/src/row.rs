//! Rows of prepared queries, read into structs the same way whichever driver brought them.

use std::{fmt::Display, marker::PhantomData, sync::OnceLock};

use rusqlite::types::FromSql;
use sea_orm::{DbErr, QueryResult, TryGetable};

/// Derives [`FromRow`] for a struct whose fields are named as the query's columns; a field marked `#[row(nested)]` is
/// itself such a struct.
pub use db_macros::FromRow;

/// What a row can be read into.
pub trait FromRow: Sized {
    /// Adds the names of the columns that [`FromRow::from_row`] takes, in that order.
    fn columns(names: &mut Vec<&'static str>);

    /// Takes its columns from the row.
    ///
    /// # Errors
    /// [`DbErr::Type`] when a column holds something else.
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbErr>;
}

/// What both drivers can bring.
pub trait Field: TryGetable + FromSql {}

impl<T: TryGetable + FromSql> Field for T {}

/// A row, whose columns are taken one after another.
pub struct Row<'a> {
    brought: Brought<'a>,
    /// Where in the row the next column, and the one after it, stand.
    places: std::slice::Iter<'a, usize>,
}

#[derive(Clone, Copy)]
pub(crate) enum Brought<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Pool(&'a QueryResult),
}

impl<'a> Row<'a> {
    pub(crate) fn new(brought: Brought<'a>, places: &'a [usize]) -> Self {
        Self { brought, places: places.iter() }
    }

    /// The next column.
    ///
    /// # Errors
    /// [`DbErr::Type`] when it holds something else, or when all were taken.
    pub fn take<T: Field>(&mut self) -> Result<T, DbErr> {
        let place = *self.places.next().ok_or_else(|| DbErr::Type("the row has no more columns".into()))?;
        match self.brought {
            Brought::Sqlite(row) => row.get(place).map_err(|error| mistaken(place, error)),
            Brought::Pool(row) => row.try_get_by_index(place),
        }
    }
}

fn mistaken(place: usize, error: impl Display) -> DbErr {
    DbErr::Type(format!("column {place}: {error}"))
}

/// Where the columns of `T` stand among those that a query gives: looked up by name once, at the query's first row.
pub(crate) struct Places<T>(OnceLock<Box<[usize]>>, PhantomData<fn() -> T>);

impl<T: FromRow> Places<T> {
    pub(crate) const fn new() -> Self {
        Self(OnceLock::new(), PhantomData)
    }

    pub(crate) fn among<N: AsRef<str>>(&self, given: impl FnOnce() -> Vec<N>) -> Result<&[usize], DbErr> {
        if let Some(known) = self.0.get() {
            return Ok(known);
        }
        let (given, mut wanted) = (given(), Vec::new());
        T::columns(&mut wanted);
        let place = |name: &'static str| {
            let mut places = given.iter().enumerate().filter(|(_, given)| given.as_ref() == name);
            match (places.next(), places.next()) {
                (Some((place, _)), None) => Ok(place),
                (None, _) => Err(DbErr::Type(format!("the query gives no column `{name}`"))),
                _ => Err(DbErr::Type(format!("the query gives `{name}` twice"))),
            }
        };
        let found: Box<[usize]> = wanted.into_iter().map(place).collect::<Result<_, _>>()?;
        Ok(self.0.get_or_init(|| found))
    }
}
