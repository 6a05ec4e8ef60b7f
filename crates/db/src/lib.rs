//! Where Consilium keeps things: one entity set, one migration list and one way to connect, for SQLite and PostgreSQL.
//!
//! This is the only crate that names a database. Everybody else speaks SeaORM through [`Db`]:
//! reads go to [`Db::read`], a write opens one transaction with [`Db::begin`], and the look-ups that every cold page
//! makes are [`Prepared`] and share a [`Db::reading`].

// The derive names this crate as everybody else does.
extern crate self as db;

pub mod connect;
pub mod entity;
mod erasure;
mod health;
mod here;
mod inline;
pub mod json;
mod local;
pub mod migration;
pub mod prepared;
pub mod proof;
pub mod revised;
pub mod row;
mod sqlite;
mod statements;
#[cfg(feature = "testing")]
pub mod testing;
pub mod trouble;
pub mod value;
pub mod write;

pub use connect::{Db, Limits, OpenError, Target};
pub use here::Here;
pub use prepared::{Prepared, Reading};
pub use row::FromRow;
pub use statements::Statements;
#[cfg(feature = "testing")]
pub use testing::{TestDb, both as test};
pub use trouble::Trouble;

pub use sea_orm;
