//! Doctors: the directory by specialty and place, each one's profile, and the byline under an answer.

mod byline;
pub mod counts;
mod directory;
mod machines;
mod person;
mod profile;
mod rating;
mod reviews;
mod store;

pub use byline::{Byline, Row};
pub use machines::Author;
pub use person::{Person, columns};
pub use rating::{Rating, Stars};
pub use store::{at as find_at, by_id, give, last_id, owner, person as find, sitemap};

use crate::web::Routes;

/// `/doctors`, `/doctors/{slug}`, its reviews, and `/specialties/{slug}` with its places.
pub fn routes() -> Routes {
    Routes::new()
        .get("/doctors", directory::index)
        .get("/specialties/{slug}", directory::specialty)
        .get("/specialties/{slug}/{place}", directory::place)
        .get("/doctors/{slug}", profile::show)
        .get("/doctors/{slug}/reviews", reviews::show)
}
