//! For machines: Atom feeds, the sitemap, robots.txt, security.txt, and whether the site is up.

mod atom;
mod files;
mod sitemap;

use crate::web::Routes;

/// `/feeds/…`, `/sitemap.xml` and its parts, `/robots.txt`, `/.well-known/security.txt`, `/healthz`, `/readyz`.
pub fn routes() -> Routes {
    Routes::new()
        .get("/feeds/questions.atom", atom::questions)
        .get("/feeds/topics/{file}", atom::topic)
        .get("/feeds/doctors/{file}", atom::doctor)
        .get("/sitemap.xml", sitemap::index)
        .get("/sitemaps/{file}", sitemap::part)
        .get("/robots.txt", files::robots)
        .get("/.well-known/security.txt", files::security)
        .get("/healthz", files::healthz)
        .get("/readyz", files::readyz)
}
