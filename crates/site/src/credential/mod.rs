//! Who a doctor is: claims to profiles, what is handed in to prove them, and what the editors decide.
//!
//! What is handed in stays between the claimant and the editors. A profile is made, and given to an account, with the first
//! credential that is granted; until then nothing of a claim is public.

mod ask;
mod by_hand;
mod decide;
mod detach;
mod evidence;
mod facts;
mod folder;
mod jobs;
mod judge;
mod name;
mod on_record;
mod own;
mod proof;
mod queue;
mod rules;
mod store;
mod stray;
mod words;

use ::jobs::Runner;

pub use by_hand::{HandError, Known, Revoked, detach, revoke, verify};
pub use detach::Detached;
pub use folder::{Document, Evidence, EvidenceError, documents, forget_evidence, look_at_evidence, unusable};

use crate::{app::App, error::Failure, web::Routes};

/// Claims, `/account/credentials`, `/account/profile` and the editors' `/credentials`.
pub fn routes() -> Routes {
    Routes::new()
        .get("/doctors/new", ask::new_form)
        .post("/doctors/new", ask::new)
        .get("/doctors/{slug}/claim", ask::claim_form)
        .post("/doctors/{slug}/claim", ask::claim)
        .get("/account/profile", facts::form)
        .post("/account/profile", facts::change)
        .get("/account/credentials", own::show)
        .post("/account/credentials", own::hand_in)
        .post("/account/credentials/withdraw", own::withdraw)
        .get("/account/credentials/{id}", evidence::form)
        .post("/account/credentials/{id}", evidence::send)
        .get("/doctors/{slug}/credentials", on_record::list)
        .get("/doctors/{slug}/credentials/{credential}", on_record::one)
        .post("/doctors/{slug}/credentials/{credential}", on_record::take_back)
        .get("/doctors/{slug}/detach", on_record::ask)
        .post("/doctors/{slug}/detach", on_record::detach)
        .get("/credentials", queue::list)
        .get("/credentials/{id}", judge::show)
        .get("/credentials/{id}/{credential}", judge::one)
        .post("/credentials/{id}/{credential}", judge::judge)
        .get("/credentials/{id}/{credential}/evidence", evidence::show)
}

/// The jobs of this feature.
pub fn jobs(runner: Runner<App>) -> Runner<App> {
    runner.with::<jobs::Compare>().with::<jobs::Sweep>()
}

/// Sets going what has to be done from time to time.
///
/// # Errors
/// What the database says.
pub async fn start(app: &App) -> Result<(), Failure> {
    jobs::start(app).await
}
