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
    /// It was about what they disputed.
    Disputant,
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
    /// Whether they lose by it, and so may appeal.
    loses: bool,
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

    fn is_disputant(&self) -> bool {
        self.seen_as == As::Disputant
    }

    /// Whether what the moderator adds is for them as well.
    fn is_told_more(&self) -> bool {
        self.seen_as != As::Reporter
    }

    fn can_appeal(&self) -> bool {
        self.loses && self.appeal.is_none()
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

/// What somebody is shown whom a decision concerns.
struct Concerning {
    person: Person,
    decision: Decision,
    item: Item,
    seen_as: As,
    loses: bool,
}

/// The decision with its thing, if it concerns the viewer.
async fn concerning(app: &App, viewer: &Viewer, id: i64) -> Result<Concerning, Failure> {
    let person = viewer.allowed_if_suspended(Action::Appeal)?;
    let db = app.db.read();
    let decision = store::find(db, id).await?.ok_or(Failure::NotFound)?;
    let (thing, me) = (Thing::of(&decision), Some(person.account));
    // That nothing was done is told to whoever reported it alone.
    let seen_as = if decision.act != Act::Dismiss && owner::of(db, thing).await? == me {
        As::Owner
    } else if decision.dispute_id.is_some() && owner::other_side(db, thing).await? == me {
        As::Disputant
    } else if store::has_reported(db, person.account, thing, id).await? {
        As::Reporter
    } else {
        return Err(Failure::NotFound);
    };
    let item = thing::find(db, thing).await?.ok_or(Failure::NotFound)?;
    let loses = rules::appealable(decision.act) && owner::losing(db, &decision).await? == me;
    Ok(Concerning { person, decision, item, seen_as, loses })
}

async fn page(
    app: &App,
    viewer: &Viewer,
    found: Concerning,
    (values, errors): (Values, Errors),
) -> Result<Page, Failure> {
    let Concerning { decision, item, seen_as, loses, .. } = found;
    let mut appeal = store::of_decision(app.db.read(), decision.id).await?;
    if !loses {
        // What the other side says stays between them and whoever settles it.
        appeal = None;
    }
    let frame = viewer.frame(viewer.locale.t("What the moderators decided").to_string()).at_desk();
    Ok(Page { frame, decision, item, seen_as, loses, appeal, values, errors })
}

/// `/decisions/{id}`
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let found = concerning(&app, &viewer, id).await?;
    web::own(&page(&app, &viewer, found, (Values::default(), Errors::default())).await?)
}

/// `POST /decisions/{id}/appeal`
pub(super) async fn appeal(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let found = concerning(&app, &viewer, id).await?;
    if !found.loses {
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
        return web::again(&page(&app, &viewer, found, (values, errors)).await?);
    }
    let write = app.write().await?;
    // A second one changes nothing: the page shows the first.
    store::add_appeal(&*write, id, found.person.account, words, write.now()).await?;
    write.commit().await?;
    Ok(web::see(&viewer, &format!("/decisions/{id}")))
}
