//! The queue: what waits for a moderator, the oldest first, and who is looking at what.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use db::value::Matter;
use locale::Text;
use serde::Deserialize;

use super::{
    store::{self, Claimed, Filter, Waiting},
    thing::{self, Item, KINDS, Thing},
};
use crate::{
    app::App,
    error::Failure,
    policy::Action,
    web::{self, Cursor, Frame, Of, Pager, Person, REASONS, Viewer},
};

/// Characters of a text that a row shows.
const EXCERPT: usize = 200;

/// What the queue is narrowed to, and where it goes on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Here {
    kind: Option<String>,
    reason: Option<String>,
    claimed: Option<String>,
    after: Option<String>,
}

impl Here {
    /// The address of the queue narrowed in this way, with one thing changed.
    fn path(&self, change: (&str, Option<&str>)) -> String {
        let own = [("kind", &self.kind), ("reason", &self.reason), ("claimed", &self.claimed)];
        let parts = own.into_iter().filter_map(|(name, value)| {
            let value = if name == change.0 { change.1 } else { value.as_deref() };
            value.filter(|value| !value.is_empty()).map(|value| format!("{name}={value}"))
        });
        let query = parts.collect::<Vec<_>>().join("&");
        if query.is_empty() { "/moderation".to_owned() } else { format!("/moderation?{query}") }
    }
}

/// A thing in the queue.
struct Row {
    waiting: Waiting,
    item: Item,
    /// Why it was reported, with how many said so.
    reasons: Vec<(&'static str, i64)>,
    claimed_by: Option<i64>,
}

impl Row {
    fn excerpt(&self) -> String {
        markup::excerpt(self.item.text(), EXCERPT)
    }

    /// As a checkbox names it.
    fn box_name(&self) -> String {
        format!("{}-{}", self.waiting.thing.kind.word(), self.waiting.thing.id)
    }

    fn can_be_removed(&self) -> bool {
        self.waiting.thing.kind != Matter::Doctor
    }
}

/// A link that narrows the queue.
struct Narrow {
    label: String,
    path: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "moderation/queue.html")]
struct Page {
    frame: Frame,
    person: Person,
    here: Here,
    rows: Pager<Row>,
}

impl Page {
    fn reads_audit(&self) -> bool {
        self.frame.may(Action::ReadAudit)
    }

    fn narrow(&self, name: &str, choices: Vec<(Option<&str>, Text<'_>)>) -> Vec<Narrow> {
        let own = match name {
            "kind" => &self.here.kind,
            "reason" => &self.here.reason,
            _ => &self.here.claimed,
        };
        let link = |(value, label): (Option<&str>, Text<'_>)| Narrow {
            label: label.to_string(),
            path: self.here.path((name, value)),
            current: own.as_deref().filter(|own| !own.is_empty()) == value,
        };
        choices.into_iter().map(link).collect()
    }

    fn kinds(&self) -> Vec<Narrow> {
        let l = self.frame.l;
        let all = std::iter::once((None, l.t("All kinds")));
        self.narrow("kind", all.chain(KINDS.map(|kind| (Some(kind.word()), thing::kind(l, kind)))).collect())
    }

    fn claims(&self) -> Vec<Narrow> {
        let l = self.frame.l;
        let choices = vec![(None, l.t("All")), (Some("me"), l.t("Mine")), (Some("nobody"), l.t("Nobody’s"))];
        self.narrow("claimed", choices)
    }

    /// Reasons, as a form offers them: code, words, whether chosen.
    fn reasons(&self) -> Vec<(&'static str, &'static str, bool)> {
        let wanted = REASONS.iter().filter(|reason| reason.of == Of::Harm || reason.code == "first_post");
        let own = self.here.reason.as_deref();
        wanted.map(|reason| (reason.code, reason.choice, own == Some(reason.code))).collect()
    }

    fn is_mine(&self, row: &Row) -> bool {
        row.claimed_by == Some(self.person.account)
    }
}

/// `/moderation`
pub(super) async fn index(
    State(app): State<App>,
    viewer: Viewer,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    let person = viewer.allowed(Action::Moderate)?;
    let filter = filter(&here, &person)?;
    let (db, now, size) = (app.db.read(), app.clock.now(), app.config.lists.page.get());
    let after = here.after.as_deref().and_then(Cursor::parse);
    let waiting = store::waiting(db, filter, after, (size, now)).await?;
    let page = Pager::new(waiting, size, &here.path(("", None)), after, store::cursor);
    let rows = Pager { rows: rows(&app, page.rows).await?, next: page.next, first: page.first };
    let frame = viewer.frame(viewer.locale.t("Moderation").to_string()).at_desk();
    web::own(&Page { frame, person, here, rows })
}

fn filter<'a>(here: &'a Here, person: &Person) -> Result<Filter<'a>, Failure> {
    let given = |value: &'a Option<String>| value.as_deref().filter(|value| !value.is_empty());
    let kind = given(&here.kind)
        .map(|word| Matter::from_word(word).filter(|kind| KINDS.contains(kind)).ok_or(Failure::BadRequest));
    let reason = given(&here.reason);
    if reason.is_some_and(|code| web::Reason::find(code).is_none()) {
        return Err(Failure::BadRequest);
    }
    let claimed = match given(&here.claimed) {
        None => None,
        Some("me") => Some(Claimed::By(person.account)),
        Some("nobody") => Some(Claimed::ByNobody),
        Some(_) => return Err(Failure::BadRequest),
    };
    Ok(Filter { kind: kind.transpose()?, reason, claimed })
}

/// Adds to what waits how it stands, why it was reported, and who is looking at it: with a few statements for all.
async fn rows(app: &App, waiting: Vec<Waiting>) -> Result<Vec<Row>, Failure> {
    let (db, now) = (app.db.read(), app.clock.now());
    let things: Vec<Thing> = waiting.iter().map(|waiting| waiting.thing).collect();
    let mut items = store::all(db, &things).await?;
    let given = store::reasons(db, &things).await?;
    let claims = store::claims(db, &things, now).await?;
    let row = |waiting: Waiting| {
        let at = items.iter().position(|item| item.thing() == waiting.thing)?;
        let item = items.swap_remove(at);
        let given = given.iter().filter(|given| given.on(waiting.thing));
        let reasons = given.map(|given| (web::removal_reason(&given.reason), given.reports)).collect();
        let of = |claim: &&store::Claim| {
            (claim.matter_kind, claim.matter_id) == (waiting.thing.kind, waiting.thing.id)
        };
        let claimed_by = claims.iter().find(of).map(|claim| claim.account_id);
        Some(Row { waiting, item, reasons, claimed_by })
    };
    Ok(waiting.into_iter().filter_map(row).collect())
}

/// `POST /moderation/{kind}/{id}/claim`
pub(super) async fn claim(
    State(app): State<App>,
    viewer: Viewer,
    Path(named): Path<(String, i64)>,
) -> Result<Response, Failure> {
    let (thing, person) = standing(&app, &viewer, &named).await?;
    let write = app.write().await?;
    let (now, long) = (write.now(), app.config.moderation.claim.get().as_secs());
    let until = now.saturating_add(i64::try_from(long).unwrap_or(i64::MAX));
    store::claim(&*write, thing, person.account, (now, until)).await?;
    write.commit().await?;
    Ok(web::see(&viewer, &thing.desk()))
}

/// `POST /moderation/{kind}/{id}/release`
pub(super) async fn release(
    State(app): State<App>,
    viewer: Viewer,
    Path(named): Path<(String, i64)>,
) -> Result<Response, Failure> {
    let (thing, person) = standing(&app, &viewer, &named).await?;
    let write = app.write().await?;
    store::release(&*write, thing, Some(person.account)).await?;
    write.commit().await?;
    Ok(web::see(&viewer, "/moderation"))
}

async fn standing(app: &App, viewer: &Viewer, named: &(String, i64)) -> Result<(Thing, Person), Failure> {
    let thing = Thing::parse(named)?;
    let item = thing::find(app.db.read(), thing).await?.ok_or(Failure::NotFound)?;
    Ok((thing, viewer.allowed_on(Action::Moderate, item.state())?))
}
