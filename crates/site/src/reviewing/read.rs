//! One review on a page of its own, for whoever comes by a link.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use crate::{
    app::{App, Tag},
    doctor,
    error::Failure,
    policy::{self, View},
    review::{self, Review, Shown},
    web::{self, Frame, Viewer},
};

#[derive(Template)]
#[template(path = "reviewing/read.html")]
struct Page {
    frame: Frame,
    review: Review,
    slug: String,
}

impl Page {
    fn shown(&self) -> Shown<'_> {
        Shown { frame: &self.frame, review: &self.review }
    }
}

/// `/reviews/{id}`
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let db = app.db.read();
    let review = review::find(db, id).await?.ok_or(Failure::NotFound)?;
    match policy::view(viewer.role, review.state) {
        View::Whole => {}
        View::Tombstone => return Err(Failure::Gone(review.state_reason)),
        View::Nothing => return Err(Failure::NotFound),
    }
    let doctor = doctor::by_id(db, review.doctor_id).await?.ok_or(Failure::NotFound)?;
    let l = viewer.locale;
    let name = doctor.name.clone().unwrap_or_else(|| l.t("Name not given").to_string());
    let mut frame = viewer.frame(l.t("A review of {name}").with("name", &name).to_string());
    // The list of all reviews is the page to find.
    frame.indexed = false;
    let frame = frame.under(vec![
        (l.t("Home").to_string(), "/".into()),
        (l.t("Doctors").to_string(), "/doctors".into()),
        (name, format!("/doctors/{}", doctor.slug)),
    ]);
    let tag = Tag::Doctor(doctor.id);
    Ok(web::depends(web::html(&Page { frame, review, slug: doctor.slug })?, [tag]))
}
