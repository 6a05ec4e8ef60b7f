//! Deciding: the act, its effects, the record of it and the news to whoever it concerns, in one transaction.

use db::value::{Act, Matter, State};
use serde::{Deserialize, Serialize};

use super::{
    edit::{self, Wording},
    effects,
    jobs::TellReporters,
    merge, owner,
    rules::{Standing, Term, possible},
    store::{self, Decided},
    thing::{self, Item, Thing},
};
use crate::{
    account,
    app::{App, Write},
    audit,
    error::Failure,
    notification::{self, News},
    web::Person,
};
use db::value::NoticeKind;

/// What is to be done, with all that it takes.
pub(super) enum Order {
    Publish,
    Dismiss,
    Remove,
    Restore,
    Lock,
    Unlock,
    Edit(Wording),
    Merge(i64),
    Move(Vec<i64>),
    Suspend(Term),
}

impl Order {
    pub(super) fn act(&self) -> Act {
        match self {
            Self::Publish => Act::Publish,
            Self::Dismiss => Act::Dismiss,
            Self::Remove => Act::Remove,
            Self::Restore => Act::Restore,
            Self::Lock => Act::Lock,
            Self::Unlock => Act::Unlock,
            Self::Edit(_) => Act::Edit,
            Self::Merge(_) => Act::Merge,
            Self::Move(_) => Act::Move,
            Self::Suspend(_) => Act::Suspend,
        }
    }
}

/// A decision before it is made.
pub(super) struct Ruling {
    pub(super) order: Order,
    pub(super) reason: &'static str,
    /// Words to the person whose thing it is.
    pub(super) note: Option<String>,
}

/// What it takes to undo an act. Numbers alone: no words.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Undo {
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    topics: Option<Vec<i64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<i64>,
}

/// What an act left to be written down.
#[derive(Default)]
struct Done {
    undo: Undo,
    /// Things that were removed with it, and whose owners are told as well.
    along: Vec<Thing>,
}

/// Keeps people from deciding on what is their own.
///
/// # Errors
/// [`Failure::Forbidden`], and what the database says.
pub(super) async fn not_own(app: &App, thing: Thing, person: &Person) -> Result<(), Failure> {
    let owner = owner::of(app.db.read(), thing).await?;
    if owner == Some(person.account) { Err(Failure::Forbidden) } else { Ok(()) }
}

/// Makes a decision; says whether it could still be made. When somebody else was faster, nothing happens.
///
/// # Errors
/// What the database says.
pub(super) async fn carry_out(
    app: &App,
    person: &Person,
    item: &Item,
    ruling: Ruling,
) -> Result<bool, Failure> {
    let mut write = app.write().await?;
    let made = within(&mut write, person, item, ruling).await?;
    if made {
        write.commit().await?;
    }
    Ok(made)
}

/// The same, as a part of a larger change.
///
/// # Errors
/// What the database says.
pub(super) async fn within(
    write: &mut Write,
    person: &Person,
    item: &Item,
    ruling: Ruling,
) -> Result<bool, Failure> {
    let (act, thing) = (ruling.order.act(), item.thing());
    record(write, person, thing, act, ruling.reason).await?;
    let Some(done) = effect(write, item, ruling.order, ruling.reason).await? else { return Ok(false) };
    let decided = Decided {
        thing,
        act,
        reason: ruling.reason,
        note: ruling.note,
        by: person.account,
        undo: serde_json::to_string(&done.undo).ok().filter(|undo| undo != "{}"),
    };
    settle(write, decided).await?;
    for thing in done.along {
        record(write, person, thing, Act::Remove, "merged").await?;
        let by = person.account;
        let decided = Decided { thing, act: Act::Remove, reason: "merged", note: None, by, undo: None };
        settle(write, decided).await?;
    }
    Ok(true)
}

/// Writes the act into the audit log. It comes first: from here on moderators' acts stand one after another, so that counts
/// that depend on two things are never worked out for both at once.
async fn record(write: &Write, person: &Person, on: Thing, act: Act, reason: &str) -> Result<(), Failure> {
    let act = audit::Act {
        actor: Some(person),
        action: act.word(),
        on: (on.kind, on.id),
        reason: Some(reason),
        detail: None,
    };
    act.record(write).await
}

/// Writes down what was decided, settles the reports, and tells whoever it concerns.
async fn settle(write: &mut Write, decided: Decided<'_>) -> Result<(), Failure> {
    let (thing, act, now) = (decided.thing, decided.act, write.now());
    let reason = decided.reason.to_owned();
    let decision = store::add(&**write, decided, now).await?;
    let reports = store::close(&**write, thing, decision).await?;
    store::release(&**write, thing, None).await?;
    if act != Act::Dismiss
        && let Some(owner) = owner::of(&**write, thing).await?
    {
        let path = format!("/decisions/{decision}");
        let news = News { kind: NoticeKind::Decision, path: &path, reason: Some(&reason) };
        notification::tell(write, owner, news).await?;
    }
    if reports > 0 {
        write.enqueue(&TellReporters { decision, after: 0 }).await?;
    }
    Ok(())
}

/// Does it; none when the thing is no longer as it was seen.
async fn effect(write: &mut Write, item: &Item, order: Order, reason: &str) -> Result<Option<Done>, Failure> {
    let mut done = Done::default();
    let made = match order {
        Order::Dismiss => true,
        Order::Publish => publish(write, item).await?,
        Order::Restore => effects::set_state(write, item, State::Published, None).await?,
        Order::Remove => effects::set_state(write, item, State::Removed, Some(reason)).await?,
        Order::Lock => effects::set_lock(write, item.thing().id, Some(reason)).await?,
        Order::Unlock => effects::set_lock(write, item.thing().id, None).await?,
        Order::Edit(new) => {
            let Some(fresh) = thing::find(&**write, item.thing()).await? else { return Ok(None) };
            let unchanged = Wording::of(&fresh) == Wording::of(item);
            if unchanged {
                done.undo.revision = Some(edit::reword(write, &fresh, new, Some(reason)).await?);
            }
            unchanged
        }
        Order::Merge(into) => match item {
            Item::Question(question) => match merge::join(write, question, into).await? {
                Some(merged) => {
                    let thing = |id| Thing { kind: Matter::Answer, id };
                    done.along = merged.left.iter().map(|answer| thing(answer.id)).collect();
                    true
                }
                None => false,
            },
            _ => false,
        },
        Order::Move(topics) => match item {
            Item::Question(question) => {
                done.undo.topics = Some(effects::set_topics(write, question, &topics).await?);
                true
            }
            _ => false,
        },
        Order::Suspend(term) => {
            let until = term.end(write.now());
            done.undo.until = Some(until);
            match owner::of(&**write, item.thing()).await? {
                Some(owner) => account::suspend(&**write, owner, until, reason).await?,
                None => false,
            }
        }
    };
    Ok(made.then_some(done))
}

/// Shows a post that was held. Whoever wrote it is trusted from now on.
async fn publish(write: &mut Write, item: &Item) -> Result<bool, Failure> {
    if !effects::set_state(write, item, State::Published, None).await? {
        return Ok(false);
    }
    if let Some(owner) = owner::of(&**write, item.thing()).await? {
        account::trust(&**write, owner, write.now()).await?;
    }
    Ok(true)
}

/// Undoes a decision after an appeal, as far as it can be undone; gives the act that did it. What was undone or changed
/// since is left as it is.
///
/// # Errors
/// What the database says.
pub(super) async fn undo(
    write: &mut Write,
    person: &Person,
    decision: &db::entity::decision::Model,
) -> Result<Option<Act>, Failure> {
    let thing = Thing { kind: decision.matter_kind, id: decision.matter_id };
    let Some(item) = thing::find(&**write, thing).await? else { return Ok(None) };
    let undo: Undo =
        decision.undo.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
    let newest = store::of(&**write, thing).await?.first().map(|newest| newest.id);
    let undone = match (decision.act, &item) {
        // What was decided on it since stands.
        _ if decision.act != Act::Suspend && newest.is_some_and(|newest| newest != decision.id) => None,
        (Act::Remove, _) if possible(Act::Restore, Standing::of(&item)) => {
            effects::set_state(write, &item, State::Published, None).await?.then_some(Act::Restore)
        }
        (Act::Lock, Item::Question(_)) => {
            effects::set_lock(write, thing.id, None).await?.then_some(Act::Unlock)
        }
        (Act::Move, Item::Question(question)) => match undo.topics {
            Some(topics) => {
                effects::set_topics(write, question, &topics).await?;
                Some(Act::Move)
            }
            None => None,
        },
        (Act::Edit, _) => match undo.revision {
            Some(number) => match edit::before(write, &item, number).await? {
                Some(words) => {
                    edit::reword(write, &item, words, None).await?;
                    Some(Act::PutBack)
                }
                None => None,
            },
            None => None,
        },
        (Act::Suspend, _) => match (undo.until, owner::of(&**write, thing).await?) {
            (Some(until), Some(owner)) => {
                account::readmit(&**write, owner, until).await?.then_some(Act::Readmit)
            }
            _ => None,
        },
        _ => None,
    };
    if let Some(act) = undone {
        record(write, person, thing, act, "appeal").await?;
        let now = write.now();
        let by = person.account;
        let decided = Decided { thing, act, reason: "appeal", note: None, by, undo: None };
        store::add(&**write, decided, now).await?;
    }
    Ok(undone)
}
