//! Doctors: the directory by specialty and place, each one's profile, and the byline under an answer.

mod accounting;
mod byline;
pub mod counts;
mod directory;
mod log;
mod machines;
mod on_topic;
mod owner;
mod person;
mod profile;
mod rating;
mod reviews;
pub mod slug;
mod store;
mod write;

pub use byline::{Byline, Row};
pub use log::said as said_of_check;
pub use machines::Author;
pub use on_topic::{OnTopic, on_topic};
pub use owner::{Owner, give, hold_owner, move_owner, owner, owns};
pub use person::{Person, columns};
pub use profile::{kind_of_proof, shown_name};
pub use rating::{Rating, Stars};
pub use store::{
    Edited, at as find_at, by_id, by_ids, credentials, edited, hold, last_id, person as find, sitemap,
};
pub use write::{BIOGRAPHY, Facts, change, change_for, make, put_back};

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
