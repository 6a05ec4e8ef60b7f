//! What somebody was told, newest first.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use locale::Text;
use serde::Deserialize;

use super::{
    letters,
    store::{self, Notice},
};
use crate::{
    app::App,
    error::Failure,
    web::{self, Cursor, Form, Frame, Next, Pager, Person, Viewer},
};

/// Where the list goes on.
#[derive(Deserialize)]
pub(super) struct Here {
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "notification/list.html")]
struct List {
    frame: Frame,
    notices: Pager<Notice>,
}

impl List {
    fn said(&self, news: &Notice) -> Text<'static> {
        letters::said(self.frame.l, news)
    }

    /// The newest one shown, where any was not read: what came since is not taken for read.
    fn last_unread(&self) -> Option<i64> {
        let rows = &self.notices.rows;
        let any = self.frame.viewer.person.as_deref().is_some_and(|person| person.unread > 0);
        rows.first().filter(|_| any && self.notices.first.is_none()).map(|news| news.id)
    }
}

/// `/account/notices`. Looking at it changes nothing: what was read is said by whoever reads it.
pub(super) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    person: Person,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    let size = app.config.lists.page.get();
    let after = here.after.as_deref().and_then(Cursor::parse);
    let rows = store::page(app.db.read(), person.account, after, size).await?;
    let place = |news: &Notice| Cursor { key: 0, second: 0, id: news.id };
    let notices = Pager::new(rows, size, "/account/notices", after, place);
    let l = viewer.locale;
    let frame = viewer
        .frame(l.t("Your notices").to_string())
        .at_desk()
        .under(vec![(l.t("Your account").to_string(), "/account".into())]);
    web::own(&List { frame, notices })
}

/// Goes to what a notice tells of, and takes it for read.
pub(super) async fn read(
    State(app): State<App>,
    viewer: Viewer,
    person: Person,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let write = app.write().await?;
    let news = store::own(&*write, person.account, id).await?.ok_or(Failure::NotFound)?;
    store::read(&*write, news.id, write.now()).await?;
    write.commit().await?;
    Ok(web::see(&viewer, Next::sound(&news.path)))
}

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Until {
    last: i64,
}

/// Takes all that was shown for read.
pub(super) async fn read_all(
    State(app): State<App>,
    viewer: Viewer,
    person: Person,
    Form(until): Form<Until>,
) -> Result<Response, Failure> {
    let write = app.write().await?;
    store::read_until(&*write, person.account, until.last, write.now()).await?;
    write.commit().await?;
    Ok(web::see(&viewer, "/account/notices"))
}
