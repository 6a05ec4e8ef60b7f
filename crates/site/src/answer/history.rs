//! The versions of an answer, newest first, each with what it changed. Open to everybody who sees the answer.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use db::{
    entity::{answer, question, revision},
    value::State as Shown,
};
use locale::Locale;
use serde::Deserialize;

use super::{
    diff::{self, Piece},
    form::NO_INTERESTS,
    kept,
    page::place,
    version::Said,
};
use crate::{
    agreement::stance_alone,
    app::{App, Tag},
    error::Failure,
    policy::{self, View},
    web::{self, Frame, Viewer},
};

/// Versions on one page. Each is compared with the one before, which takes a while where texts are long.
const SHOWN: usize = 10;

#[derive(Template)]
#[template(path = "answer/history.html")]
struct Page {
    frame: Frame,
    row: answer::Model,
    asked: question::Model,
    versions: Vec<Version>,
    /// The address of older versions.
    older: Option<String>,
}

/// One version.
struct Version {
    number: i32,
    /// Since when it stood.
    since: Option<i64>,
    /// What its author said of it.
    note: Option<String>,
    /// The parts that differ from the version before; all parts, unmarked, of the first.
    parts: Vec<Part>,
    /// Whether its words are those of the version before, and only look otherwise.
    looks: bool,
}

/// One part of an answer, as it became.
struct Part {
    label: String,
    pieces: Vec<Piece>,
}

/// Where the list goes on.
#[derive(Deserialize)]
pub(super) struct Here {
    from: Option<i32>,
}

/// `/answers/{id}/history`
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Query(here): Query<Here>,
) -> Result<Response, Failure> {
    let db = app.db.read();
    let row = kept::find(db, id).await?.ok_or(Failure::NotFound)?;
    sees(&viewer, row.state, &row.state_reason)?;
    let asked = kept::question(&mut app.db.reading()?, row.question_id).await?.ok_or(Failure::NotFound)?;
    sees(&viewer, asked.state, &asked.state_reason)?;
    let from = here.from.filter(|from| (1..i32::MAX).contains(from));
    let below = from.map_or(i32::MAX, |from| from + 1);
    let closed = kept::closed(db, id).await?;
    let changes = kept::revisions(db, id, (closed, below), SHOWN as u64 + 2).await?;
    let now = Said::now(&row, &kept::citations(db, id).await?);
    let (versions, more) =
        versions(viewer.locale, (&row, closed + 1), (from.is_none().then_some(now), changes));
    let older = more.map(|from| format!("/answers/{id}/history?from={from}"));
    let mut frame = viewer.frame(viewer.locale.t("What changed in this answer").to_string()).at_desk();
    frame = frame.under(vec![(asked.title.clone(), place(&asked, id))]);
    let tags = [Tag::Question(asked.id), Tag::Doctor(row.doctor_id)];
    Ok(web::depends(web::html(&Page { frame, row, asked, versions, older })?, tags))
}

fn sees(viewer: &Viewer, state: Shown, reason: &Option<String>) -> Result<(), Failure> {
    match policy::view(viewer.role, state) {
        View::Whole => Ok(()),
        View::Tombstone => Err(Failure::Gone(reason.clone())),
        View::Nothing => Err(Failure::NotFound),
    }
}

/// The versions, newest first, and from which number down the list goes on. Revision `n` holds version `n`, and says when
/// and why it became version `n + 1`.
fn versions(
    l: Locale,
    (row, oldest): (&answer::Model, i32),
    (now, changes): (Option<Said>, Vec<revision::Model>),
) -> (Vec<Version>, Option<i32>) {
    let mut changes = changes.iter();
    let mut newer = now.or_else(|| changes.next().map(Said::before));
    let (mut versions, mut last) = (Vec::new(), 0);
    for change in changes.by_ref().take(SHOWN) {
        let before = Said::before(change);
        if let Some(newer) = newer.replace(before.clone()) {
            let parts = parts(l, Some(&before), &newer);
            let (number, since, note) = (change.number + 1, Some(change.at), change.reason.clone());
            let looks = parts.is_empty() && before.body != newer.body;
            versions.push(Version { number, since, note, parts, looks });
        }
        last = change.number;
    }
    if changes.next().is_some() {
        return (versions, Some(last));
    }
    if let Some(first) = newer {
        let parts = parts(l, None, &first);
        let (since, note) = match oldest {
            1 => (row.answered_at, None),
            _ => (
                None,
                Some(l.t("A moderator took something out. What stood before is not shown.").to_string()),
            ),
        };
        versions.push(Version { number: oldest, since, note, parts, looks: false });
    }
    (versions, None)
}

fn parts(l: Locale, old: Option<&Said>, new: &Said) -> Vec<Part> {
    let (after, before) = (fields(l, new), old.map(|old| fields(l, old)));
    let mut parts = Vec::new();
    for (at, (label, text)) in after.into_iter().enumerate() {
        let was = before.as_ref().map_or("", |before| before[at].1.as_str());
        let changed = if before.is_some() { was != text } else { !text.is_empty() };
        if changed {
            let pieces = if before.is_some() { diff::words(was, &text) } else { diff::words(&text, &text) };
            parts.push(Part { label, pieces });
        }
    }
    parts
}

/// The parts of an answer under their names, as readers see them.
fn fields(l: Locale, said: &Said) -> [(String, String); 7] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let interests = match said.interests.as_deref() {
        Some(NO_INTERESTS) => l.t("None").to_string(),
        other => other.unwrap_or_default().to_owned(),
    };
    let stance = said.stance().map(|stance| stance_alone(l, stance).to_string()).unwrap_or_default();
    [
        (l.t("Headline").to_string(), said.headline.clone()),
        (l.t("What the answer says").to_string(), markup::shown_text(&said.body)),
        (l.t("What it comes to").to_string(), stance),
        (l.t("See someone in person if").to_string(), text(&said.see_someone)),
        (l.t("Why it does not say when to see someone").to_string(), text(&said.no_see_someone)),
        (l.t("Interests").to_string(), interests),
        (l.t("Sources").to_string(), said.citations.join("\n")),
    ]
}
