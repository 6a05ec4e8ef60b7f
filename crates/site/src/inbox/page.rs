//! `/inbox`: what waits, and what a doctor does with it.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use db::value::PassKind;
use locale::{Locale, Text};
use serde::Deserialize;

use super::{
    alike::alike,
    store::{self, Begun, Waiting, Whose},
};
use crate::{
    app::{App, Write},
    doctor,
    error::Failure,
    policy::Action,
    question::Brief,
    taxonomy::{self, Addressed, Taxonomy, Topic},
    web::{self, Cursor, Form, Frame, Pager, Person, Viewer},
};

const WEEK: i64 = 7 * 24 * 3600;
/// Answers in the making that are listed; there are rarely more than a few.
const MOST_BEGUN: u64 = 20;

#[derive(Template)]
#[template(path = "inbox/show.html")]
struct Page {
    frame: Frame,
    /// What they began to answer.
    begun: Vec<Begun>,
    questions: Pager<Row>,
    topics: HashMap<i64, Vec<i64>>,
    taxonomy: Arc<Taxonomy>,
    /// Until when the inbox stays shut.
    snoozed: Option<i64>,
    /// Whether the week's share is done.
    full: bool,
    per_week: u64,
}

/// Why a question is here. They stand in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// It is of the doctor's field.
    TheirField,
    /// It is on no topic that anybody answers, and like one that they answered.
    Like,
    /// It is on no topic, so of nobody's field.
    NoTopic,
    /// Nobody of its field has answered for a while.
    Waited,
}

/// A question, and why it is here.
struct Row {
    waiting: Waiting,
    why: Why,
    /// What it is like, where that is why.
    like: Option<Brief>,
}

impl Row {
    fn path(&self) -> String {
        format!("/questions/{}/{}", self.waiting.id, self.waiting.slug)
    }

    /// Why it is here, where that is neither their field nor what they answered.
    fn said(&self, l: Locale) -> Option<Text<'static>> {
        match self.why {
            Why::TheirField | Why::Like => None,
            Why::NoTopic => Some(l.t("Shown to all doctors: it has no topic")),
            Why::Waited => Some(l.t("Shown to all doctors: nobody has answered yet")),
        }
    }

    fn cursor(&self) -> Cursor {
        Cursor { key: self.why as i64, second: self.waiting.listed_at, id: self.waiting.id }
    }
}

impl Page {
    fn topics(&self, row: &Row) -> Vec<&Topic> {
        let ids = self.topics.get(&row.waiting.id).map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(|id| self.taxonomy.topic(*id)).collect()
    }
}

/// A doctor who has an inbox.
fn allowed(viewer: &Viewer) -> Result<(Person, i64), Failure> {
    let person = viewer.allowed(Action::SeeInbox)?;
    let doctor = person.doctor.ok_or(Failure::Forbidden)?;
    Ok((person, doctor))
}

/// A change of the doctor's own inbox. The profile stays theirs until it is through.
async fn own(app: &App, viewer: &Viewer) -> Result<(Write, i64), Failure> {
    let (person, doctor) = allowed(viewer)?;
    let write = app.write().await?;
    let theirs = doctor::owns(&*write, person.account, doctor).await?;
    if theirs { Ok((write, doctor)) } else { Err(Failure::Forbidden) }
}

/// How many questions of this week's share are left.
pub(super) async fn remaining(app: &App, doctor: i64) -> Result<u64, Failure> {
    let done = store::dealt_with(app.db.read(), doctor, app.clock.now() - WEEK).await?;
    Ok(app.config.inbox.per_week.get().saturating_sub(u64::try_from(done).unwrap_or_default()))
}

/// Where the list goes on.
#[derive(Deserialize)]
pub(super) struct Here {
    after: Option<String>,
}

/// `/inbox`
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    let (person, doctor) = allowed(&viewer)?;
    let whose = Whose { doctor, account: person.account };
    let now = app.clock.now();
    let snoozed = store::snoozed(app.db.read(), doctor).await?.filter(|until| *until > now);
    let left = remaining(&app, doctor).await?;
    let most = if snoozed.is_some() { 0 } else { left };
    let mut begun = store::begun(app.db.read(), whose, MOST_BEGUN).await?;
    let rows = waiting(&app, whose, most, &begun).await?;
    let after = here.after.as_deref().and_then(Cursor::parse);
    if after.is_some() {
        // They stand on the first page alone.
        begun.clear();
    }
    let questions = page_of(rows, after, app.config.lists.page.get());
    let ids: Vec<i64> = questions.rows.iter().map(|row| row.waiting.id).collect();
    let topics = store::topics(app.db.read(), &ids).await?;
    let taxonomy = taxonomy::current(&app).await?;
    let frame = viewer.frame(viewer.locale.t("Inbox").to_string()).at_desk();
    let per_week = app.config.inbox.per_week.get();
    web::own(&Page { frame, begun, questions, topics, taxonomy, snoozed, full: left == 0, per_week })
}

/// One page of what waits.
fn page_of(rows: Vec<Row>, after: Option<Cursor>, size: u64) -> Pager<Row> {
    let place = |cursor: Cursor| (cursor.key, cursor.second, cursor.id);
    let from = rows.into_iter().filter(|row| after.is_none_or(|after| place(row.cursor()) > place(after)));
    let shown = usize::try_from(size).unwrap_or(usize::MAX).saturating_add(1);
    Pager::new(from.take(shown).collect(), size, "/inbox", after, Row::cursor)
}

/// At most so many questions: those of the doctor's field, then those like what they answered, then those on no topic, then
/// those that nobody of their field has answered. What the doctor has begun to answer stands elsewhere.
async fn waiting(app: &App, whose: Whose, most: u64, begun: &[Begun]) -> Result<Vec<Row>, Failure> {
    if most == 0 {
        return Ok(Vec::new());
    }
    let db = app.db.read();
    let topics = store::learnt(db, whose.doctor).await?.topics();
    // What they began, and what was found before, may be among what is found.
    let looked_for = most.saturating_add(begun.len() as u64);
    let wait = i64::try_from(app.config.inbox.wider_after.get().as_secs()).unwrap_or(i64::MAX);
    let until = app.clock.now().saturating_sub(wait);
    let field = store::matching(db, whose, &topics, (i64::MIN, looked_for)).await?;
    let mut known: HashSet<i64> = begun.iter().map(|begun| begun.id).collect();
    let mut rows = Vec::new();
    let row = |why, waiting: Waiting, like| Row { waiting, why, like };
    let new = field.into_iter().filter(|waiting| known.insert(waiting.id));
    rows.extend(new.map(|waiting| row(Why::TheirField, waiting, None)));
    let like = alike(app, whose, i64::MIN).await?.into_iter().filter(|like| known.insert(like.waiting.id));
    rows.extend(like.map(|like| row(Why::Like, like.waiting, Some(like.to))));
    let found = [
        (Why::NoTopic, store::untopical(db, whose, (until, looked_for.saturating_mul(2))).await?),
        (Why::Waited, store::wider(db, whose, (until, looked_for.saturating_mul(2))).await?),
    ];
    for (why, found) in found {
        let new = found.into_iter().filter(|waiting| known.insert(waiting.id));
        rows.extend(new.map(|waiting| row(why, waiting, None)));
    }
    rows.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(rows)
}

/// How a question is let go by.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Passed {
    what: String,
}

/// Lets a question go by.
pub(super) async fn pass(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(passed): Form<Passed>,
) -> Result<Response, Failure> {
    let what = PassKind::from_word(&passed.what).unwrap_or(PassKind::Pass);
    let (write, doctor) = own(&app, &viewer).await?;
    if !store::pass(&*write, (doctor, id), what, write.now()).await? {
        return Err(Failure::NotFound);
    }
    write.commit().await?;
    Ok(web::see(&viewer, "/inbox"))
}

/// Shuts the inbox for a week.
pub(super) async fn snooze(State(app): State<App>, viewer: Viewer) -> Result<Response, Failure> {
    let (write, doctor) = own(&app, &viewer).await?;
    store::snooze(&*write, doctor, write.now() + WEEK).await?;
    write.commit().await?;
    Ok(web::see(&viewer, "/inbox"))
}

/// Opens the inbox again.
pub(super) async fn wake(State(app): State<App>, viewer: Viewer) -> Result<Response, Failure> {
    let (write, doctor) = own(&app, &viewer).await?;
    store::wake(&*write, doctor).await?;
    write.commit().await?;
    Ok(web::see(&viewer, "/inbox"))
}
