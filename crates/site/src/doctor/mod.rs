//! Doctors: the directory by specialty and place, each one's profile, and the byline under an answer.

mod byline;
pub mod counts;
mod directory;
mod machines;
mod person;
mod profile;
mod rating;
mod store;

use axum::{Router, routing::get};

pub use byline::{Byline, Row};
pub use machines::Author;
pub use person::{Person, columns};
pub use rating::{Rating, Stars};
pub use store::{at as find_at, last_id, sitemap};

use crate::app::App;

/// `/doctors`, `/doctors/{slug}`, its reviews, and `/specialties/{slug}` with its places.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/doctors", get(directory::index))
        .route("/specialties/{slug}", get(directory::specialty))
        .route("/specialties/{slug}/{place}", get(directory::place))
        .route("/doctors/{slug}", get(profile::show))
        .route("/doctors/{slug}/reviews", get(profile::reviews))
}
