//! Reporting something: anybody who is signed in says what is wrong with it.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;

use super::{
    form,
    rules::{self, WORDS},
    store::{self, Report},
    thing::{self, Item, Thing},
};
use crate::{
    app::App,
    error::Failure,
    policy::Action,
    web::{self, Choice, Errors, Form, Frame, Of, Person, Reason, Viewer},
};

/// A day, in seconds.
const DAY: i64 = 24 * 3600;

#[derive(Template)]
#[template(path = "moderation/report.html")]
struct Page {
    frame: Frame,
    item: Item,
    /// When they reported it before. One report of a person is enough until it is decided on.
    before: Option<i64>,
    values: Values,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "moderation/reported.html")]
struct Thanks {
    frame: Frame,
}

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    reason: String,
    words: String,
}

impl Page {
    fn new(viewer: &Viewer, item: Item, values: Values, errors: Errors) -> Self {
        let frame = viewer.frame(viewer.locale.t("Tell us what is wrong").to_string()).at_desk();
        Self { frame, item, before: None, values, errors }
    }

    /// Words that are held back are held back here too.
    fn has_words(&self) -> bool {
        !self.item.is_wordless()
    }

    fn reasons(&self) -> Vec<Choice> {
        rules::report_reasons(self.frame.l, self.item.thing().kind)
    }
}

async fn named(app: &App, viewer: &Viewer, named: &(String, i64)) -> Result<(Person, Item), Failure> {
    let item = thing::find(app.db.read(), Thing::parse(named)?).await?.ok_or(Failure::NotFound)?;
    let person = viewer.allowed_on(Action::Report, item.state())?;
    for state in item.around() {
        viewer.allowed_on(Action::Report, state)?;
    }
    // A reply to words that are held back is not shown either.
    if matches!(item, Item::Reply(..)) && item.is_wordless() {
        return Err(Failure::NotFound);
    }
    Ok((person, item))
}

/// `GET /report/{kind}/{id}`
pub(super) async fn form(
    State(app): State<App>,
    viewer: Viewer,
    Path(path): Path<(String, i64)>,
) -> Result<Response, Failure> {
    let (person, item) = named(&app, &viewer, &path).await?;
    let before = store::reported_at(app.db.read(), person.account, item.thing()).await?;
    let page = Page::new(&viewer, item, Values::default(), Errors::default());
    web::own(&Page { before, ..page })
}

/// `POST /report/{kind}/{id}`
pub(super) async fn send(
    State(app): State<App>,
    viewer: Viewer,
    Path(path): Path<(String, i64)>,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let (person, item) = named(&app, &viewer, &path).await?;
    let (l, thing, mut errors) = (viewer.locale, item.thing(), Errors::default());
    let words = form::words(l, &mut errors, "words", &values.words);
    let reason =
        Reason::find(&values.reason).filter(|reason| reason.of == Of::Harm && reason.fits(thing.kind));
    let Some(reason) = reason.filter(|_| !errors.any()) else {
        if reason.is_none() {
            errors.add("reason", l.t("Please choose what is wrong.").to_string());
        }
        return web::again(&Page::new(&viewer, item, values, errors));
    };
    let write = app.write().await?;
    let now = write.now();
    if store::reported_at(&*write, person.account, thing).await?.is_some() {
        // The page says so, and that the first one stands.
        return Ok(web::see(&viewer, &format!("/report/{}/{}", thing.kind.word(), thing.id)));
    }
    let most = app.config.moderation.reports_a_day.get();
    if most > 0 && store::since(&*write, person.account, now.saturating_sub(DAY)).await? >= most {
        errors.add("", l.t("You have sent many reports today. Please go on tomorrow.").to_string());
        return web::again(&Page::new(&viewer, item, values, errors));
    }
    let new = Report { thing, by: person.account, reason: reason.code, words };
    store::add_report(&*write, new, now).await?;
    write.commit().await?;
    Ok(web::see(&viewer, "/reported"))
}

/// `/reported`
pub(super) async fn thanks(viewer: Viewer) -> Result<Response, Failure> {
    let frame = viewer.frame(viewer.locale.t("Thank you").to_string()).at_desk();
    web::html(&Thanks { frame })
}
