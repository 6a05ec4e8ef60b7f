//! Writing an answer: the form, its draft, its preview, and publishing.

use axum::{
    extract::{Path, State},
    response::Response,
};
use db::entity::{answer, question};

use super::{
    form::{Asks, Values},
    give::Author,
    kept,
    page::{Closed, Page, Task, edit, place},
    publish::{Given, Offer},
    terms,
};
use crate::{
    app::App,
    draft::{self, Draft},
    error::Failure,
    policy::Action,
    web::{self, Errors, Form, Person, Viewer},
};

/// A question that this visitor may answer.
async fn asked(app: &App, viewer: &Viewer, id: i64) -> Result<(question::Model, Person), Failure> {
    let asked = kept::question(&mut app.db.reading()?, id).await?.ok_or(Failure::NotFound)?;
    let person = viewer.allowed_on(Action::Answer, asked.state)?;
    Ok((asked, person))
}

async fn draft_of(app: &App, author: &Author<'_>, question: i64) -> Result<Option<Draft<Values>>, Failure> {
    Ok(draft::find(&mut app.db.reading()?, &author.owner(), Author::draft_on(question)).await?)
}

/// `/questions/{id}/answer`
pub(super) async fn form(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let (asked, person) = asked(&app, &viewer, id).await?;
    let author = Author::of(&person)?;
    if let Some(before) = kept::given(app.db.read(), id, author.doctor).await? {
        return again(&viewer, &asked, &before);
    }
    if asked.locked.is_some() {
        return web::own(&Closed::locked(&viewer, &asked));
    }
    let (values, version) = match draft_of(&app, &author, id).await? {
        Some(draft) => (draft.content, draft.version),
        None => (Values::default(), 0),
    };
    Page::new(&viewer, asked, Task::Give, values).at(version).show()
}

/// Who answered before changes that answer, if it is still there.
fn again(viewer: &Viewer, asked: &question::Model, before: &answer::Model) -> Result<Response, Failure> {
    if before.state == db::value::State::Removed {
        return web::own(&Closed::removed(viewer, asked));
    }
    Ok(web::see(viewer, &edit(before)))
}

/// Keeps what is typed: 200 with the new version, or 409.
pub(super) async fn keep(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let (_, person) = asked(&app, &viewer, id).await?;
    let author = Author::of(&person)?;
    Ok(web::saved(save(&app, &author, id, &values).await?))
}

async fn save(
    app: &App,
    author: &Author<'_>,
    question: i64,
    values: &Values,
) -> Result<Option<i64>, Failure> {
    let write = app.write().await?;
    let about = Author::draft_on(question);
    let saved = draft::save(&write, &author.owner(), about, values.version(), values).await?;
    write.commit().await?;
    Ok(saved)
}

/// The form as sent: to be looked at, to be kept, or to be published.
pub(super) async fn send(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(mut values): Form<Values>,
) -> Result<Response, Failure> {
    let (asked, person) = asked(&app, &viewer, id).await?;
    let author = Author::of(&person)?;
    if asked.locked.is_some() {
        return too_late(&viewer, asked, Closed::locked, values);
    }
    // What another window saved is neither overwritten nor thrown away unseen.
    let draft = draft_of(&app, &author, id).await?;
    let version = draft.as_ref().map_or(0, |draft| draft.version);
    if let Some(other) = draft.filter(|d| d.version != values.version() && !d.content.says_as(&values)) {
        return Page::new(&viewer, asked, Task::Give, values).at(version).beside(other.content).show();
    }
    values.version = version.to_string();
    match values.act.as_str() {
        "preview" => preview(&app, &viewer, (asked, &author), values).await,
        "save" => match save(&app, &author, id, &values).await? {
            Some(_) => Ok(web::see(&viewer, &format!("/questions/{id}/answer"))),
            None => conflict(&app, &viewer, (asked, &author), values).await,
        },
        _ => publish(&app, &viewer, (asked, &author), values).await,
    }
}

/// Another window was faster than this one between two looks.
async fn conflict(
    app: &App,
    viewer: &Viewer,
    (asked, author): (question::Model, &Author<'_>),
    values: Values,
) -> Result<Response, Failure> {
    let other = draft_of(app, author, asked.id).await?;
    let page = Page::new(viewer, asked, Task::Give, values);
    match other {
        Some(other) => page.at(other.version).beside(other.content).show(),
        None => page.at(0).show(),
    }
}

async fn preview(
    app: &App,
    viewer: &Viewer,
    (asked, author): (question::Model, &Author<'_>),
    values: Values,
) -> Result<Response, Failure> {
    let Some(version) = save(app, author, asked.id, &values).await? else {
        return conflict(app, viewer, (asked, author), values).await;
    };
    let parsed = values.parse(viewer.locale, Asks::of(&asked.lang, &asked.title));
    let page = Page::new(viewer, asked, Task::Give, values).at(version);
    match parsed {
        Ok(written) => page.previewed(app, author.doctor, &written).await?.show(),
        Err(errors) => page.wrong(errors).show(),
    }
}

async fn publish(
    app: &App,
    viewer: &Viewer,
    (asked, author): (question::Model, &Author<'_>),
    values: Values,
) -> Result<Response, Failure> {
    let l = viewer.locale;
    let parsed = values.parse(l, Asks::of(&asked.lang, &asked.title));
    let accepted = values.accepted == "yes";
    let written = match parsed {
        Ok(written) if accepted => written,
        parsed => {
            let mut errors = parsed.err().unwrap_or_default();
            if !accepted {
                errors.add("accepted", l.t("Please agree to this before you publish.").to_string());
            }
            return Page::new(viewer, asked, Task::Give, values).wrong(errors).show();
        }
    };
    let offer = Offer {
        account: author.person.account,
        doctor: author.doctor,
        question: asked.id,
        html: markup::render(&written.body).into_string(),
        written: written.clone(),
        drafted: values.version() > 0,
        terms: terms::digest(l),
    };
    match app.together(offer).await? {
        Given::Published(id) => Ok(web::see(viewer, &place(&asked, id))),
        Given::Before(before) if before.state == db::value::State::Removed => {
            too_late(viewer, asked, Closed::removed, values)
        }
        Given::Before(before) => {
            // A second click: what it asks for is so already.
            let cited = kept::citations(app.db.read(), before.id).await?;
            if written.is(&before, &cited, l) {
                return Ok(web::see(viewer, &place(&asked, before.id)));
            }
            instead(app, viewer, (asked, &before), values).await
        }
        Given::Locked => too_late(viewer, asked, Closed::locked, values),
    }
}

/// The question stopped taking this answer while it was written: what was typed is not lost by it.
fn too_late(
    viewer: &Viewer,
    asked: question::Model,
    why: fn(&Viewer, &question::Model) -> Closed,
    values: Values,
) -> Result<Response, Failure> {
    let kept = viewer.locale.t("What you typed is below. Copy what you want to keep.");
    let errors = Errors::one("", format!("{} {kept}", why(viewer, &asked).words()));
    Page::new(viewer, asked, Task::Give, values).wrong(errors).show()
}

/// Somebody who answered before and sends something else may put it in the place of their answer, but not unasked.
async fn instead(
    app: &App,
    viewer: &Viewer,
    (asked, before): (question::Model, &answer::Model),
    values: Values,
) -> Result<Response, Failure> {
    let said = viewer.locale.t(
        "You have answered this question already. What you typed is below: publish it to change your answer.",
    );
    let errors = Errors::one("", said.to_string());
    let version = kept::changes(app.db.read(), before.id).await?;
    Page::new(viewer, asked, Task::Change(before.id), values).at(version.into()).wrong(errors).show()
}
