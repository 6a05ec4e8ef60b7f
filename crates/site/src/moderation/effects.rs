//! What an act does to the thing itself, with every count that depends on it.

use std::collections::HashMap;

use db::{
    entity::question,
    sea_orm::DbErr,
    value::{DisputeState, State},
};

use super::{
    decide::Judgement,
    store,
    thing::{self, Item},
};
use crate::{
    answer as given,
    app::{Tag, Write},
    error::Failure,
    question as asked,
    review::{self, disputes},
    reviewing, taxonomy,
    web::Person,
};

/// Brings a thing into another state; says whether it still was in the one that it was seen in.
///
/// # Errors
/// What the database says.
pub(super) async fn set_state(
    write: &mut Write,
    item: &Item,
    to: State,
    reason: Option<&str>,
) -> Result<bool, Failure> {
    if to == item.state() {
        return Ok(false);
    }
    match item {
        Item::Question(row) => asked::turn(write, row.id, row.state, to, reason).await,
        Item::Answer(row, _) => given::turn(write, row, to, reason).await,
        Item::Review(row, _) => match review::hold(&**write, row.id).await? {
            Some(now) if now.state == row.state => {
                reviewing::set_state(write, &now, to, reason).await?;
                Ok(true)
            }
            _ => Ok(false),
        },
        Item::Doctor(_) => Ok(false),
        Item::Mark(..) | Item::Detail(..) | Item::Reply(..) => {
            let Some(fresh) = thing::hold(write, item).await? else { return Ok(false) };
            if fresh.state() != item.state() {
                return Ok(false);
            }
            store::set_inside(&**write, item.thing(), reason).await?;
            item.changes(write);
            Ok(true)
        }
    }
}

/// Puts a question under these topics, and gives those under which it stood.
///
/// # Errors
/// What the database says.
pub(super) async fn set_topics(
    write: &mut Write,
    question: &question::Model,
    topics: &[i64],
) -> Result<Vec<i64>, DbErr> {
    // As it is now, and stays until this is through: whether its topics count depends on it.
    let held = given::hold_question(&**write, question.id).await?;
    let question = held.as_ref().unwrap_or(question);
    let before = store::topics(&**write, question.id).await?;
    store::set_topics(&**write, question, topics).await?;
    if question.state == State::Published {
        let mut changes: HashMap<i64, i64> = HashMap::new();
        for topic in &before {
            *changes.entry(*topic).or_default() -= 1;
        }
        for topic in topics {
            *changes.entry(*topic).or_default() += 1;
        }
        taxonomy::counts::apply(write, &changes).await?;
    }
    write.changes(Tag::Question(question.id));
    write.changes(Tag::Vocabulary);
    Ok(before)
}

/// Closes a question for answers, for this reason, or opens it again; says whether that changed anything.
///
/// # Errors
/// What the database says.
pub(super) async fn set_lock(write: &mut Write, question: i64, reason: Option<&str>) -> Result<bool, DbErr> {
    let changed = store::set_lock(&**write, question, reason).await?;
    write.changes(Tag::Question(question));
    Ok(changed)
}

/// Carries out what was decided on a dispute; false when there is none to decide any more.
///
/// # Errors
/// What the database says, and [`Failure::Forbidden`] when this person decided it before somebody else had it looked at again.
pub(super) async fn judge(
    write: &mut Write,
    person: &Person,
    item: &Item,
    (judgement, reason): (Judgement, &str),
) -> Result<bool, Failure> {
    let Item::Review(seen, _) = item else { return Ok(false) };
    let Some(review) = review::hold(&**write, seen.id).await? else { return Ok(false) };
    let open = disputes::last(&**write, review.id).await?.filter(|last| last.state == DisputeState::Open);
    let Some(open) = open.filter(|open| open.id == judgement.dispute()) else { return Ok(false) };
    if open.judge_id == Some(person.account) {
        return Err(Failure::Forbidden);
    }
    let (state, because) = match judgement {
        Judgement::Keep(_) => (DisputeState::Dismissed, None),
        Judgement::Take(_) | Judgement::Remove(_) => (DisputeState::Upheld, Some(reason)),
    };
    let now = write.now();
    if !disputes::judge(&**write, review.id, state, (Some(person.account), because), now).await? {
        return Ok(false);
    }
    // A review that is removed keeps its words for an appeal.
    let away = because.filter(|_| matches!(judgement, Judgement::Take(_)));
    review::hold_words(&**write, review.id, away).await?;
    if matches!(judgement, Judgement::Remove(_)) {
        reviewing::set_state(write, &review, State::Removed, Some(reason)).await?;
    }
    write.changes(Tag::Doctor(review.doctor_id));
    Ok(true)
}
