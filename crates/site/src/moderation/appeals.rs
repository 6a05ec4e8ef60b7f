//! Appeals that wait for somebody who did not make the decision.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use locale::Text;
use serde::Deserialize;

use super::{
    rules,
    store::{self, Open},
    thing,
};
use crate::{
    app::App,
    error::Failure,
    policy::Action,
    web::{self, Cursor, Frame, Pager, Person, Viewer},
};

/// Where the list goes on.
#[derive(Deserialize)]
pub(super) struct Here {
    after: Option<String>,
    /// Present when what was just settled could not be undone.
    stays: Option<String>,
}

#[derive(Template)]
#[template(path = "moderation/appeals.html")]
struct Page {
    frame: Frame,
    person: Person,
    appeals: Pager<Open>,
    stays: bool,
}

impl Page {
    fn done(&self, open: &Open) -> Text<'static> {
        rules::done(self.frame.l, open.1.act)
    }

    fn kind(&self, open: &Open) -> Text<'static> {
        thing::kind(self.frame.l, open.1.matter_kind)
    }

    /// Whether this is the viewer's to settle: not their own decision, and not their own appeal.
    fn is_mine(&self, open: &Open) -> bool {
        open.1.account_id != self.person.account && open.0.account_id != self.person.account
    }
}

/// `/appeals`
pub(super) async fn index(
    State(app): State<App>,
    viewer: Viewer,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    let person = viewer.allowed(Action::Moderate)?;
    let (size, after) = (app.config.lists.page.get(), here.after.as_deref().and_then(Cursor::parse));
    let open = store::open(app.db.read(), after.map_or(0, |after| after.id), size).await?;
    let cursor = |open: &Open| Cursor { key: 0, second: 0, id: open.0.id };
    let appeals = Pager::new(open, size, "/appeals", after, cursor);
    let l = viewer.locale;
    let steps = vec![(l.t("Moderation").to_string(), "/moderation".into())];
    let frame = viewer.frame(l.t("Appeals").to_string()).under(steps).at_desk();
    web::own(&Page { frame, person, appeals, stays: here.stays.is_some() })
}
