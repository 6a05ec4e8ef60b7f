//! Deciding: the act, its effects, the record of it and the news to whoever it concerns, in one transaction.

use db::value::{Act, Matter, NoticeKind, State};

use super::{
    edit::{self, Before, Wording},
    effects,
    jobs::TellReporters,
    merge::{self, MERGED},
    owner,
    rules::Term,
    store::{self, Decided},
    thing::{self, Item, Thing},
    undo::Undo,
};
use crate::{
    account,
    app::{App, Write},
    audit,
    error::Failure,
    notification::{self, News},
    web::Person,
};

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
    Judge(Judgement),
}

/// What becomes of a review whose words a doctor disputes; with the dispute that is decided by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judgement {
    /// The words come back.
    Keep(i64),
    /// The words stay away; the stars count.
    Take(i64),
    /// The whole review is removed.
    Remove(i64),
}

impl Judgement {
    pub(super) fn dispute(self) -> i64 {
        match self {
            Self::Keep(dispute) | Self::Take(dispute) | Self::Remove(dispute) => dispute,
        }
    }
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
            Self::Judge(Judgement::Keep(_)) => Act::KeepWords,
            Self::Judge(Judgement::Take(_)) => Act::TakeWords,
            Self::Judge(Judgement::Remove(_)) => Act::Remove,
        }
    }

    /// The dispute that is decided by it.
    fn dispute(&self) -> Option<i64> {
        if let Self::Judge(judgement) = self { Some(judgement.dispute()) } else { None }
    }
}

/// A decision before it is made.
pub(super) struct Ruling {
    pub(super) order: Order,
    pub(super) reason: &'static str,
    /// Words to the person whose thing it is.
    pub(super) note: Option<String>,
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
    let own = owner::concerns(app.db.read(), thing, person.account).await?;
    if own { Err(Failure::Forbidden) } else { Ok(()) }
}

/// Makes a decision; says whether it could still be made. When somebody else was faster, nothing happens.
///
/// # Errors
/// [`Failure::Forbidden`] when it is on what is their own, and what the database says.
pub(super) async fn carry_out(
    app: &App,
    person: &Person,
    item: &Item,
    ruling: Ruling,
) -> Result<bool, Failure> {
    let (act, thing, mut write) = (ruling.order.act(), item.thing(), app.write().await?);
    audit::turn(&write).await?;
    if owner::concerns(&*write, thing, person.account).await? {
        return Err(Failure::Forbidden);
    }
    let (by, dispute) = (person.account, ruling.order.dispute());
    let Some(done) = effect(&mut write, person, item, ruling.order, ruling.reason).await? else {
        return Ok(false);
    };
    record(&write, person, thing, act, ruling.reason).await?;
    let undo = serde_json::to_string(&done.undo).ok().filter(|undo| undo != "{}");
    let decided = Decided { thing, act, reason: ruling.reason, note: ruling.note, by, undo, dispute };
    settle(&mut write, decided, Some(item)).await?;
    for thing in done.along {
        record(&write, person, thing, Act::Remove, MERGED).await?;
        settle(&mut write, Decided::along(thing, Act::Remove, MERGED, by), None).await?;
    }
    write.commit().await?;
    Ok(true)
}

/// Writes the act into the audit log.
///
/// # Errors
/// What the database says.
pub(super) async fn record(
    write: &Write,
    person: &Person,
    on: Thing,
    act: Act,
    reason: &str,
) -> Result<(), Failure> {
    let act = audit::Act {
        actor: Some(person),
        action: act.word(),
        on: (on.kind, on.id),
        reason: Some(reason),
        detail: None,
    };
    act.record(write).await
}

/// Writes down what was decided, settles the reports, and tells whoever it concerns. `item` is what it was decided on, as it
/// was seen.
async fn settle(write: &mut Write, decided: Decided<'_>, item: Option<&Item>) -> Result<(), Failure> {
    let (thing, act, dispute, now) = (decided.thing, decided.act, decided.dispute, write.now());
    let reason = decided.reason.to_owned();
    let decision = store::add(&**write, decided, now).await?;
    // Reports may be of something else than what a doctor disputes, unless all of it is gone.
    if dispute.is_none() || act == Act::Remove {
        let reports = store::close(&**write, thing, decision).await?;
        store::release(&**write, thing, None).await?;
        if reports > 0 {
            write.enqueue(&TellReporters { decision, after: 0 }).await?;
        }
    }
    if act == Act::Dismiss {
        return Ok(());
    }
    for account in owner::told(&**write, thing, dispute).await? {
        match item.filter(|_| act == Act::Publish) {
            Some(item) => tell_published(write, account, item).await?,
            None => tell(write, account, decision, &reason).await?,
        }
    }
    Ok(())
}

/// Tells somebody that what was held is there for everybody, and where: there is nothing else to read of it.
async fn tell_published(write: &mut Write, account: i64, item: &Item) -> Result<(), Failure> {
    let (path, reason) = (item.bare_path(), format!("published_{}", item.thing().kind.word()));
    let news = News { kind: NoticeKind::Decision, path: &path, reason: Some(&reason) };
    notification::tell(write, account, news).await
}

/// Tells somebody that there is a decision to read.
///
/// # Errors
/// What the database says.
pub(super) async fn tell(
    write: &mut Write,
    account: i64,
    decision: i64,
    reason: &str,
) -> Result<(), Failure> {
    let path = format!("/decisions/{decision}");
    let news = News { kind: NoticeKind::Decision, path: &path, reason: Some(reason) };
    notification::tell(write, account, news).await
}

/// Does it; none when the thing is no longer as it was seen.
async fn effect(
    write: &mut Write,
    person: &Person,
    item: &Item,
    order: Order,
    reason: &str,
) -> Result<Option<Done>, Failure> {
    let mut done = Done::default();
    let made = match order {
        Order::Dismiss => true,
        Order::Publish => publish(write, item).await?,
        Order::Restore => effects::set_state(write, item, State::Published, None).await?,
        Order::Remove => effects::set_state(write, item, State::Removed, Some(reason)).await?,
        Order::Lock => effects::set_lock(write, item.thing().id, Some(reason)).await?,
        Order::Unlock => effects::set_lock(write, item.thing().id, None).await?,
        Order::Judge(judgement) => effects::judge(write, person, item, (judgement, reason)).await?,
        Order::Edit(new) => {
            done.undo.before = edit(write, item, new, reason).await?;
            done.undo.before.is_some()
        }
        Order::Merge(into) => {
            let Item::Question(question) = item else { return Ok(None) };
            let Some(merged) = merge::join(write, question, into).await? else { return Ok(None) };
            done.along = merged.left.iter().map(|id| Thing { kind: Matter::Answer, id: *id }).collect();
            done.undo.merged = Some(merged);
            true
        }
        Order::Move(topics) => {
            let Item::Question(question) = item else { return Ok(None) };
            done.undo.topics = Some(effects::set_topics(write, question, &topics).await?);
            true
        }
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

/// Changes the words of a thing, unless they are others than were seen.
async fn edit(write: &mut Write, item: &Item, new: Wording, reason: &str) -> Result<Option<Before>, Failure> {
    // Held before it is read: its author may be changing it as well.
    let Some(fresh) = thing::hold(write, item).await? else { return Ok(None) };
    if Wording::of(&fresh) != Wording::of(item) || fresh.state() != item.state() {
        return Ok(None);
    }
    Ok(Some(edit::reword(write, &fresh, new, Some(reason)).await?))
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
