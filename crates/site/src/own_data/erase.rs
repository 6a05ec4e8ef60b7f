//! Erasing somebody's data: the one true deletion. What names them or was told to them goes; what they published goes or stays
//! without them, as they choose; what counts acts of staff stays, since it names nobody but by a number.

use db::{
    entity::answer,
    value::{Matter, State},
};

use super::store::erased::{self, ERASED, decisions};
use crate::{
    answer::counts as answers,
    app::{Tag, Write},
    audit,
    doctor::slug,
    error::Failure,
    moderation, question, reviewing,
    web::Person,
};

/// What becomes of the texts that somebody published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Texts {
    /// They stay, without anything that leads to who wrote them.
    Stay,
    /// They go.
    Go,
}

impl Texts {
    /// Whether one in this state goes: what nobody could read anyway does in any case.
    fn take(self, state: State) -> bool {
        self == Self::Go || state != State::Published
    }
}

/// What has to be thrown away outside the database once the erasure is through.
#[derive(Debug)]
pub(super) struct Left {
    /// The address that letters went to.
    pub(super) email: String,
    /// Names of documents in the folder of evidence.
    pub(super) files: Vec<String>,
}

/// Erases everything about an account and the doctor that it owns the profile of.
///
/// # Errors
/// What the database says.
pub(super) async fn everything(write: &mut Write, person: &Person, texts: Texts) -> Result<Left, Failure> {
    // It takes hold of much that acts of staff take hold of as well.
    audit::turn(write).await?;
    erased::questions::hold_all(&**write, person.account, person.doctor).await?;
    questions(write, person.account, texts).await?;
    reviews(write, person.account, texts).await?;
    if let Some(doctor) = person.doctor {
        profile(write, doctor, texts).await?;
    }
    let files = erased::doctor::claims(&**write, person.account).await?;
    let email = account(write, person.account).await?;
    Ok(Left { email, files })
}

/// Cuts every tie between the account and its questions, and takes the questions away if they are to go.
async fn questions(write: &mut Write, account: i64, texts: Texts) -> Result<(), Failure> {
    for question in erased::questions::of(&**write, account).await? {
        let id = question.id;
        erased::questions::wordless(&**write, id).await?;
        if texts.take(question.state) {
            moderation::part_all(write, id).await?;
            if question.state != State::Removed {
                question::turn(write, id, question.state, State::Removed, Some(ERASED)).await?;
            }
            erased::questions::empty(&**write, id).await?;
        }
        write.changes(Tag::Question(id));
    }
    erased::questions::cut_ties(&**write, account).await?;
    for question in erased::questions::thanks(&**write, account).await? {
        write.changes(Tag::Question(question));
    }
    Ok(())
}

/// Cuts every tie between the account and its reviews, and takes the reviews away if they are to go.
async fn reviews(write: &mut Write, account: i64, texts: Texts) -> Result<(), Failure> {
    for review in erased::reviews::of(&**write, account).await? {
        if texts.take(review.state) {
            if review.state != State::Removed {
                reviewing::set_state(write, &review, State::Removed, Some(ERASED)).await?;
            }
            erased::reviews::empty(&**write, review.id).await?;
        }
        decisions::wordless(&**write, Matter::Review, review.id).await?;
        write.changes(Tag::Doctor(review.doctor_id));
    }
    Ok(erased::reviews::cut_ties(&**write, account).await?)
}

/// Takes everything from the profile that tells whose it is, with proofs and marks; the answers stay under a doctor without a
/// name, or go.
async fn profile(write: &mut Write, id: i64, texts: Texts) -> Result<(), Failure> {
    // Nobody stands behind these marks any more: they go, and stop counting.
    let marked = erased::doctor::take_marks(&**write, id).await?;
    answers::refresh(write, &marked).await?;
    for question in erased::doctor::questions_of(&**write, &marked).await? {
        write.changes(Tag::Question(question));
    }
    for one in erased::doctor::answers(&**write, id).await? {
        if texts.take(one.state) {
            take_away(write, &one).await?;
        }
        decisions::wordless(&**write, Matter::Answer, one.id).await?;
        write.changes(Tag::Question(one.question_id));
    }
    erased::doctor::replies(&**write, id).await?;
    erased::doctor::strip(&**write, id).await?;
    decisions::wordless(&**write, Matter::Doctor, id).await?;
    let slug = slug::free(&**write, vec!["doctor".to_owned()]).await?.pop_front();
    let slug = slug.unwrap_or_else(|| format!("doctor-{id}-gone"));
    erased::doctor::nameless(&**write, id, slug).await?;
    write.changes(Tag::Doctor(id));
    Ok(())
}

async fn take_away(write: &mut Write, one: &answer::Model) -> Result<(), Failure> {
    if one.state != State::Removed {
        crate::answer::turn(write, one, State::Removed, Some(ERASED)).await?;
    }
    erased::doctor::empty_answer(&**write, one.id).await?;
    Ok(answers::refresh(write, &[one.id]).await?)
}

/// Deletes the account, and gives the address that letters went to.
async fn account(write: &Write, id: i64) -> Result<String, Failure> {
    let email = erased::account::address(&**write, id).await?.ok_or(Failure::SignInFirst)?;
    erased::account::wordless(&**write, id).await?;
    erased::account::delete(&**write, id, &email).await?;
    Ok(email)
}
