//! Moderation: anybody reports, moderators decide with a reason, whoever it concerns is told and may appeal, and the public
//! sees what was decided, without persons.

mod act;
mod appeal;
mod appeals;
mod bulk;
mod decide;
mod decision;
mod dispute;
mod edit;
mod effects;
mod form;
mod jobs;
mod merge;
mod notes;
mod owner;
mod queue;
mod report;
mod rules;
mod show;
mod store;
mod thing;
mod transparency;
mod undo;

pub use merge::part_all;

use ::jobs::Runner;

use crate::{app::App, web::Routes};

/// `/report`, `/moderation`, decisions on disputes about reviews, `/decisions`, `/appeals` and `/transparency`.
pub fn routes() -> Routes {
    Routes::new()
        .get("/report/{kind}/{id}", report::form)
        .post("/report/{kind}/{id}", report::send)
        .get("/reported", report::thanks)
        .get("/moderation", queue::index)
        .post("/moderation/bulk", bulk::spam)
        .get("/moderation/{kind}/{id}", show::show)
        .post("/moderation/{kind}/{id}/claim", queue::claim)
        .post("/moderation/{kind}/{id}/release", queue::release)
        .get("/moderation/{kind}/{id}/{act}", act::ask)
        .post("/moderation/{kind}/{id}/{act}", act::take)
        .get("/reviews/disputes", dispute::list)
        .get("/reviews/{id}/dispute/decision", dispute::form)
        .post("/reviews/{id}/dispute/decision", dispute::send)
        .get("/decisions/{id}", decision::show)
        .post("/decisions/{id}/appeal", decision::appeal)
        .get("/appeals", appeals::index)
        .get("/appeals/{id}", appeal::show)
        .post("/appeals/{id}", appeal::settle)
        .get("/transparency", transparency::show)
}

/// The jobs of this feature.
pub fn jobs(runner: Runner<App>) -> Runner<App> {
    runner.with::<jobs::TellReporters>()
}
