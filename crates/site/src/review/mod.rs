//! Patients' stars and words on a doctor, the doctor's reply, and disputes about the words.

mod counts;
pub mod disputes;
pub mod rules;
mod shown;
mod store;
mod unsay;

pub use db::entity::review::Model as Review;

pub use counts::{Accounted, accounting, accounting_of, by_stars};
pub use shown::{Shown, away, writer};
pub use store::{
    add, author, by, cursor, find, hold, hold_words, of_doctor, reply, revise, revisions, set_state,
};
pub use unsay::{hold_all_of, unsay};
