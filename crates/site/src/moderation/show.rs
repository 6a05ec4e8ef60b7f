//! One thing in the queue: as it stands, what is said against it, what was decided before, and what can be done.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{
    entity::{decision::Model as Decision, report::Model as Report},
    value::Act,
};
use locale::Text;

use super::{
    owner,
    rules::{self, Standing},
    store::{self, Claim},
    thing::{self, Item, Thing},
};
use crate::{
    app::App,
    error::Failure,
    policy::Action,
    web::{self, Choice, Frame, Person, Viewer},
};

/// Reports whose words are shown.
const REPORTS: u64 = 20;

#[derive(Template)]
#[template(path = "moderation/show.html")]
struct Page {
    frame: Frame,
    person: Person,
    item: Item,
    /// Whether it is the viewer's own, on which somebody else decides.
    own: bool,
    claim: Option<Claim>,
    reasons: Vec<(&'static str, i64)>,
    reports: Vec<Report>,
    decisions: Vec<Decision>,
}

impl Page {
    fn notes(&self) -> Vec<(String, String)> {
        self.item.notes().map(|notes| notes.shown(self.frame.l)).unwrap_or_default()
    }

    fn can(&self, act: &Act) -> bool {
        !self.own && rules::possible(*act, Standing::of(&self.item))
    }

    /// The acts against it that this thing allows, of those that take no more than a reason.
    fn against(&self) -> Vec<Act> {
        [Act::Remove, Act::Lock].into_iter().filter(|act| self.can(act)).collect()
    }

    /// The acts that put it right, each on a page of its own.
    fn mending(&self) -> Vec<Act> {
        [Act::Edit, Act::Move, Act::Merge].into_iter().filter(|act| self.can(act)).collect()
    }

    fn can_suspend(&self) -> bool {
        self.can(&Act::Suspend)
    }

    /// The acts that leave it, or put it back.
    fn easing(&self) -> Vec<Act> {
        let acts = [Act::Publish, Act::Dismiss, Act::Restore, Act::Unlock];
        acts.into_iter().filter(|act| self.can(act)).collect()
    }

    fn choices(&self) -> Vec<Choice> {
        rules::reasons(self.frame.l, Act::Remove, self.item.thing().kind)
    }

    fn verb(&self, act: &Act) -> Text<'static> {
        rules::verb(self.frame.l, *act)
    }

    fn done(&self, act: &Act) -> Text<'static> {
        rules::done(self.frame.l, *act)
    }

    fn state(&self) -> Text<'static> {
        thing::state(self.frame.l, self.item.state())
    }

    fn is_mine(&self) -> bool {
        self.claim.as_ref().is_some_and(|claim| claim.account_id == self.person.account)
    }
}

/// The key by which the control of an act is reached.
fn key(act: &Act) -> &'static str {
    match act {
        Act::Remove => "r",
        Act::Lock | Act::Unlock => "l",
        Act::Edit => "e",
        Act::Merge => "m",
        Act::Move => "t",
        Act::Suspend => "s",
        // One stray letter decides nothing.
        Act::Publish | Act::Dismiss | Act::Restore => "",
        Act::PutBack | Act::Readmit | Act::KeepWords | Act::TakeWords | Act::HoldWords | Act::Part => "",
    }
}

/// `/moderation/{kind}/{id}`
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(named): Path<(String, i64)>,
) -> Result<Response, Failure> {
    let (thing, db) = (Thing::parse(&named)?, app.db.read());
    let item = thing::find(db, thing).await?.ok_or(Failure::NotFound)?;
    let person = viewer.allowed_on(Action::Moderate, item.state())?;
    let own = owner::concerns(db, thing, person.account).await?;
    let claim = store::claims(db, &[thing], app.clock.now()).await?.pop();
    let given = store::reasons(db, &[thing]).await?;
    let reasons = given.iter().map(|given| (web::removal_reason(&given.reason), given.reports)).collect();
    // Who has something of their own here is not to learn who says what.
    let reports = if own { Vec::new() } else { store::latest(db, thing, REPORTS).await? };
    let decisions = store::of(db, thing).await?;
    let l = viewer.locale;
    let title = item.title().map_or_else(|| item.kind(l).to_string(), ToOwned::to_owned);
    let steps = vec![(l.t("Moderation").to_string(), "/moderation".into())];
    let frame = viewer.frame(title).under(steps).at_desk();
    web::own(&Page { frame, person, item, own, claim, reasons, reports, decisions })
}
