//! What the asker of a question can do with it: add details, say that the answer was found, withdraw it.

use askama::Template;
use axum::{
    extract::{Path, State as Shared},
    response::Response,
};
use db::{
    entity::question,
    value::{NoticeKind, State},
};
use serde::Deserialize;

use super::{
    own_store,
    show::{self, Typed},
    state,
};
use crate::{
    app::{App, Tag, Write},
    error::Failure,
    notification::{self, News},
    policy::{self, Action},
    web::{self, Errors, Form, Frame, Person, Viewer, Words},
};

/// Times that details can be added.
const MOST_DETAILS: usize = 20;

/// The question, if it is this person's own and they may still do something with it; held until the change is through.
async fn own(write: &Write, person: &Person, id: i64) -> Result<question::Model, Failure> {
    still(person, own_store::hold(write, id, person.account).await?)
}

fn still(person: &Person, found: Option<question::Model>) -> Result<question::Model, Failure> {
    let found = found.ok_or(Failure::NotFound)?;
    if policy::may_on(person.role(), Action::KeepOwnQuestion, found.state) {
        Ok(found)
    } else {
        Err(Failure::Gone(found.state_reason))
    }
}

fn path(question: &question::Model) -> String {
    format!("/questions/{}/{}", question.id, question.slug)
}

/// What is sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Details {
    details: String,
}

/// `POST /questions/{id}/details`
pub(super) async fn add_details(
    Shared(app): Shared<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(sent): Form<Details>,
) -> Result<Response, Failure> {
    let person = viewer.allowed(Action::KeepOwnQuestion)?;
    let mut write = app.write().await?;
    let question = own(&write, &person, id).await?;
    let added = match Words::parse(&sent.details, 1..=app.config.asking.details_longest.count()) {
        Ok(text) => add(&mut write, &question, text.into()).await?,
        Err(unfit) => Added::Refused(unfit.message(viewer.locale)),
    };
    if let Added::Refused(said) = added.in_words(viewer.locale) {
        // One connection writes: it has to be let go before the page is read.
        drop(write);
        let errors = Errors::one("details", said);
        let typed = Typed { details: sent.details, errors };
        return web::again(&show::page(&app, &viewer, id, typed).await?);
    }
    write.commit().await?;
    Ok(web::see(&viewer, &path(&question)))
}

/// What became of details.
enum Added {
    Done,
    TooOften,
    Refused(String),
}

impl Added {
    fn in_words(self, l: locale::Locale) -> Self {
        match self {
            Self::TooOften => Self::Refused(
                l.t("Details can be added {n} times. Please ask a new question.")
                    .with("n", MOST_DETAILS)
                    .to_string(),
            ),
            other => other,
        }
    }
}

async fn add(write: &mut Write, question: &question::Model, text: String) -> Result<Added, Failure> {
    let before = own_store::detail_texts(&**write, question.id).await?;
    // The same form sent twice.
    if before.contains(&text) {
        return Ok(Added::Done);
    }
    if before.len() >= MOST_DETAILS {
        return Ok(Added::TooOften);
    }
    let now = write.now();
    own_store::add_detail(&**write, question.id, text, now).await?;
    write.changes(Tag::Question(question.id));
    if question.state == State::Published {
        let news =
            News { kind: NoticeKind::Detail, path: &format!("/questions/{}", question.id), reason: None };
        for account in own_store::answering_accounts(&**write, question.id).await? {
            notification::tell(write, account, news).await?;
        }
    }
    Ok(Added::Done)
}

/// What is sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Found {
    found: String,
}

/// `POST /questions/{id}/found`
pub(super) async fn found(
    Shared(app): Shared<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(sent): Form<Found>,
) -> Result<Response, Failure> {
    let person = viewer.allowed(Action::KeepOwnQuestion)?;
    let mut write = app.write().await?;
    let question = own(&write, &person, id).await?;
    let at = (sent.found != "no").then(|| question.found_answer_at.unwrap_or(write.now()));
    if at != question.found_answer_at {
        own_store::set_found(&*write, id, at).await?;
        write.changes(Tag::Question(id));
        write.commit().await?;
    }
    Ok(web::see(&viewer, &path(&question)))
}

#[derive(Template)]
#[template(path = "question/withdraw.html")]
struct Withdraw {
    frame: Frame,
    question: question::Model,
}

/// `/questions/{id}/withdraw`
pub(super) async fn ask_to_withdraw(
    Shared(app): Shared<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let person = viewer.allowed(Action::KeepOwnQuestion)?;
    let question = still(&person, own_store::own(app.db.read(), id, person.account).await?)?;
    let frame = viewer.frame(viewer.locale.t("Withdraw your question?").to_string()).at_desk();
    web::own(&Withdraw { frame, question })
}

/// `POST /questions/{id}/withdraw`
pub(super) async fn withdraw(
    Shared(app): Shared<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let person = viewer.allowed(Action::KeepOwnQuestion)?;
    let mut write = app.write().await?;
    match own(&write, &person, id).await {
        Ok(question) => {
            state::turn(&mut write, id, question.state, State::Removed, Some("withdrawn")).await?;
            write.commit().await?;
        }
        // It was withdrawn before: a second press of the button.
        Err(Failure::Gone(_)) => {}
        Err(failure) => return Err(failure),
    }
    Ok(web::see(&viewer, "/account/questions"))
}
