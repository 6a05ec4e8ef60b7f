//! Undoing a decision after an appeal, as far as it can be undone.

use db::{
    entity::decision::Model as Decision,
    value::{Act, DisputeState, Matter, State},
};
use serde::{Deserialize, Serialize};

use super::{
    decide,
    edit::{self, Before},
    effects,
    merge::{self, Merged},
    owner,
    rules::{Standing, possible},
    store::{self, Decided},
    thing::{self, Item, Thing},
};
use crate::{
    account,
    agreement::{self, LetBack},
    app::{Tag, Write},
    error::Failure,
    review::{
        self,
        disputes::{self, Dispute},
        rules::DISPUTED,
    },
    web::Person,
};

/// The code of the reason of what an appeal did.
pub(super) const APPEAL: &str = "appeal";

/// What it takes to undo an act. Numbers alone: no words.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Undo {
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub(super) before: Option<Before>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) topics: Option<Vec<i64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) until: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) merged: Option<Merged>,
}

/// Undoes a decision; gives the act that did it. What was undone or changed since is left as it is. Whoever appealed is told
/// by the caller, and of a dispute the other side here.
///
/// # Errors
/// What the database says.
pub(super) async fn undo(
    write: &mut Write,
    person: &Person,
    decision: &Decision,
    appellant: i64,
) -> Result<Option<Act>, Failure> {
    let thing = Thing::of(decision);
    if let Some(back) = of_gone_words(write, decision).await? {
        let LetBack::Shown(answer) = back else { return Ok(None) };
        if let Some(marked) = agreement::answer(&**write, answer).await? {
            write.changes(Tag::Question(marked.question_id));
        }
        decide::record(write, person, thing, Act::Restore, APPEAL).await?;
        let now = write.now();
        store::add(&**write, Decided::along(thing, Act::Restore, APPEAL, person.account), now).await?;
        return Ok(Some(Act::Restore));
    }
    let Some(item) = thing::find(&**write, thing).await? else { return Ok(None) };
    let Some(item) = thing::hold(write, &item).await? else { return Ok(None) };
    // What was decided on it since stands.
    if decision.act != Act::Suspend && store::newest(&**write, thing).await? != Some(decision.id) {
        return Ok(None);
    }
    let done = match decision.dispute_id {
        Some(dispute) => of_dispute(write, person, (decision, dispute), &item).await?,
        None => of_act(write, person, decision, &item).await?,
    };
    let Some(act) = done else { return Ok(None) };
    decide::record(write, person, thing, act, APPEAL).await?;
    let now = write.now();
    let dispute = decision.dispute_id;
    let decided = Decided { dispute, ..Decided::along(thing, act, APPEAL, person.account) };
    let id = store::add(&**write, decided, now).await?;
    if dispute.is_some() {
        for account in owner::told(&**write, thing, dispute).await? {
            if account != appellant {
                decide::tell(write, account, id, APPEAL).await?;
            }
        }
    }
    Ok(done)
}

/// A colleague's words that were removed are held also when they are taken back and given again. That ends with the removal.
async fn of_gone_words(write: &Write, decision: &Decision) -> Result<Option<LetBack>, Failure> {
    let removal = (decision.matter_kind, decision.act) == (Matter::Agreement, Act::Remove);
    if !removal || store::newest(&**write, Thing::of(decision)).await? != Some(decision.id) {
        return Ok(None);
    }
    Ok(agreement::let_back(&**write, decision).await?)
}

async fn of_act(
    write: &mut Write,
    person: &Person,
    decision: &Decision,
    item: &Item,
) -> Result<Option<Act>, Failure> {
    let undo: Undo =
        decision.undo.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
    let thing = item.thing();
    Ok(match (decision.act, item) {
        (Act::Remove, _) if possible(Act::Restore, Standing::of(item)) => {
            effects::set_state(write, item, State::Published, None).await?.then_some(Act::Restore)
        }
        (Act::Lock, Item::Question(_)) => {
            effects::set_lock(write, thing.id, None).await?.then_some(Act::Unlock)
        }
        (Act::Move, Item::Question(question)) => {
            let Some(topics) = undo.topics else { return Ok(None) };
            effects::set_topics(write, question, &topics).await?;
            Some(Act::Move)
        }
        (Act::Merge, Item::Question(question)) => {
            let Some(merged) = undo.merged else { return Ok(None) };
            let Some(shown) = merge::part(write, question, &merged).await? else { return Ok(None) };
            for id in shown {
                shown_again(write, person, Thing { kind: Matter::Answer, id }).await?;
            }
            Some(Act::Part)
        }
        (Act::Edit, _) => {
            let Some(before) = undo.before else { return Ok(None) };
            // What its author wrote since is not overwritten.
            if !edit::stands(write, item, decision, before).await? {
                return Ok(None);
            }
            let Some(words) = edit::before(write, item, before).await? else { return Ok(None) };
            edit::reword(write, item, words, None).await?;
            Some(Act::PutBack)
        }
        (Act::Suspend, _) => match (undo.until, owner::of(&**write, thing).await?) {
            (Some(until), Some(owner)) => {
                account::readmit(&**write, owner, until).await?.then_some(Act::Readmit)
            }
            _ => None,
        },
        _ => None,
    })
}

/// Writes down that an answer is shown again that went with its question, and tells its doctor.
async fn shown_again(write: &mut Write, person: &Person, answer: Thing) -> Result<(), Failure> {
    decide::record(write, person, answer, Act::Restore, APPEAL).await?;
    let (now, decided) = (write.now(), Decided::along(answer, Act::Restore, APPEAL, person.account));
    let decision = store::add(&**write, decided, now).await?;
    match owner::of(&**write, answer).await? {
        Some(doctor) => decide::tell(write, doctor, decision, APPEAL).await,
        None => Ok(()),
    }
}

/// Undoes what was decided on a dispute. Words that come back can't be disputed again as they are; words that had come back
/// are away again, and somebody else decides.
async fn of_dispute(
    write: &mut Write,
    person: &Person,
    (decision, id): (&Decision, i64),
    item: &Item,
) -> Result<Option<Act>, Failure> {
    let Item::Review(review, _) = item else { return Ok(None) };
    let Some(last) = disputes::last(&**write, review.id).await?.filter(|last| last.id == id) else {
        return Ok(None);
    };
    write.changes(Tag::Doctor(review.doctor_id));
    match decision.act {
        Act::KeepWords => reopen(write, review, &last).await,
        Act::TakeWords if review.text_held.as_deref() == Some(&decision.reason) => {
            review::hold_words(&**write, review.id, None).await?;
            dismiss(write, person, &last).await?;
            Ok(Some(Act::PutBack))
        }
        Act::Remove if possible(Act::Restore, Standing::of(item)) => {
            if !effects::set_state(write, item, State::Published, None).await? {
                return Ok(None);
            }
            dismiss(write, person, &last).await?;
            Ok(Some(Act::Restore))
        }
        _ => Ok(None),
    }
}

async fn reopen(write: &Write, review: &review::Review, last: &Dispute) -> Result<Option<Act>, Failure> {
    // Words that were changed since are others than those that were disputed.
    let same = last.judged_at >= Some(review.updated_at.unwrap_or(i64::MIN));
    let shown = review.state == State::Published && review.text_held.is_none();
    if last.state != DisputeState::Dismissed || !same || !shown {
        return Ok(None);
    }
    disputes::reopen(&**write, last.id).await?;
    review::hold_words(&**write, review.id, Some(DISPUTED)).await?;
    Ok(Some(Act::HoldWords))
}

async fn dismiss(write: &Write, person: &Person, last: &Dispute) -> Result<(), Failure> {
    Ok(disputes::dismiss(&**write, last.id, person.account, write.now()).await?)
}
