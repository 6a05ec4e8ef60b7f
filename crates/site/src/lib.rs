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
pub mod agreement;
pub mod answer;
pub mod archive;
pub mod demo;
pub mod doctor;
pub mod evidence;
pub mod feed;
pub mod home;
pub mod question;
pub mod review;
pub mod taxonomy;
pub mod topic;

use axum::Router;

use app::App;

/// Every address of the site: one line per feature.
pub fn router() -> Router<App> {
    Router::new()
        .merge(home::routes())
        .merge(question::routes())
        .merge(topic::routes())
        .merge(doctor::routes())
        .merge(about::routes())
        .merge(feed::routes())
}
