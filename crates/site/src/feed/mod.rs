//! For machines: Atom feeds, the sitemap, robots.txt, security.txt, and whether the site is up.

mod atom;
mod files;
mod sitemap;

use axum::{Router, routing::get};

use crate::app::App;

/// `/feeds/…`, `/sitemap.xml` and its parts, `/robots.txt`, `/.well-known/security.txt`, `/healthz`, `/readyz`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/feeds/questions.atom", get(atom::questions))
        .route("/feeds/topics/{file}", get(atom::topic))
        .route("/feeds/doctors/{file}", get(atom::doctor))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/sitemaps/{file}", get(sitemap::part))
        .route("/robots.txt", get(files::robots))
        .route("/.well-known/security.txt", get(files::security))
        .route("/healthz", get(files::healthz))
        .route("/readyz", get(files::readyz))
}
