//! The editors' queue: claims in which something waits, the longest wait first.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use db::entity::claim::Model as Claim;
use serde::Deserialize;

use super::store;
use crate::{
    app::App,
    doctor::{Facts, shown_name},
    error::Failure,
    policy::Action,
    web::{self, Cursor, Frame, Pager, Viewer},
};

/// Where a list goes on.
#[derive(Deserialize)]
pub(super) struct Here {
    after: Option<String>,
}

struct Row {
    claim: Claim,
    name: String,
}

#[derive(Template)]
#[template(path = "credential/queue.html")]
struct Page {
    frame: Frame,
    count: u64,
    claims: Pager<Row>,
}

/// The name of a profile that is yet to be made.
pub(super) fn proposed(claim: &Claim) -> Option<Facts> {
    claim.proposed.as_deref().and_then(|json| serde_json::from_str(json).ok())
}

/// `/credentials`
pub(super) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    viewer.allowed(Action::JudgeCredentials)?;
    let (db, size) = (app.db.read(), app.config.lists.page.get());
    let after = here.after.as_deref().and_then(Cursor::parse);
    let claims = store::waiting(db, after, size).await?;
    let doctors = store::doctors(db, claims.iter().filter_map(|claim| claim.doctor_id)).await?;
    let doctors: HashMap<i64, _> = doctors.into_iter().map(|doctor| (doctor.id, doctor.name)).collect();
    let row = |claim: Claim| {
        let listed = claim.doctor_id.and_then(|id| doctors.get(&id).cloned().flatten());
        let name = listed.or_else(|| proposed(&claim)?.name);
        Row { name: shown_name(&viewer, name.as_deref()), claim }
    };
    let rows = claims.into_iter().map(row).collect();
    let place =
        |row: &Row| Cursor { key: row.claim.waiting_since.unwrap_or_default(), second: 0, id: row.claim.id };
    let claims = Pager::new(rows, size, "/credentials", after, place);
    let frame = viewer.frame(viewer.locale.t("Credentials to check").to_string()).at_desk();
    web::own(&Page { frame, count: store::count_waiting(db).await?, claims })
}
