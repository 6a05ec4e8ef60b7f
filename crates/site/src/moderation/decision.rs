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
    rules::{self, WORDS},
    store,
    thing::{self, Item, Thing},
    undo,
};
use crate::{
    app::App,
    error::Failure,
    policy::Action,
    web::{self, Errors, Form, Frame, Person, Unfit, Viewer, Words},
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
    /// None: it is gone, or has no words any more.
    item: Option<Item>,
    seen_as: As,
    /// Whether they lose by it, and so may appeal.
    loses: bool,
    appeal: Option<Appeal>,
    /// Whether they were right, and still nothing could be undone.
    stays: bool,
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
    fn own_title(&self) -> Option<(&str, &str)> {
        let item = self.item.as_ref().filter(|_| self.is_owner())?;
        Some((item.title()?, item.lang()))
    }
}

/// What somebody is shown whom a decision concerns.
struct Concerning {
    person: Person,
    decision: Decision,
    item: Option<Item>,
    seen_as: As,
    loses: bool,
}

/// The decision with its thing, if it concerns the viewer.
async fn concerning(app: &App, viewer: &Viewer, id: i64) -> Result<Concerning, Failure> {
    let person = viewer.allowed_if_suspended(Action::Appeal)?;
    let db = app.db.read();
    let decision = store::find(db, id).await?.ok_or(Failure::NotFound)?;
    let (thing, me) = (Thing::of(&decision), Some(person.account));
    let item = thing::find(db, thing).await?;
    // That nothing was done is told to whoever reported it alone.
    let seen_as = if decision.act != Act::Dismiss && owner::of(db, thing).await? == me {
        As::Owner
    } else if decision.dispute_id.is_some() && owner::other_side(db, thing).await? == me {
        As::Disputant
    } else if store::has_reported(db, person.account, thing, id).await? {
        As::Reporter
    } else if item.is_none()
        && decision.act != Act::Dismiss
        && store::was_told(db, person.account, &format!("/decisions/{id}")).await?
    {
        // Theirs, which is gone: nothing says whose it was but that they were told.
        As::Owner
    } else {
        return Err(Failure::NotFound);
    };
    let appealed = store::of_decision(db, id).await?.is_some_and(|appeal| Some(appeal.account_id) == me);
    let losing = item.is_some() && owner::losing(db, &decision).await? == me;
    let loses = rules::appealable(decision.act) && (losing || appealed);
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
    let stays = match appeal.as_ref().map(|appeal| (appeal.outcome, appeal.settled_at)) {
        Some((Some(Outcome::Overturned), Some(at))) => {
            !store::is_undone(app.db.read(), &decision, (undo::APPEAL, at)).await?
        }
        _ => false,
    };
    let frame = viewer.frame(viewer.locale.t("What the moderators decided").to_string()).at_desk();
    Ok(Page { frame, decision, item, seen_as, loses, appeal, stays, values, errors })
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
        Ok(words) => words.into(),
        Err(unfit) => {
            let none = l.t("Please say why you think that it was wrong.");
            errors.add("words", if unfit == Unfit::Empty { none.to_string() } else { unfit.message(l) });
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
