//! Questions: the page of one with its answers, and the lists of many.

mod list;
mod machines;
mod row;
mod show;
mod store;

pub use crate::answer::question_counts as counts;
pub use row::Row;
pub use show::{Found, read};
pub use store::{Brief, Placed, Sort, cursor, last_id, list as find, sitemap};

use crate::web::Routes;

/// `/questions` and `/questions/{id}/{slug}`.
pub fn routes() -> Routes {
    Routes::new()
        .get("/questions", list::index)
        .get("/questions/{id}", show::without_slug)
        .get("/questions/{id}/{slug}", show::show)
}
