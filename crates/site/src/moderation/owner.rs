//! Whose something is, and whom it is about. Asked only to tell them, and to keep people from deciding on their own; never
//! shown.

use db::{
    entity::decision::Model as Decision,
    sea_orm::{ConnectionTrait, DbErr},
    value::{Act, Matter},
};

use super::{store, thing::Thing};
use crate::{doctor, question, review};

/// The account behind a thing, where there is one: what an archive brought has none.
///
/// # Errors
/// What the database says.
pub(super) async fn of(db: &impl ConnectionTrait, thing: Thing) -> Result<Option<i64>, DbErr> {
    match thing.kind {
        Matter::Question => question::asker(db, thing.id).await,
        Matter::Detail => match store::question_of_detail(db, thing.id).await? {
            Some(asked) => question::asker(db, asked).await,
            None => Ok(None),
        },
        Matter::Answer => of_profile(db, store::doctor_of_answer(db, thing.id).await?).await,
        Matter::Agreement => {
            let doctors = store::doctors_of_mark(db, thing.id).await?;
            of_profile(db, doctors.map(|(marker, _)| marker)).await
        }
        Matter::Doctor => doctor::owner(db, thing.id).await,
        Matter::Account => Ok(Some(thing.id)),
        Matter::Review => review::author(db, thing.id).await,
        Matter::Reply => of_profile(db, store::doctor_of_review(db, thing.id).await?).await,
        Matter::Credential | Matter::Report => Ok(None),
    }
}

/// The account of somebody whom a thing is about without its being theirs: the doctor of a review, the writer of the
/// review that was replied to, the doctor whose answer a colleague marked.
///
/// # Errors
/// What the database says.
pub(super) async fn other_side(db: &impl ConnectionTrait, thing: Thing) -> Result<Option<i64>, DbErr> {
    match thing.kind {
        Matter::Review => of_profile(db, store::doctor_of_review(db, thing.id).await?).await,
        Matter::Reply => review::author(db, thing.id).await,
        Matter::Agreement => {
            let doctors = store::doctors_of_mark(db, thing.id).await?;
            of_profile(db, doctors.and_then(|(_, answering)| answering)).await
        }
        _ => Ok(None),
    }
}

/// Whether an account is one of those who must not decide on a thing.
///
/// # Errors
/// What the database says.
pub(super) async fn concerns(db: &impl ConnectionTrait, thing: Thing, account: i64) -> Result<bool, DbErr> {
    Ok(of(db, thing).await? == Some(account) || other_side(db, thing).await? == Some(account))
}

/// The accounts that a decision is told to: whose thing it is, and of a dispute the doctor as well.
///
/// # Errors
/// What the database says.
pub(super) async fn told(
    db: &impl ConnectionTrait,
    thing: Thing,
    dispute: Option<i64>,
) -> Result<Vec<i64>, DbErr> {
    let mut told: Vec<i64> = of(db, thing).await?.into_iter().collect();
    if dispute.is_some() {
        told.extend(other_side(db, thing).await?.filter(|other| !told.contains(other)));
    }
    Ok(told)
}

/// The account that loses by a decision, and so may appeal: of words that were kept it is the doctor who disputed them.
///
/// # Errors
/// What the database says.
pub(super) async fn losing(db: &impl ConnectionTrait, decision: &Decision) -> Result<Option<i64>, DbErr> {
    let thing = Thing::of(decision);
    if decision.act == Act::KeepWords { other_side(db, thing).await } else { of(db, thing).await }
}

async fn of_profile(db: &impl ConnectionTrait, id: Option<i64>) -> Result<Option<i64>, DbErr> {
    match id {
        Some(id) => doctor::owner(db, id).await,
        None => Ok(None),
    }
}
