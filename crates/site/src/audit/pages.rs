//! The audit log as an administrator reads it: the newest first, narrowed to one thing.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use db::{entity::audit::Model, value::Matter};
use serde::Deserialize;

use super::store;
use crate::{
    app::App,
    error::Failure,
    policy::Action,
    web::{self, Choice, Cursor, Frame, Pager, Viewer},
};

/// What the log is narrowed to, and where it goes on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Here {
    kind: String,
    id: String,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "audit/log.html")]
struct Page {
    frame: Frame,
    here: Here,
    rows: Pager<Model>,
}

impl Page {
    fn kinds(&self) -> Vec<Choice> {
        let all = std::iter::once(Choice::new("", self.frame.l.t("Everything")));
        all.chain(Matter::ALL.iter().map(|kind| Choice::new(kind.word(), kind.word()))).collect()
    }
}

/// `/audit`
pub(super) async fn log(
    State(app): State<App>,
    viewer: Viewer,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    viewer.allowed(Action::ReadAudit)?;
    let kind = match here.kind.as_str() {
        "" => None,
        word => Some(Matter::from_word(word).ok_or(Failure::BadRequest)?),
    };
    let id = match here.id.trim() {
        "" => None,
        digits => Some(digits.parse::<i64>().map_err(|_| Failure::BadRequest)?),
    };
    let (size, after) = (app.config.lists.page.get(), here.after.as_deref().and_then(Cursor::parse));
    let rows = store::log(app.db.read(), (kind, id), after.map(|after| after.id), size).await?;
    let path = match (kind, id) {
        (None, None) => "/audit".to_owned(),
        (kind, id) => format!(
            "/audit?kind={}&id={}",
            kind.map_or("", Matter::word),
            id.map(|id| id.to_string()).unwrap_or_default()
        ),
    };
    let rows = Pager::new(rows, size, &path, after, |row| Cursor { key: 0, second: 0, id: row.id });
    let frame = viewer.frame(viewer.locale.t("Audit log").to_string()).at_desk();
    web::own(&Page { frame, here, rows })
}
