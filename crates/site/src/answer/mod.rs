//! Answers: one per doctor per question, ordered by rules that anybody can read; written, changed and taken back by their
//! authors, who can take home a signed record of what was shown.

pub mod counts;
mod diff;
mod edit;
mod form;
mod give;
mod hand_on;
mod history;
mod kept;
mod marking;
mod news;
mod page;
mod publish;
pub mod question_counts;
pub mod record;
pub mod rules;
mod shown;
mod state;
mod store;
mod terms;
mod thanks;
mod version;
mod write;

pub use give::{as_kept, begun};
pub use hand_on::{hand_on, hold_questions_of, put_back, questions_of};
pub use kept::{hold as hold_question, question};
pub use marking::Marking;
pub use shown::Shown;
pub use state::turn;
pub use store::{Answer, Answers, latest, of_question};
pub use thanks::thanked;

use crate::web::Routes;

/// `/questions/{id}/answer`, what an author does with an answer, its history, and the record of a doctor's answers.
pub fn routes() -> Routes {
    Routes::new()
        .get("/questions/{id}/answer", write::form)
        .post("/questions/{id}/answer", write::send)
        .post("/questions/{id}/answer/draft", write::keep)
        .get("/answers/{id}/edit", edit::form)
        .post("/answers/{id}/edit", edit::send)
        .get("/answers/{id}/withdraw", edit::ask)
        .post("/answers/{id}/withdraw", edit::withdraw)
        .get("/answers/{id}/history", history::show)
        .get("/account/record", record::download)
        .get("/.well-known/consilium-record.pub", record::public_key)
        .get("/answers/{id}/agreement", marking::show)
        .post("/answers/{id}/agreement", marking::give)
        .post("/answers/{id}/thanks", thanks::give)
}
