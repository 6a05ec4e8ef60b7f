//! Answers: one per doctor per question, ordered by rules that anybody can read.

pub mod counts;
pub mod rules;
mod shown;
mod store;

pub use shown::Shown;
pub use store::{Answer, Answers, latest, of_question};
