//! The sitemap: an index, and parts of at most 50,000 addresses, which is the protocol's limit.
//!
//! Parts are cut by identity (`questions-3.xml` has the questions 100,001 to 150,000), so that a part is one walk of
//! an index, stays the same when questions are added elsewhere, and a million questions make twenty.

use crate::{
    app::App,
    doctor,
    error::Failure,
    question, taxonomy,
    web::{self, Viewer},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

/// Identities in one part; at most one address each.
const PART: i64 = 50_000;
/// Parts in the index, by the protocol.
const MAX_PARTS: i64 = 50_000;

#[derive(Template)]
#[template(path = "feed/sitemap-index.xml")]
struct Index {
    parts: Vec<String>,
}

#[derive(Template)]
#[template(path = "feed/sitemap.xml")]
struct Part {
    addresses: Vec<String>,
}

/// `/sitemap.xml`
pub(super) async fn index(State(app): State<App>, viewer: Viewer) -> Result<Response, Failure> {
    let db = app.db.read();
    let (questions, doctors) = (question::last_id(db).await?, doctor::last_id(db).await?);
    let url = |name: &str| format!("{}/sitemaps/{name}.xml", viewer.face.public_url);
    let mut parts = vec![url("pages"), url("topics")];
    for (kind, last) in [("questions", questions), ("doctors", doctors)] {
        let count = ((last + PART - 1) / PART).min(MAX_PARTS / 2 - 2);
        parts.extend((1..=count).map(|number| url(&format!("{kind}-{number}"))));
    }
    web::xml(&Index { parts })
}

/// `/sitemaps/{kind}-{number}.xml`
pub(super) async fn part(
    State(app): State<App>,
    viewer: Viewer,
    Path(file): Path<String>,
) -> Result<Response, Failure> {
    let name = file.strip_suffix(".xml").ok_or(Failure::NotFound)?;
    let paths = match name.split_once('-') {
        None if name == "pages" => PAGES.iter().map(|path| (*path).to_owned()).collect(),
        None if name == "topics" => topics(&app).await?,
        Some(("questions", number)) => questions(&app, from(number)?).await?,
        Some(("doctors", number)) => doctors(&app, from(number)?).await?,
        _ => return Err(Failure::NotFound),
    };
    let absolute = |path: &str| format!("{}{path}", viewer.face.public_url);
    web::xml(&Part { addresses: paths.iter().map(|path| absolute(path)).collect() })
}

const PAGES: &[&str] =
    &["/", "/ask", "/questions", "/topics", "/doctors", "/about", "/disclaimer", "/how-answers-are-ranked"];

/// The identity before the first of a part.
fn from(number: &str) -> Result<i64, Failure> {
    let number: i64 = number.parse().map_err(|_| Failure::NotFound)?;
    if (1..=MAX_PARTS).contains(&number) { Ok((number - 1) * PART) } else { Err(Failure::NotFound) }
}

type Paths = Vec<String>;

async fn topics(app: &App) -> Result<Paths, Failure> {
    let taxonomy = taxonomy::current(app).await?;
    let topics = taxonomy.topics();
    Ok(topics
        .iter()
        .filter(|topic| topic.question_count > 0)
        .map(|topic| format!("/topics/{}", topic.slug))
        .collect())
}

async fn questions(app: &App, after: i64) -> Result<Paths, Failure> {
    let found = question::sitemap(app.db.read(), after, after + PART).await?;
    if found.is_empty() && after >= question::last_id(app.db.read()).await? {
        return Err(Failure::NotFound);
    }
    // Without a date of change: a page changes with each answer, and a date that does not say so is worse than none.
    Ok(found.iter().map(|q| format!("/questions/{}/{}", q.id, q.slug)).collect())
}

async fn doctors(app: &App, after: i64) -> Result<Paths, Failure> {
    let found = doctor::sitemap(app.db.read(), after, after + PART).await?;
    if found.is_empty() {
        return Err(Failure::NotFound);
    }
    Ok(found.into_iter().map(|slug| format!("/doctors/{slug}")).collect())
}
