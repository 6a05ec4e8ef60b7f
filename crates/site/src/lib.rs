//! Consilium, the product: a site on which patients ask and verified doctors answer, feature by feature.
//!
//! A feature is a folder: `mod.rs` says what it is for and what later ones may use, `pages.rs` has its pages with
//! their templates beside them, `store.rs` its queries, `rules.rs` its decisions.

pub mod app;
pub mod config;
pub mod error;
pub mod policy;
pub mod web;

pub mod about;
pub mod account;
pub mod agreement;
pub mod answer;
pub mod archive;
pub mod audit;
pub mod credential;
pub mod demo;
pub mod doctor;
pub mod draft;
pub mod evidence;
pub mod feed;
pub mod home;
pub mod inbox;
pub mod index;
pub mod letter;
pub mod moderation;
pub mod notification;
pub mod own_data;
pub mod question;
pub mod review;
pub mod reviewing;
pub mod search;
pub mod taxonomy;
pub mod topic;

use std::sync::Arc;

use jobs::{Runner, Settings};

use app::App;
use web::{Face, Front, Routes};

/// Every address of the site: one line per feature.
pub fn router() -> Routes {
    Routes::new()
        .merge(home::routes())
        .merge(draft::routes())
        .merge(account::routes())
        .merge(answer::routes())
        .merge(notification::routes())
        .merge(question::routes())
        .merge(inbox::routes())
        .merge(topic::routes())
        .merge(search::routes())
        .merge(doctor::routes())
        .merge(credential::routes())
        .merge(reviewing::routes())
        .merge(moderation::routes())
        .merge(audit::routes())
        .merge(own_data::routes())
        .merge(about::routes())
        .merge(feed::routes())
}

/// The entrance, with everything behind it, and addresses that only some sites have.
pub fn front(app: App, face: Face, more: Routes) -> Arc<Front> {
    Front::new(app, face, router().merge(more), account::who_is)
}

/// What does the work in the background: one line per feature.
pub fn runner(app: &App) -> Runner<App> {
    let settings = &app.config.background;
    let settings = Settings {
        lease: settings.lease.get(),
        poll: settings.poll.get(),
        at_once: settings.at_once.count(),
        first_wait: settings.first_wait.get(),
        longest_wait: settings.longest_wait.get(),
    };
    let clock = app.clock.clone();
    let runner = Runner::new(app.db.clone(), app.clone(), move || clock.now(), settings, app.wake.clone());
    let runner = account::jobs(runner);
    let runner = notification::jobs(runner);
    let runner = credential::jobs(runner);
    let runner = moderation::jobs(runner);
    let runner = own_data::jobs(runner);
    inbox::jobs(runner)
}

/// Sets going what has to be done from time to time.
///
/// # Errors
/// What the database says.
pub async fn start(app: &App) -> Result<(), error::Failure> {
    account::start(app).await?;
    credential::start(app).await?;
    inbox::start(app).await
}
