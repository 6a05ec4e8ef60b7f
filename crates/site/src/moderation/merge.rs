//! Joining a question with another: its address leads there, its answers go along where the doctor has not answered the other,
//! and whoever asked it is told of the other's answers. And taking them apart again.

use std::collections::HashMap;

use db::{
    entity::{answer, question},
    value::State,
};
use serde::{Deserialize, Serialize};

use super::{effects, store, thing::Item, undo::Undo};
use crate::{
    answer::{self as given, hold_question},
    app::{Tag, Write},
    doctor::counts::{self, Change},
    error::Failure,
    question as asked,
};

/// The code of the reason for which a question leads to another.
const DUPLICATE: &str = "duplicate";
/// The code of the reason for which answers went with it.
pub(super) const MERGED: &str = "merged";

/// What a merge did, by numbers alone.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Merged {
    /// Answers that went along.
    moved: Vec<i64>,
    /// Answers whose doctors have answered the other question as well, and that were removed.
    pub(super) left: Vec<i64>,
    /// Questions whose addresses led to this one before.
    led: Vec<i64>,
}

/// Takes hold of questions, always in the same order: whoever joins them the other way round waits.
async fn hold(write: &Write, mut questions: [i64; 2]) -> Result<(), Failure> {
    questions.sort_unstable();
    for id in questions {
        hold_question(&**write, id).await?;
    }
    Ok(())
}

/// Joins `from` with `into`; none when either has changed since it was seen.
///
/// # Errors
/// What the database says.
pub(super) async fn join(
    write: &mut Write,
    from: &question::Model,
    into: i64,
) -> Result<Option<Merged>, Failure> {
    hold(write, [from.id, into]).await?;
    let target = store::questions(&**write, vec![into]).await?.pop();
    let target = target.filter(|target| target.state == State::Published && target.id != from.id);
    let Some(target) = target else { return Ok(None) };
    let item = Item::Question(from.clone());
    if !effects::set_state(write, &item, State::Removed, Some(DUPLICATE)).await? {
        return Ok(None);
    }
    let taken = store::answering(&**write, target.id).await?;
    let standing = store::standing(&**write, from.id).await?;
    let (left, moved): (Vec<_>, Vec<_>) =
        standing.into_iter().partition(|answer| taken.contains(&answer.doctor_id));
    carry(write, &moved, target.id).await?;
    // They counted nowhere while their question was gone, and do now.
    count(write, &moved, 1).await?;
    for answer in &left {
        given::turn(write, answer, State::Removed, Some(MERGED)).await?;
    }
    // Also those that led here before.
    let led = store::leading_to(&**write, from.id).await?;
    let both: Vec<i64> = led.iter().copied().chain([from.id]).collect();
    store::lead(&**write, &both, Some(target.id)).await?;
    follow(write, &[from.id, target.id]).await?;
    asked::counts::refresh(write, &[from.id, target.id]).await?;
    write.changes(Tag::Question(target.id));
    let ids = |answers: &[answer::Model]| answers.iter().map(|answer| answer.id).collect();
    Ok(Some(Merged { moved: ids(&moved), left: ids(&left), led }))
}

/// Takes out of a question all that were joined with it, such as before it goes for good: their askers and doctors had no part
/// in that.
///
/// # Errors
/// What the database says.
pub async fn part_all(write: &mut Write, into: i64) -> Result<(), Failure> {
    for id in store::leading_to(&**write, into).await? {
        let Some(from) = store::questions(&**write, vec![id]).await?.pop() else { continue };
        let undo = store::last_merge(&**write, id).await?;
        let undo: Undo = undo.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
        if let Some(merged) = undo.merged {
            part(write, &from, &merged).await?;
        }
    }
    Ok(())
}

/// Takes a question out of the one that it was joined with, and gives the answers that were shown again; none when it is not
/// joined any more.
///
/// # Errors
/// What the database says.
pub(super) async fn part(
    write: &mut Write,
    from: &question::Model,
    merged: &Merged,
) -> Result<Option<Vec<i64>>, Failure> {
    let Some(into) = from.merged_into else { return Ok(None) };
    hold(write, [from.id, into]).await?;
    let Some(target) = store::questions(&**write, vec![into]).await?.pop() else { return Ok(None) };
    let item = Item::Question(from.clone());
    if !effects::set_state(write, &item, State::Published, None).await? {
        return Ok(None);
    }
    store::lead(&**write, &[from.id], None).await?;
    let led = store::leading_to(&**write, into).await?;
    let back: Vec<i64> = led.into_iter().filter(|id| merged.led.contains(id)).collect();
    store::lead(&**write, &back, Some(from.id)).await?;
    let mut shown = Vec::new();
    for answer in store::given(&**write, &merged.left).await? {
        let here = answer.question_id == from.id && answer.state_reason.as_deref() == Some(MERGED);
        if here && given::turn(write, &answer, State::Published, None).await? {
            shown.push(answer.id);
        }
    }
    let mut moved = store::given(&**write, &merged.moved).await?;
    // Only those that are where they went, and whose doctor has not answered the first question anew.
    let taken = store::answering(&**write, from.id).await?;
    moved.retain(|answer| answer.question_id == into && !taken.contains(&answer.doctor_id));
    carry(write, &moved, from.id).await?;
    if target.state != State::Published {
        count(write, &moved, 1).await?;
    }
    follow(write, &[from.id, into]).await?;
    asked::counts::refresh(write, &[from.id, into]).await?;
    write.changes(Tag::Question(into));
    for question in back {
        write.changes(Tag::Question(question));
    }
    Ok(Some(shown))
}

async fn carry(write: &mut Write, answers: &[answer::Model], to: i64) -> Result<(), Failure> {
    for answer in answers {
        write.changes(Tag::Doctor(answer.doctor_id));
    }
    let ids: Vec<i64> = answers.iter().map(|answer| answer.id).collect();
    Ok(store::carry(&**write, &ids, to).await?)
}

/// Counts the published ones of these answers with their doctors.
async fn count(write: &Write, answers: &[answer::Model], more: i64) -> Result<(), Failure> {
    let mut changes: HashMap<i64, Change> = HashMap::new();
    for answer in answers.iter().filter(|answer| answer.state == State::Published) {
        changes.entry(answer.doctor_id).or_default().add(Change { answers: more, ..Change::default() });
    }
    Ok(counts::apply(write, &changes).await?)
}

/// Has those told of answers to a question whose own questions lead to it; whoever asked it is told anyway.
async fn follow(write: &Write, questions: &[i64]) -> Result<(), Failure> {
    let now = write.now();
    for question in questions {
        let led = store::leading_to(&**write, *question).await?;
        let mut accounts = store::askers(&**write, &led).await?;
        let own = store::askers(&**write, &[*question]).await?;
        accounts.retain(|account| !own.contains(account));
        store::set_followers(&**write, *question, accounts, now).await?;
    }
    Ok(())
}
