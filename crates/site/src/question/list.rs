//! All questions: newest, most answered, unanswered.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use super::{Row, Sort, store};
use crate::{
    app::App,
    error::Failure,
    taxonomy,
    web::{self, Cursor, Frame, Pager, Viewer},
};

/// Which list, and where it goes on.
#[derive(Deserialize)]
pub(super) struct Here {
    sort: Option<String>,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "question/list.html")]
struct List {
    frame: Frame,
    sort: Sort,
    questions: Pager<Row>,
}

/// `/questions`
pub(super) async fn index(
    State(app): State<App>,
    viewer: Viewer,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    let (sort, path) = match here.sort.as_deref() {
        None | Some("newest") => (Sort::Newest, "/questions"),
        Some("answered") => (Sort::MostAnswered, "/questions?sort=answered"),
        Some("unanswered") => (Sort::Unanswered, "/questions?sort=unanswered"),
        Some(_) => return Err(Failure::BadRequest),
    };
    let size = app.config.lists.page.get();
    let after = here.after.as_deref().and_then(Cursor::parse);
    let briefs = store::list(app.db.read(), viewer.role, sort, after, size).await?;
    let page = Pager::new(briefs, size, path, after, |brief| store::cursor(sort, brief));
    let taxonomy = taxonomy::current(&app).await?;
    let questions = Pager {
        rows: Row::all(app.db.read(), &taxonomy, page.rows).await?,
        next: page.next,
        first: page.first,
    };
    let l = viewer.locale;
    let mut frame =
        viewer.frame(l.t("Questions").to_string()).under(vec![(l.t("Home").to_string(), "/".into())]);
    frame.canonical = path.to_owned();
    frame.indexed &= after.is_none();
    frame.description =
        l.t("Questions from patients, each answered by several doctors on their own.").to_string();
    frame.feed = Some((l.t("Newest questions").to_string(), "/feeds/questions.atom".into()));
    frame.tell_machines(Vec::new());
    web::html(&List { frame, sort, questions })
}
