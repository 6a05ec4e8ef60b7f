//! The small text files that machines look for.

use axum::{extract::State, http::StatusCode, response::Response};

use crate::{
    app::App,
    error::Failure,
    web::{self, Viewer, json_ld::time},
};

/// How long security.txt is good for: under a year, as RFC 9116 asks.
const SECURITY_LIFE: i64 = 300 * 24 * 3600;
/// Its expiry moves by whole days, so that the file stays the same within one.
const DAY: i64 = 24 * 3600;

/// `/robots.txt` (RFC 9309): everything may be read, but for health checks.
pub(super) async fn robots(viewer: Viewer) -> Response {
    let url = &viewer.face.public_url;
    web::plain_text(format!(
        "User-agent: *\nDisallow: /healthz\nDisallow: /readyz\n\nSitemap: {url}/sitemap.xml\n"
    ))
}

/// `/.well-known/security.txt` (RFC 9116), where the operator says whom to write to.
pub(super) async fn security(State(app): State<App>, viewer: Viewer) -> Result<Response, Failure> {
    let brand = &viewer.face.brand;
    let contact = match (&brand.security_contact, &brand.contact_email) {
        (Some(contact), _) => contact.to_string(),
        (None, Some(email)) => format!("mailto:{email}"),
        (None, None) => return Err(Failure::NotFound),
    };
    let expires = time((app.clock.now() + SECURITY_LIFE) / DAY * DAY);
    let tags: Vec<&str> =
        viewer.face.languages.all().map(|l| l.tag()).filter(|tag| !tag.starts_with("qps")).collect();
    let url = &viewer.face.public_url;
    Ok(web::plain_text(format!(
        "Contact: {contact}\nExpires: {expires}\nPreferred-Languages: {}\nCanonical: {url}/.well-known/security.txt\n",
        tags.join(", ")
    )))
}

/// `/healthz`: the process runs.
pub(super) async fn healthz() -> Response {
    web::status(StatusCode::OK, "ok\n")
}

/// `/readyz`: the site can answer.
pub(super) async fn readyz(State(app): State<App>) -> Response {
    match app.content.refresh(&app.db, app.clock.now()).await {
        Ok(()) => web::status(StatusCode::OK, "ready\n"),
        Err(_) => web::status(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
