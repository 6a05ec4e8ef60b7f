//! `/account/questions`: what somebody has asked.

use askama::Template;
use axum::{
    extract::{Query, State as Shared},
    response::Response,
};
use db::value::State;
use locale::Text;
use serde::Deserialize;

use super::own_store::{self, Own};
use crate::{
    app::App,
    error::Failure,
    web::{self, Cursor, Frame, Pager, Person, Viewer},
};

#[derive(Template)]
#[template(path = "question/mine.html")]
struct Page {
    frame: Frame,
    questions: Pager<Own>,
}

impl Page {
    fn state(&self, own: &Own) -> Text<'static> {
        let l = self.frame.l;
        match own.state {
            State::Published => l.t("Everybody can read it"),
            State::Held => l.t("Waits for a moderator"),
            State::Removed => l.t("Removed"),
        }
    }
}

/// Where the list goes on.
#[derive(Deserialize)]
pub(super) struct Here {
    after: Option<String>,
}

/// `/account/questions`
pub(super) async fn show(
    Shared(app): Shared<App>,
    viewer: Viewer,
    person: Person,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    let size = app.config.lists.page.get();
    let after = here.after.as_deref().and_then(Cursor::parse);
    let found = own_store::list(app.db.read(), person.account, after.map(|after| after.id), size).await?;
    let cursor = |own: &Own| Cursor { key: own.id, second: 0, id: own.id };
    let questions = Pager::new(found, size, "/account/questions", after, cursor);
    let l = viewer.locale;
    let frame = viewer.frame(l.t("Your questions").to_string()).at_desk();
    let frame = frame.under(vec![(l.t("Your account").to_string(), "/account".into())]);
    web::own(&Page { frame, questions })
}
