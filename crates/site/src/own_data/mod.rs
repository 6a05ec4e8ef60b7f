//! One's own data: taking all of it home, and leaving without a trace.

mod archive;
mod erase;
mod leave;
mod packer;
mod pages;
mod store;
mod sweep;

use jobs::Runner;

use crate::{app::App, web::Routes};

/// `/account/data`, `/account/leave` and what belongs to them.
pub fn routes() -> Routes {
    Routes::new()
        .get("/account/data", pages::show)
        .get("/account/data.zip", pages::take_home)
        .get("/account/leave", leave::form)
        .post("/account/leave", leave::sent)
        .get("/farewell", leave::farewell)
}

/// The jobs of this feature.
pub fn jobs(runner: Runner<App>) -> Runner<App> {
    runner.with::<sweep::Outside>().with::<sweep::Files>()
}
