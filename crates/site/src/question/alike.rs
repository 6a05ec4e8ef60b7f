//! "Already answered?": questions whose answers would answer one that is being written.

use askama::Template;
use axum::{extract::State, response::Response};
use markup::SafeHtml;
use serde::Deserialize;

use super::{Row, store};
use crate::{
    agreement::Tally,
    app::App,
    error::Failure,
    index::{self, Finder, Sought},
    policy::Role,
    taxonomy,
    web::{self, Form, Frame, Network, Viewer},
};

/// Questions that are shown.
const MOST: usize = 5;
/// A text with fewer characters says nothing yet.
const FEWEST: usize = 8;

/// The questions, as a part of a page.
#[derive(Template)]
#[template(path = "question/alike.html")]
pub(super) struct Alike<'a> {
    frame: &'a Frame,
    rows: &'a [Row],
}

impl<'a> Alike<'a> {
    pub(super) fn shown(frame: &'a Frame, rows: &'a [Row]) -> Result<SafeHtml, askama::Error> {
        Ok(SafeHtml::stored(Self { frame, rows }.render()?))
    }

    fn tally(&self, row: &Row) -> Tally<'a> {
        Tally { frame: self.frame, counts: row.brief.counts(), answers: row.brief.answer_count }
    }
}

/// Answered questions that ask what this one asks, the likest first.
pub(super) async fn answered(app: &App, title: &str, body: &str) -> Result<Vec<Row>, Failure> {
    if title.trim().chars().count() + body.trim().chars().count() < FEWEST {
        return Ok(Vec::new());
    }
    let found = index::alike(app, Sought::letter(title, body).answered(), index::Nearness::Same).await?;
    let ids: Vec<i64> = found.unwrap_or_default().iter().map(|one| one.id).collect();
    let db = app.db.read();
    let mut briefs = store::by_ids(db, Role::Reader, &ids).await?;
    // The index may be a moment behind.
    briefs.retain(|brief| brief.answer_count > 0);
    briefs.truncate(MOST);
    Ok(Row::all(db, &taxonomy::current(app).await?, briefs).await?)
}

/// What is sent while somebody types.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    title: String,
    body: String,
}

/// `POST /ask/alike`: for a program on the page where a question is written.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    network: Network,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    Finder::of(&app).count(network)?;
    let rows = answered(&app, &typed.title, &typed.body).await?;
    Ok(web::fragment(&Alike::shown(&viewer.frame(String::new()), &rows)?))
}
