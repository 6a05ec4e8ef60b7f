//! A doctor's profile: who they are, what proves it, what they answered, and what patients say.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use db::{
    entity::{credential, doctor},
    value::CredentialKind,
};
use locale::{Locale, Text};
use markup::SafeHtml;

use super::{
    Person,
    accounting::Accounting,
    directory::{Here, steps},
    log::{self, Entry},
    machines, owner,
    store::{self, Given},
};
use crate::{
    agreement::stance_says,
    app::App,
    error::Failure,
    review::{self, Review},
    taxonomy::{self, Addressed, Source, Taxonomy},
    web::{self, Cursor, Frame, Pager, Viewer},
};

/// Reviews that a profile shows before it points to the page with all.
const REVIEWS_SHOWN: u64 = 3;
/// Characters of an answer that a profile shows.
const EXCERPT: usize = 280;

#[derive(Template)]
#[template(path = "doctor/show.html")]
struct Profile {
    frame: Frame,
    doctor: doctor::Model,
    person: Person,
    taxonomy: Arc<Taxonomy>,
    credentials: Vec<credential::Model>,
    answers: Pager<Given>,
    reviews: Vec<Review>,
    accounting: Accounting,
    /// Why a moderator changed its words, if one did.
    edited_for: Option<String>,
    /// What became of the credentials, newest first.
    log: Vec<Entry>,
    claimed: bool,
    now: i64,
}

impl Profile {
    fn biography_html(&self) -> Option<SafeHtml> {
        self.doctor.biography_html.clone().filter(|html| !html.is_empty()).map(SafeHtml::stored)
    }

    fn source(&self) -> Option<&Source> {
        self.taxonomy.source(self.doctor.source_id)
    }

    fn doctor_path(&self) -> String {
        format!("/doctors/{}", self.doctor.slug)
    }

    fn reviews_path(&self) -> String {
        format!("/doctors/{}/reviews", self.doctor.slug)
    }

    fn review<'a>(&'a self, review: &'a Review) -> review::Shown<'a> {
        review::Shown { frame: &self.frame, review }
    }

    fn feed_path(&self) -> String {
        format!("/feeds/doctors/{}.atom", self.doctor.slug)
    }

    fn excerpt(&self, answer: &Given) -> String {
        markup::excerpt(&answer.body, EXCERPT)
    }

    fn is_live(&self, credential: &credential::Model) -> bool {
        credential.verified_at.is_some_and(|at| at <= self.now)
            && credential.revoked_at.is_none_or(|at| at > self.now)
            && credential.expires_at.is_none_or(|at| at > self.now)
    }
}

/// `/doctors/{slug}`
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(slug): Path<String>,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    let (db, now, size) = (app.db.read(), app.clock.now(), app.config.lists.page.get());
    let doctor = store::at(db, &slug).await?.ok_or(Failure::NotFound)?;
    let person = store::person(db, doctor.id, now).await?.ok_or(Failure::NotFound)?;
    let taxonomy = taxonomy::current(&app).await?;
    let credentials = store::credentials(db, doctor.id).await?;
    let log = log::of(db, doctor.id, &credentials, now).await?;
    let claimed = owner::owner(db, doctor.id).await?.is_some();
    let after = here.cursor();
    let answers = store::answers(db, viewer.role, doctor.id, after, size).await?;
    let place =
        |given: &Given| Cursor { key: given.answered_at.unwrap_or_default(), second: 0, id: given.id };
    let answers = Pager::new(answers, size, &format!("/doctors/{slug}"), after, place);
    let mut reviews = review::of_doctor(db, viewer.role, doctor.id, None, REVIEWS_SHOWN).await?;
    reviews.truncate(usize::try_from(REVIEWS_SHOWN).unwrap_or_default());
    let accounting = Accounting::of(viewer.locale, &review::accounting_of(db, doctor.id).await?);
    let edited_for = store::edited(db, &doctor).await?.map(|edited| edited.reason);
    let mut frame = frame(&viewer, &doctor, &person, &taxonomy);
    frame.og_type = "profile";
    frame.feed = Some((frame.title.clone(), format!("/feeds/doctors/{slug}.atom")));
    frame.tell_machines(vec![machines::physician(&frame, &person, &taxonomy)]);
    web::html(&Profile {
        frame,
        doctor,
        person,
        taxonomy,
        credentials,
        answers,
        reviews,
        accounting,
        edited_for,
        log,
        claimed,
        now,
    })
}

fn frame(viewer: &Viewer, doctor: &doctor::Model, person: &Person, taxonomy: &Taxonomy) -> Frame {
    let l = viewer.locale;
    let specialty = person.specialty(taxonomy);
    let above = specialty
        .map(|specialty| (specialty.practitioner.clone(), format!("/specialties/{}", specialty.slug)));
    let mut frame = viewer.frame(shown_name(viewer, doctor.name.as_deref())).under(steps(viewer, above));
    let parts =
        [Some(frame.title.as_str()), specialty.map(|s| s.practitioner.as_str()), doctor.city.as_deref()];
    let who = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    frame.description =
        l.t("{who}: answers to patients, credentials and reviews.").with("who", who).to_string();
    frame
}

/// What a credential is, in words.
pub fn kind_of_proof(l: Locale, kind: CredentialKind) -> Text<'static> {
    match kind {
        CredentialKind::Licence => l.t("Licence"),
        CredentialKind::BoardCertification => l.t("Board certification"),
        CredentialKind::Registration => l.t("Registration"),
        CredentialKind::Degree => l.t("Degree"),
    }
}

/// The name, or that there is none.
pub fn shown_name(viewer: &Viewer, name: Option<&str>) -> String {
    name.map_or_else(|| viewer.locale.t("Name not given").to_string(), str::to_owned)
}
