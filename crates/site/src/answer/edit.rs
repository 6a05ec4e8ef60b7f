//! Changing one's own answer, and taking it back.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::entity::{answer, question};
use serde::Deserialize;

use super::{
    form::{Asks, LINE, Values},
    give::{self, Author, Changed},
    kept,
    page::{Page, Task, place},
};
use crate::{
    app::App,
    error::Failure,
    policy::{self, Action, View},
    web::{self, BY_MODERATOR, Errors, Form, Frame, Person, Unfit, Viewer, Words},
};

/// One of the visitor's own answers, with its question.
async fn own(
    app: &App,
    viewer: &Viewer,
    (id, action): (i64, Action),
) -> Result<(answer::Model, question::Model, Person), Failure> {
    let person = viewer.allowed(action)?;
    let doctor = Author::of(&person)?.doctor;
    let row = kept::own(app.db.read(), doctor, id).await?.ok_or(Failure::NotFound)?;
    if !policy::may_on(viewer.role, action, row.state) {
        return Err(Failure::Gone(row.state_reason));
    }
    let asked = kept::question(&mut app.db.reading()?, row.question_id).await?.ok_or(Failure::NotFound)?;
    if policy::view(viewer.role, asked.state) != View::Whole {
        return Err(Failure::Gone(asked.state_reason));
    }
    Ok((row, asked, person))
}

async fn current(app: &App, row: &answer::Model) -> Result<(Values, i64), Failure> {
    let cited = kept::citations(app.db.read(), row.id).await?;
    Ok((Values::of(row, &cited), kept::changes(app.db.read(), row.id).await?.into()))
}

/// `/answers/{id}/edit`
pub(super) async fn form(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let (row, asked, _) = own(&app, &viewer, (id, Action::ChangeOwnAnswer)).await?;
    let (values, version) = current(&app, &row).await?;
    Page::new(&viewer, asked, Task::Change(id), values).at(version).show()
}

/// The form as sent: to be looked at, or to be published.
pub(super) async fn send(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let (row, asked, person) = own(&app, &viewer, (id, Action::ChangeOwnAnswer)).await?;
    let author = Author::of(&person)?;
    let parsed = values.parse(viewer.locale, Asks::of(&asked.lang, &asked.title));
    let correction = correction(&values, &viewer);
    let (written, correction) = match (parsed, correction) {
        (Ok(written), Ok(correction)) => (written, correction),
        (Err(errors), _) | (_, Err(errors)) => {
            return Page::new(&viewer, asked, Task::Change(id), values).wrong(errors).show();
        }
    };
    if values.act == "preview" {
        let page = Page::new(&viewer, asked, Task::Change(id), values);
        return page.previewed(&app, author.doctor, &written).await?.show();
    }
    match give::change(&app, &author, (id, values.version()), (&written, correction)).await? {
        Changed::Done => Ok(web::see(&viewer, &place(&asked, id))),
        Changed::Meanwhile => {
            let (row, ..) = own(&app, &viewer, (row.id, Action::ChangeOwnAnswer)).await?;
            let (other, version) = current(&app, &row).await?;
            // A second click: what it asks for is so already.
            let cited = kept::citations(app.db.read(), id).await?;
            if written.is(&row, &cited, viewer.locale) {
                return Ok(web::see(&viewer, &place(&asked, id)));
            }
            Page::new(&viewer, asked, Task::Change(id), values).at(version).beside(other).show()
        }
    }
}

fn correction(values: &Values, viewer: &Viewer) -> Result<Option<String>, Errors> {
    Words::if_given(note(&values.correction))
        .map(|said| said.map(String::from))
        .map_err(|unfit| Errors::one("correction", unfit.message(viewer.locale)))
}

/// A note in one line. It must not look like a moderator's, which closes what stood before.
fn note(typed: &str) -> Result<Words, Unfit> {
    let note = Words::line(typed, LINE)?;
    match note.as_str().split_at_checked(BY_MODERATOR.trim().len()) {
        Some((start, rest)) if start.eq_ignore_ascii_case(BY_MODERATOR.trim()) => self::note(rest),
        _ => Ok(note),
    }
}

#[derive(Template)]
#[template(path = "answer/withdraw.html")]
struct Withdraw {
    frame: Frame,
    id: i64,
    row: answer::Model,
    path: String,
    reason: String,
    errors: Errors,
}

impl Withdraw {
    fn new(viewer: &Viewer, row: answer::Model, asked: &question::Model) -> Self {
        let frame = viewer.frame(viewer.locale.t("Withdraw your answer").to_string()).at_desk();
        let path = place(asked, row.id);
        Self { frame, id: row.id, row, path, reason: String::new(), errors: Errors::default() }
    }
}

/// `/answers/{id}/withdraw`
pub(super) async fn ask(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let (row, asked, _) = own(&app, &viewer, (id, Action::KeepOwnAnswer)).await?;
    web::own(&Withdraw::new(&viewer, row, &asked))
}

/// Why an answer is taken back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Why {
    reason: String,
}

/// Takes the answer back.
pub(super) async fn withdraw(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(why): Form<Why>,
) -> Result<Response, Failure> {
    let (row, asked, person) = own(&app, &viewer, (id, Action::KeepOwnAnswer)).await?;
    let l = viewer.locale;
    let mut page = Withdraw::new(&viewer, row, &asked);
    let reason = match note(&why.reason) {
        Ok(reason) => reason.into(),
        Err(unfit) => {
            let said = match unfit {
                Unfit::Empty => l.t("Say why you withdraw your answer.").to_string(),
                _ => unfit.message(l),
            };
            page.errors.add("reason", said);
            page.reason = why.reason;
            return web::again(&page);
        }
    };
    give::withdraw(&app, &Author::of(&person)?, id, reason).await?;
    Ok(web::see(&viewer, &page.path))
}
