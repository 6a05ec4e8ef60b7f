//! Disputes about reviews' words, as moderators decide on them.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use db::value::{Act, DisputeState, Matter};
use locale::{Locale, Text};
use serde::Deserialize;

use super::{
    decide::{self, Judgement, Order, Ruling},
    form,
    rules::{self, WORDS},
    thing::{self, Item, Thing},
};
use crate::{
    app::App,
    error::Failure,
    policy::Action,
    review::{
        disputes::{self, Dispute, Waiting},
        rules::objection,
    },
    web::{self, Choice, Cursor, Errors, Form, Frame, Pager, Person, Reason, Viewer},
};

/// The code of the reason for which words stay.
const FINE: &str = "fine";

#[derive(Template)]
#[template(path = "moderation/disputes.html")]
struct List {
    frame: Frame,
    waiting: Pager<Waiting>,
}

/// Where the list goes on.
#[derive(Deserialize)]
pub(super) struct Here {
    after: Option<String>,
}

/// `/reviews/disputes`
pub(super) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    viewer.allowed(Action::Moderate)?;
    let size = app.config.lists.page.get();
    let after = here.after.as_deref().and_then(Cursor::parse);
    let rows = disputes::waiting(app.db.read(), after.map_or(0, |after| after.id), size).await?;
    let cursor = |one: &Waiting| Cursor { key: 0, second: 0, id: one.id };
    let waiting = Pager::new(rows, size, "/reviews/disputes", after, cursor);
    let frame = viewer.frame(viewer.locale.t("Disputed reviews").to_string()).at_desk();
    web::own(&List { frame, waiting })
}

#[derive(Template)]
#[template(path = "moderation/dispute.html")]
struct Page {
    frame: Frame,
    item: Item,
    /// The dispute, if one is open.
    open: Option<Dispute>,
    values: Values,
    errors: Errors,
}

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    outcome: String,
    reason: String,
    note: String,
}

impl Page {
    /// What stands above the words: stars, and who wrote them.
    fn heading(&self) -> String {
        let (l, Item::Review(review, _)) = (self.frame.l, &self.item) else { return String::new() };
        let stars = l.n(review.stars, "{n} out of 5 stars", "{n} out of 5 stars").to_string();
        let writer = review.relationship.map(|relationship| crate::review::writer(l, relationship));
        std::iter::once(stars).chain(writer).collect::<Vec<_>>().join(" · ")
    }

    fn review(&self) -> i64 {
        self.item.thing().id
    }

    fn outcomes(&self) -> Vec<Choice> {
        let l = self.frame.l;
        vec![
            Choice::new("dismiss", l.t("The words stay: they come back at once")),
            Choice::new("words", l.t("The words go, the stars stay")),
            Choice::new("remove", l.t("The whole review goes, with its stars")),
        ]
    }

    fn reasons(&self) -> Vec<Choice> {
        rules::reasons(self.frame.l, Act::TakeWords, Matter::Review)
    }

    fn read(&self) -> Result<Ruling, Errors> {
        let (l, mut errors) = (self.frame.l, Errors::default());
        let Some(open) = &self.open else {
            errors.add("", decided_already(l).to_string());
            return Err(errors);
        };
        let judgement = match self.values.outcome.as_str() {
            "dismiss" => Some(Judgement::Keep(open.id)),
            "words" => Some(Judgement::Take(open.id)),
            "remove" => Some(Judgement::Remove(open.id)),
            _ => None,
        };
        let fits = |reason: &&Reason| rules::fits(reason, Act::TakeWords) && reason.fits(Matter::Review);
        let reason = match judgement {
            Some(Judgement::Keep(_)) => Some(FINE),
            _ => Reason::find(&self.values.reason).filter(fits).map(|reason| reason.code),
        };
        let note = form::words(l, &mut errors, "note", &self.values.note);
        match (judgement, reason) {
            (None, _) => errors.add("outcome", l.t("Please choose one.").to_string()),
            (_, None) => {
                errors.add("reason", l.t("Please choose the reason that everybody is told.").to_string());
            }
            (Some(judgement), Some(reason)) if !errors.any() => {
                return Ok(Ruling { order: Order::Judge(judgement), reason, note });
            }
            _ => {}
        }
        Err(errors)
    }

    fn again(mut self, errors: Errors) -> Result<Response, Failure> {
        self.errors = errors;
        web::again(&self)
    }
}

fn decided_already(l: Locale) -> Text<'static> {
    l.t("No dispute about this review is open. Somebody may have decided already.")
}

/// `/reviews/{id}/dispute/decision`
pub(super) async fn form(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    web::own(&find(&app, &viewer, id, Values::default()).await?.1)
}

/// Decides.
pub(super) async fn send(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let (person, page) = find(&app, &viewer, id, values).await?;
    let ruling = match page.read() {
        Ok(ruling) => ruling,
        Err(errors) => return page.again(errors),
    };
    if !decide::carry_out(&app, &person, &page.item, ruling).await? {
        let mut errors = Errors::default();
        errors.add("", decided_already(viewer.locale).to_string());
        return page.again(errors);
    }
    Ok(web::see(&viewer, "/reviews/disputes"))
}

async fn find(app: &App, viewer: &Viewer, id: i64, values: Values) -> Result<(Person, Page), Failure> {
    let (db, thing) = (app.db.read(), Thing { kind: Matter::Review, id });
    let item = thing::find(db, thing).await?.ok_or(Failure::NotFound)?;
    let person = viewer.allowed_on(Action::Moderate, item.state())?;
    decide::not_own(app, thing, &person).await?;
    let open = disputes::last(db, id).await?.filter(|last| last.state == DisputeState::Open);
    let frame = viewer.frame(viewer.locale.t("Decide on a dispute").to_string()).at_desk();
    Ok((person, Page { frame, item, open, values, errors: Errors::default() }))
}
