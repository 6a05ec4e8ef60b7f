//! A doctor's objection to the words of a review. While it is open the words are held back, never the stars.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::value::DisputeState;
use serde::Deserialize;

use super::own;
use crate::{
    app::{App, Tag},
    error::Failure,
    review::{
        self, Review, Shown,
        disputes::{self, Dispute},
        rules::{self, Closed, DISPUTED},
    },
    web::{self, Choice, Errors, Form, Frame, Viewer, Words},
};

#[derive(Template)]
#[template(path = "reviewing/dispute.html")]
struct Page {
    frame: Frame,
    review: Review,
    last: Option<Dispute>,
    values: Values,
    errors: Errors,
}

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    reason: String,
    words: String,
}

impl Page {
    fn of(viewer: &Viewer, review: Review, last: Option<Dispute>, values: Values) -> Self {
        let frame = viewer.frame(viewer.locale.t("Dispute a review").to_string()).at_desk();
        Self { frame, review, last, values, errors: Errors::default() }
    }

    fn shown(&self) -> Shown<'_> {
        Shown { frame: &self.frame, review: &self.review }
    }

    /// What became of the last dispute, or what stands in the way of one.
    fn closed(&self) -> Option<String> {
        let l = self.frame.l;
        let closed = rules::closed_to_dispute(&self.review, self.last.as_ref())?;
        Some(match (closed, &self.last) {
            (Closed::Disputed, Some(last)) => {
                l.t("You disputed these words on {date}. They are held back until a moderator decides; the stars count.")
                    .with("date", l.date(last.at))
                    .to_string()
            }
            (closed, _) => own::said(l, closed),
        })
    }

    fn was_upheld(&self) -> bool {
        self.last.as_ref().is_some_and(|last| last.state == DisputeState::Upheld)
    }

    fn reasons(&self) -> Vec<Choice> {
        let l = self.frame.l;
        rules::objections().map(|reason| Choice::new(reason.code, l.t(reason.choice))).collect()
    }

    fn read(&self) -> Result<(&'static str, Words), Errors> {
        let (l, mut errors) = (self.frame.l, Errors::default());
        if let Some(said) = self.closed() {
            errors.add("", said);
            return Err(errors);
        }
        let reason = rules::objections().map(|reason| reason.code).find(|code| *code == self.values.reason);
        if reason.is_none() {
            errors.add("reason", l.t("Please choose a reason.").to_string());
        }
        let words = Words::parse(&self.values.words, rules::DISPUTE)
            .map_err(|unfit| errors.add("words", unfit.message(l)));
        match (reason, words) {
            (Some(reason), Ok(words)) => Ok((reason, words)),
            _ => Err(errors),
        }
    }

    fn again(mut self, errors: Errors) -> Result<Response, Failure> {
        self.errors = errors;
        web::again(&self)
    }
}

/// `/reviews/{id}/dispute`
pub(super) async fn form(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let (_, review) = own::find(&app, &viewer, id).await?;
    let last = disputes::last(app.db.read(), id).await?;
    web::own(&Page::of(&viewer, review, last, Values::default()))
}

/// Opens the dispute, and holds the words back.
pub(super) async fn send(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let (person, review) = own::find(&app, &viewer, id).await?;
    let last = disputes::last(app.db.read(), id).await?;
    let page = Page::of(&viewer, review, last, values);
    let (reason, words) = match page.read() {
        Ok(read) => read,
        Err(errors) => return page.again(errors),
    };
    let mut write = app.write().await?;
    own::hold(&write, &person, &page.review).await?;
    let review = review::hold(&*write, id).await?.ok_or(Failure::NotFound)?;
    let last = disputes::last(&*write, id).await?;
    // A second click finds the dispute open, and is shown so.
    if rules::closed_to_dispute(&review, last.as_ref()).is_none() {
        disputes::open(&*write, id, (reason, words.as_str()), write.now()).await?;
        review::hold_words(&*write, id, Some(DISPUTED)).await?;
        write.changes(Tag::Doctor(review.doctor_id));
        write.commit().await?;
    }
    Ok(web::see(&viewer, &format!("/reviews/{id}/dispute")))
}
