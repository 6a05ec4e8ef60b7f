//! Searching: the page of results, and what the box suggests while somebody types. What is found comes from the index; what is
//! shown of it, with its state, from the database.

mod asked;
mod excerpt;
mod found;
mod names;
mod pages;
mod ranked;
mod store;
mod suggest;

pub use asked::{Asked, Typed};
pub use found::{Found, Why, find};

use crate::web::Routes;

/// `/search`
pub fn routes() -> Routes {
    Routes::new().get("/search", pages::show).get("/search/suggest", suggest::show)
}
