//! A decision as those see it whom it concerns: what was done, why, and how to have it looked at again.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{
    entity::{appeal::Model as Appeal, decision::Model as Decision},
    value::{Act, Outcome},
};
use locale::Text;
use serde::Deserialize;

use super::{
    owner,
    rules::{self, TooLong, WORDS, Words},
    store,
    thing::{self, Item, Thing},
};
use crate::{
    app::App,
    error::Failure,
    policy::Action,
    web::{self, Errors, Form, Frame, Person, Viewer},
};

/// Why this decision is shown to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum As {
    /// It was about their own.
    Owner,
    /// They had reported it.
    Reporter,
}

#[derive(Template)]
#[template(path = "moderation/decision.html")]
struct Page {
    frame: Frame,
    decision: Decision,
    item: Item,
    seen_as: As,
    appeal: Option<Appeal>,
    values: Values,
    errors: Errors,
}

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    words: String,
}

impl Page {
    fn is_owner(&self) -> bool {
        self.seen_as == As::Owner
    }

    fn can_appeal(&self) -> bool {
        self.is_owner() && self.appeal.is_none() && rules::appealable(self.decision.act)
    }

    fn done(&self) -> Text<'static> {
        rules::done(self.frame.l, self.decision.act)
    }

    fn kind(&self) -> Text<'static> {
        thing::kind(self.frame.l, self.decision.matter_kind)
    }

    /// The words of what it was about, for whom they are their own.
    fn own_title(&self) -> Option<&str> {
        self.item.title().filter(|_| self.is_owner())
    }
}

/// The decision with its thing, if it concerns the viewer.
async fn concerning(app: &App, viewer: &Viewer, id: i64) -> Result<(Person, Decision, Item, As), Failure> {
    let person = viewer.allowed_if_suspended(Action::Appeal)?;
    let db = app.db.read();
    let decision = store::find(db, id).await?.ok_or(Failure::NotFound)?;
    let thing = Thing { kind: decision.matter_kind, id: decision.matter_id };
    // That nothing was done is told to whoever reported it alone.
    let owns = decision.act != Act::Dismiss && owner::of(db, thing).await? == Some(person.account);
    let seen_as = if owns {
        As::Owner
    } else if store::has_reported(db, person.account, thing, id).await? {
        As::Reporter
    } else {
        return Err(Failure::NotFound);
    };
    let item = thing::find(db, thing).await?.ok_or(Failure::NotFound)?;
    Ok((person, decision, item, seen_as))
}

async fn page(
    app: &App,
    viewer: &Viewer,
    (decision, item, seen_as): (Decision, Item, As),
    (values, errors): (Values, Errors),
) -> Result<Page, Failure> {
    let appeal = store::of_decision(app.db.read(), decision.id).await?;
    let frame = viewer.frame(viewer.locale.t("What the moderators decided").to_string()).at_desk();
    Ok(Page { frame, decision, item, seen_as, appeal, values, errors })
}

/// `/decisions/{id}`
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let (_, decision, item, seen_as) = concerning(&app, &viewer, id).await?;
    let form = (Values::default(), Errors::default());
    web::own(&page(&app, &viewer, (decision, item, seen_as), form).await?)
}

/// `POST /decisions/{id}/appeal`
pub(super) async fn appeal(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let (person, decision, item, seen_as) = concerning(&app, &viewer, id).await?;
    if seen_as != As::Owner || !rules::appealable(decision.act) {
        return Err(Failure::NotFound);
    }
    let (l, mut errors) = (viewer.locale, Errors::default());
    let words = match Words::parse(&values.words, WORDS) {
        Ok(Some(words)) => words.into_string(),
        Ok(None) => {
            errors.add("words", l.t("Please say why you think that it was wrong.").to_string());
            String::new()
        }
        Err(TooLong) => {
            errors.add("words", l.t("Please take at most {n} characters.").with("n", WORDS).to_string());
            String::new()
        }
    };
    if errors.any() {
        let again = page(&app, &viewer, (decision, item, seen_as), (values, errors)).await?;
        return web::again(&again);
    }
    let write = app.write().await?;
    // A second one changes nothing: the page shows the first.
    store::add_appeal(&*write, id, person.account, words, write.now()).await?;
    write.commit().await?;
    Ok(web::see(&viewer, &format!("/decisions/{id}")))
}
