//! What patients say of a doctor: all reviews, how the stars are spread, and what became of every review received.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use db::entity::doctor;

use super::{
    Rating,
    accounting::Accounting,
    directory::{Here, steps},
    profile::shown_name,
    store,
};
use crate::{
    app::{App, Tag},
    error::Failure,
    review::{self, Review},
    web::{self, Frame, Pager, Viewer},
};

#[derive(Template)]
#[template(path = "doctor/reviews.html")]
struct Reviews {
    frame: Frame,
    doctor: doctor::Model,
    rating: Option<Rating>,
    by_stars: [i64; 5],
    accounting: Accounting,
    reviews: Pager<Review>,
}

impl Reviews {
    fn review<'a>(&'a self, review: &'a Review) -> review::Shown<'a> {
        review::Shown { frame: &self.frame, review }
    }

    /// How many gave how many stars, from five down.
    fn spread(&self) -> impl Iterator<Item = (i32, i64)> {
        [5, 4, 3, 2, 1].into_iter().zip(self.by_stars.into_iter().rev())
    }

    fn write_path(&self) -> String {
        format!("/doctors/{}/review", self.doctor.slug)
    }

    /// Whether the visitor is somebody else than this doctor.
    fn may_write(&self) -> bool {
        self.frame.viewer.person.as_ref().and_then(|person| person.doctor) != Some(self.doctor.id)
    }
}

/// `/doctors/{slug}/reviews`
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(slug): Path<String>,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    let (db, size) = (app.db.read(), app.config.lists.page.get());
    let doctor = store::at(db, &slug).await?.ok_or(Failure::NotFound)?;
    let after = here.cursor();
    let rows = review::of_doctor(db, viewer.role, doctor.id, after, size).await?;
    let reviews = Pager::new(rows, size, &format!("/doctors/{slug}/reviews"), after, review::cursor);
    let by_stars = review::by_stars(db, doctor.id).await?;
    let l = viewer.locale;
    let accounting = Accounting::of(l, &review::accounting_of(db, doctor.id).await?);
    let name = shown_name(&viewer, doctor.name.as_deref());
    let title = l.t("Reviews of {name}").with("name", &name).to_string();
    let mut frame = viewer.frame(title).under(steps(&viewer, Some((name, format!("/doctors/{slug}")))));
    frame.tell_machines(Vec::new());
    let (rating, tag) = (Rating::of(&doctor), Tag::Doctor(doctor.id));
    let page = web::html(&Reviews { frame, doctor, rating, by_stars, accounting, reviews })?;
    Ok(web::depends(page, [tag, Tag::Vocabulary]))
}
