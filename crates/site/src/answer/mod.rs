//! Answers: one per doctor per question, ordered by rules that anybody can read.

pub mod counts;
mod marking;
pub mod rules;
mod shown;
mod store;

pub use marking::Marking;
pub use shown::Shown;
pub use store::{Answer, Answers, latest, of_question};

use crate::web::Routes;

/// `/answers/{id}/agreement`
pub fn routes() -> Routes {
    Routes::new().get("/answers/{id}/agreement", marking::show).post("/answers/{id}/agreement", marking::give)
}
