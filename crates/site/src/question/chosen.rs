//! Somebody who was about to ask finds that their question is answered: that is counted, and their draft is thrown away if
//! they say so.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use super::{Brief, kept, store};
use crate::{
    app::{App, Tag},
    draft::{self, Owner},
    error::Failure,
    policy::Role,
    web::{self, Form, Frame, Viewer},
};

/// What is kept beside a draft of who chose which question, so that each counts once.
const CHOSEN: &str = "chosen";

#[derive(Template)]
#[template(path = "question/chosen.html")]
struct Page {
    frame: Frame,
    chosen: Brief,
}

/// What the address or a form says.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Choice {
    #[serde(deserialize_with = "web::number")]
    question: i64,
    /// What becomes of the draft: `discard` or `keep`; nothing while that has not been asked.
    draft: String,
}

/// The question that was chosen, if everybody sees it.
async fn chosen(app: &App, id: i64) -> Result<Option<Brief>, Failure> {
    Ok(store::by_ids(app.db.read(), Role::Reader, &[id]).await?.pop())
}

/// Whose draft there is.
async fn writing(app: &App, viewer: &Viewer) -> Result<Option<Owner>, Failure> {
    let saved = kept::find(app, viewer).await?.saved;
    Ok(saved.and_then(|_| Owner::of(viewer)))
}

/// `/ask/chosen`: asks what is to become of the draft.
pub(super) async fn ask(
    State(app): State<App>,
    viewer: Viewer,
    Query(choice): Query<Choice>,
) -> Result<Response, Failure> {
    let Some(chosen) = chosen(&app, choice.question).await? else { return Ok(web::see(&viewer, "/ask")) };
    if writing(&app, &viewer).await?.is_none() {
        return Ok(web::see(&viewer, &chosen.path()));
    }
    let frame = viewer.frame(viewer.locale.t("Your question is answered").to_string()).at_desk();
    web::own(&Page { frame, chosen })
}

/// `POST /ask/chosen`
pub(super) async fn choose(
    State(app): State<App>,
    viewer: Viewer,
    Form(choice): Form<Choice>,
) -> Result<Response, Failure> {
    let Some(chosen) = chosen(&app, choice.question).await? else { return Ok(web::see(&viewer, "/ask")) };
    // Only who was about to ask is counted.
    let Some(owner) = writing(&app, &viewer).await? else { return Ok(web::see(&viewer, &chosen.path())) };
    let mut write = app.write().await?;
    if draft::save(&write, &owner, (CHOSEN, chosen.id), 0, &()).await?.is_some() {
        store::count_choice(&*write, chosen.id).await?;
        write.changes(Tag::Question(chosen.id));
    }
    if choice.draft == "discard" {
        draft::discard(&*write, [(owner, kept::ABOUT)]).await?;
    }
    write.commit().await?;
    Ok(match choice.draft.as_str() {
        "" => web::see(&viewer, &format!("/ask/chosen?question={}", chosen.id)),
        _ => web::see(&viewer, &chosen.path()),
    })
}
