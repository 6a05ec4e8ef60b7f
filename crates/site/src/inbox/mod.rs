//! The questions that wait for a doctor: those of their field, oldest first, then those like what they answered, then those
//! on no topic, and after a while everybody's. Nothing here keeps anybody else from answering.

mod alike;
mod like_store;
mod page;
mod round;
mod rules;
mod store;

use db::sea_orm::{ConnectionTrait, DbErr};
use jobs::Runner;

use crate::{app::App, error::Failure, web::Routes};

/// `/inbox` and what is done there.
pub fn routes() -> Routes {
    Routes::new()
        .get("/inbox", page::show)
        .post("/inbox/{id}/pass", page::pass)
        .post("/inbox/snooze", page::snooze)
        .post("/inbox/wake", page::wake)
}

/// The topics of a field: those of the questions that doctors of a specialty answered.
///
/// # Errors
/// What the database says.
pub async fn topics_of(db: &impl ConnectionTrait, specialty: i64) -> Result<Vec<i64>, DbErr> {
    store::topics_of(db, specialty).await
}

/// The jobs of this feature.
pub fn jobs(runner: Runner<App>) -> Runner<App> {
    runner.with::<round::Round>().with::<round::Look>()
}

/// Sees to it that doctors hear of new questions once a day.
///
/// # Errors
/// What the database says.
pub async fn start(app: &App) -> Result<(), Failure> {
    round::start(app).await
}
