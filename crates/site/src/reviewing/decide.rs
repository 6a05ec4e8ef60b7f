//! Disputes about reviews' words, as moderators decide on them.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use db::value::{self, DisputeState, Matter, NoticeKind};
use locale::{Locale, Text};
use markup::SafeHtml;
use serde::Deserialize;

use super::{dispute, state};
use crate::{
    app::{App, Tag, Write},
    audit::Act,
    doctor,
    error::Failure,
    notification::{self, News},
    policy::Action,
    review::{
        self, Review,
        disputes::{self, Dispute, Waiting},
        rules,
    },
    web::{self, Choice, Cursor, Errors, Form, Frame, Pager, Person, Viewer},
};

#[derive(Template)]
#[template(path = "reviewing/disputes.html")]
struct List {
    frame: Frame,
    waiting: Pager<Waiting>,
}

/// Where the list goes on.
#[derive(Deserialize)]
pub(super) struct Here {
    after: Option<String>,
}

/// `/reviews/disputes`
pub(super) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    viewer.allowed(Action::Moderate)?;
    let size = app.config.lists.page.get();
    let after = here.after.as_deref().and_then(Cursor::parse);
    let rows = disputes::waiting(app.db.read(), after.map_or(0, |after| after.id), size).await?;
    let cursor = |one: &Waiting| Cursor { key: 0, second: 0, id: one.id };
    let waiting = Pager::new(rows, size, "/reviews/disputes", after, cursor);
    let frame = viewer.frame(viewer.locale.t("Disputed reviews").to_string()).at_desk();
    web::own(&List { frame, waiting })
}

#[derive(Template)]
#[template(path = "reviewing/decide.html")]
struct Page {
    frame: Frame,
    review: Review,
    /// The dispute, if one is open.
    open: Option<Dispute>,
    values: Values,
    errors: Errors,
}

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    outcome: String,
    reason: String,
}

/// What a moderator decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// The words come back.
    Dismiss,
    /// The words stay away for the reason with this code; the stars count.
    Words(&'static str),
    /// The whole review is removed for the reason with this code.
    Remove(&'static str),
}

impl Outcome {
    fn reason(self) -> Option<&'static str> {
        match self {
            Self::Dismiss => None,
            Self::Words(reason) | Self::Remove(reason) => Some(reason),
        }
    }

    /// As the audit log has it.
    fn word(self) -> &'static str {
        match self {
            Self::Dismiss => "dismiss_dispute",
            Self::Words(_) => "remove_words",
            Self::Remove(_) => "remove",
        }
    }
}

impl Page {
    fn text_html(&self) -> SafeHtml {
        SafeHtml::stored(self.review.text_html.clone())
    }

    fn outcomes(&self) -> Vec<Choice> {
        let l = self.frame.l;
        vec![
            Choice::new("dismiss", l.t("The words stay: they come back at once")),
            Choice::new("words", l.t("The words go, the stars stay")),
            Choice::new("remove", l.t("The whole review goes, with its stars")),
        ]
    }

    fn reasons(&self) -> Vec<Choice> {
        let l = self.frame.l;
        let mut choices = vec![Choice::new("", l.t("Choose a reason"))];
        choices.extend(rules::REMOVALS.iter().map(|code| Choice::new(*code, l.t(web::removal_reason(code)))));
        choices
    }

    fn read(&self) -> Result<Outcome, Errors> {
        let (l, mut errors) = (self.frame.l, Errors::default());
        if self.open.is_none() {
            errors.add("", decided_already(l).to_string());
            return Err(errors);
        }
        let reason = rules::REMOVALS.iter().copied().find(|code| *code == self.values.reason);
        match (self.values.outcome.as_str(), reason) {
            ("dismiss", _) => return Ok(Outcome::Dismiss),
            ("words", Some(reason)) => return Ok(Outcome::Words(reason)),
            ("remove", Some(reason)) => return Ok(Outcome::Remove(reason)),
            ("words" | "remove", None) => {
                errors.add("reason", l.t("Please choose the reason that everybody is told.").to_string());
            }
            _ => errors.add("outcome", l.t("Please choose one.").to_string()),
        }
        Err(errors)
    }

    fn again(mut self, errors: Errors) -> Result<Response, Failure> {
        self.errors = errors;
        web::again(&self)
    }
}

fn decided_already(l: Locale) -> Text<'static> {
    l.t("No dispute about this review is open. Somebody may have decided already.")
}

/// `/reviews/{id}/dispute/decision`
pub(super) async fn form(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    web::own(&find(&app, &viewer, id, Values::default()).await?.1)
}

/// Decides.
pub(super) async fn send(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let (person, page) = find(&app, &viewer, id, values).await?;
    let outcome = match page.read() {
        Ok(outcome) => outcome,
        Err(errors) => return page.again(errors),
    };
    let mut write = app.write().await?;
    if !decide(&mut write, &person, id, outcome).await? {
        let mut errors = Errors::default();
        errors.add("", decided_already(viewer.locale).to_string());
        return page.again(errors);
    }
    write.commit().await?;
    Ok(web::see(&viewer, "/reviews/disputes"))
}

/// Does what was decided. False: somebody decided before.
async fn decide(write: &mut Write, person: &Person, id: i64, outcome: Outcome) -> Result<bool, Failure> {
    let review = review::hold(&**write, id).await?.ok_or(Failure::NotFound)?;
    let parties = [review::author(&**write, id).await?, doctor::owner(&**write, review.doctor_id).await?];
    if parties.contains(&Some(person.account)) {
        // Nobody decides on what is their own.
        return Err(Failure::Forbidden);
    }
    let (reason, now) = (outcome.reason(), write.now());
    let state = if reason.is_some() { DisputeState::Upheld } else { DisputeState::Dismissed };
    if !disputes::judge(&**write, id, state, (Some(person.account), reason), now).await? {
        return Ok(false);
    }
    // What becomes of the words is decided; a review that is removed keeps them for an appeal.
    let words = if let Outcome::Words(reason) = outcome { Some(reason) } else { None };
    review::hold_words(&**write, id, words).await?;
    if let Outcome::Remove(reason) = outcome {
        state::set_state(write, &review, value::State::Removed, Some(reason)).await?;
    }
    write.changes(Tag::Doctor(review.doctor_id));
    tell(write, &review, reason).await?;
    let act =
        Act { actor: Some(person), action: outcome.word(), on: (Matter::Review, id), reason, detail: None };
    act.record(write).await?;
    Ok(true)
}

/// Tells both sides: the doctor on the page of the dispute, the author where the review was written.
async fn tell(write: &mut Write, review: &Review, reason: Option<&str>) -> Result<(), Failure> {
    let kind = NoticeKind::Decision;
    if let Some(account) = doctor::owner(&**write, review.doctor_id).await? {
        let path = format!("/reviews/{}/dispute", review.id);
        notification::tell(write, account, News { kind, path: &path, reason }).await?;
    }
    if let Some(account) = review::author(&**write, review.id).await? {
        let path = format!("/reviews/{}", review.id);
        notification::tell(write, account, News { kind, path: &path, reason }).await?;
    }
    Ok(())
}

async fn find(app: &App, viewer: &Viewer, id: i64, values: Values) -> Result<(Person, Page), Failure> {
    let db = app.db.read();
    let review = review::find(db, id).await?.ok_or(Failure::NotFound)?;
    let person = viewer.allowed_on(Action::Moderate, review.state)?;
    let open = disputes::last(db, id).await?.filter(|last| last.state == DisputeState::Open);
    let frame = viewer.frame(viewer.locale.t("Decide on a dispute").to_string()).at_desk();
    Ok((person, Page { frame, review, open, values, errors: Errors::default() }))
}
