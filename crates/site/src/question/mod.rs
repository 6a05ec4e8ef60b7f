//! Questions: the page of one with its answers, and the lists of many.

pub mod counts;
mod list;
mod machines;
mod row;
mod show;
mod store;

use axum::{Router, routing::get};

pub use row::Row;
pub use show::{Found, read};
pub use store::{Brief, Placed, Sort, cursor, last_id, list as find, sitemap};

use crate::app::App;

/// `/questions` and `/questions/{id}/{slug}`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/questions", get(list::index))
        .route("/questions/{id}", get(show::without_slug))
        .route("/questions/{id}/{slug}", get(show::show))
}
