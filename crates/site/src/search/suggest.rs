//! `/search/suggest`: what somebody may be about to type, for the script of the box.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use markup::SafeHtml;
use search::Kind;
use serde::Deserialize;

use super::asked::{Asked, Typed};
use crate::{
    app::App,
    doctor,
    error::Failure,
    index::Finder,
    policy::Role,
    question,
    taxonomy::{self, Addressed},
    web::{self, Frame, Network, Viewer},
};

/// Suggestions that are made.
const MOST: usize = 8;
/// Characters of what was typed that are looked at.
const LONGEST: usize = 200;

#[derive(Deserialize)]
pub(super) struct Here {
    #[serde(default)]
    q: String,
}

/// One suggestion.
struct One {
    title: String,
    path: String,
    kind: String,
}

#[derive(Template)]
#[template(path = "search/suggest.html")]
struct List {
    frame: Frame,
    all: Vec<One>,
}

pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    network: Network,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    let finder = Finder::of(&app);
    finder.count(network)?;
    let typed = Typed { q: here.q.chars().take(LONGEST).collect(), ..Typed::default() };
    let asked = Asked::of(&app, viewer.locale, &typed).await?;
    let found = finder.ask(move |view, _| view.suggest(&asked.suggested(MOST))).await?.unwrap_or_default();
    let ids =
        |kind: Kind| -> Vec<i64> { found.iter().filter(|key| key.kind == kind).map(|key| key.id).collect() };
    let (l, db, taxonomy) = (viewer.locale, app.db.read(), taxonomy::current(&app).await?);
    // As the database has them now: what is not to be seen any more is not suggested.
    let questions = question::by_ids(db, Role::Reader, &ids(Kind::Question)).await?;
    let doctors = doctor::by_ids(db, &ids(Kind::Doctor), app.clock.now()).await?;
    let one = |key: search::Key| match key.kind {
        Kind::Question => {
            let brief = questions.iter().find(|brief| brief.id == key.id)?;
            Some(One { title: brief.title.clone(), path: brief.path(), kind: l.t("Question").to_string() })
        }
        Kind::Doctor => {
            let person = doctors.iter().find(|person| person.doctor_id == key.id)?;
            let title = person.name.clone()?;
            Some(One { title, path: person.path(), kind: l.t("Doctor").to_string() })
        }
        Kind::Topic => {
            let topic = taxonomy.topic(key.id)?;
            Some(One { title: topic.name.clone(), path: topic.path(), kind: l.t("Topic").to_string() })
        }
    };
    let all = found.into_iter().filter_map(one).collect();
    let list = List { frame: viewer.frame(String::new()), all };
    Ok(web::fragment(&SafeHtml::stored(list.render()?)))
}
