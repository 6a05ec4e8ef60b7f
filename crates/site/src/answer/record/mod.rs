//! The record of what was shown of a doctor's answers, and when: a signed file for the doctor's own keeping.

mod gather;
mod key;
mod seal;

use axum::{extract::State, http::StatusCode, response::Response};
use serde_json::json;

pub use seal::{NotProven, Proof, check};

use crate::{
    app::App,
    error::Failure,
    policy::Action,
    web::{self, Viewer, json_ld::time},
};

/// `/account/record`: the signed file.
pub(super) async fn download(State(app): State<App>, viewer: Viewer) -> Result<Response, Failure> {
    let person = viewer.allowed(Action::KeepOwnAnswer)?;
    let doctor = person.doctor.ok_or(Failure::NotFound)?;
    let key = key::of(&app).await?;
    let now = app.clock.now();
    let (about, answers) = gather::of_doctor(&app, doctor).await?;
    let payload = json!({
        "site": app.public_url,
        "made_at": time(now),
        "doctor": about,
        "answers": answers,
    });
    let file = seal::sealed(&key, &payload)?;
    let name = format!("consilium-record-{}.json", locale::iso_date(now));
    Ok(web::download(&name, "application/json", file))
}

/// `/.well-known/consilium-record.pub`: by which the site's records are known.
pub(super) async fn public_key(State(app): State<App>) -> Result<Response, Failure> {
    let key = key::of(&app).await?;
    Ok(web::status(StatusCode::OK, format!("{}\n", seal::hexadecimal(key.verifying_key().as_bytes()))))
}
