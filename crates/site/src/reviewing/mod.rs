//! What is done with reviews: writing and changing one, the doctor's reply, disputing the words, and what follows when one is
//! published, held or removed. Deciding on a dispute is moderation's.

mod dispute;
mod own;
mod read;
mod reply;
mod state;
mod write;

pub use state::set_state;

use crate::web::Routes;

/// `/doctors/{slug}/review`, and `/reviews/{id}` with its reply and dispute.
pub fn routes() -> Routes {
    Routes::new()
        .get("/doctors/{slug}/review", write::form)
        .post("/doctors/{slug}/review", write::send)
        .get("/reviews/{id}", read::show)
        .get("/reviews/{id}/reply", reply::form)
        .post("/reviews/{id}/reply", reply::send)
        .get("/reviews/{id}/dispute", dispute::form)
        .post("/reviews/{id}/dispute", dispute::send)
}
