//! Taking a profile back from somebody who was taken for the doctor. The profile becomes again what it was before it was
//! theirs, and anybody may claim it. What they wrote goes along with them, to a profile without a name or a proof.

use db::{
    Trouble,
    entity::{claim::Column as C, claimed_credential::Column as H},
    value::{ClaimState, Doubt, Matter},
};

use super::{decide::tell, proof, store};
use crate::{
    agreement, answer,
    app::{App, Tag, Write},
    audit::{self, Act},
    doctor::{self, Facts, Owner},
    error::Failure,
    review,
    taxonomy::{self, Taxonomy},
    web::Person,
};

/// Why it is done, which the public log and the person read.
const WHY: Doubt = Doubt::SomebodyElse;

/// How often it is tried anew when the owner answers something at the same time.
const TRIES: usize = 5;

/// What became of a profile that was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detached {
    /// Credentials that were revoked.
    pub credentials: usize,
    /// Answers that went along with whoever wrote them.
    pub answers: usize,
    /// The doctor's own answers that are again as they were before.
    pub put_back: usize,
    /// Marks that went along with whoever gave them.
    pub marks: usize,
    /// Replies to reviews that were taken away.
    pub replies: usize,
}

/// Takes a profile back from its owner. None: it has none.
///
/// # Errors
/// What the database says.
pub(super) async fn detach(app: &App, by: Option<&Person>, doctor: i64) -> Result<Option<Detached>, Failure> {
    let taxonomy = taxonomy::current(app).await?;
    for _ in 0..TRIES {
        match hold(app, doctor).await? {
            Hold::Again => {}
            Hold::Nobodys => return Ok(None),
            Hold::Held(write, owner, questions) => {
                return carry_out(*write, (by, doctor, owner), &questions, &taxonomy).await.map(Some);
            }
        }
    }
    Err(Failure::Unavailable(Trouble::Locked))
}

/// What came of taking hold of a profile with all that is said for it.
enum Hold {
    /// Its owner, and the questions that were answered.
    Held(Box<Write>, Owner, Vec<i64>),
    /// It has no owner, or is what somebody was left with.
    Nobodys,
    /// Something was answered meanwhile.
    Again,
}

async fn hold(app: &App, doctor: i64) -> Result<Hold, Failure> {
    let write = app.write().await?;
    audit::turn(&write).await?;
    // In the order in which those take hold who answer: the questions, and then whose the profile is.
    let questions = answer::hold_questions_of(&write, doctor).await?;
    let Some(owner) = doctor::hold_owner(&*write, doctor).await? else { return Ok(Hold::Nobodys) };
    if answer::questions_of(&write, doctor).await? != questions {
        return Ok(Hold::Again);
    }
    review::hold_all_of(&*write, doctor).await?;
    doctor::hold(&*write, doctor).await?;
    let profile = doctor::by_id(&*write, doctor).await?.ok_or(Failure::Internal)?;
    // One without a name was never a doctor's.
    if profile.name.is_none() {
        return Ok(Hold::Nobodys);
    }
    Ok(Hold::Held(Box::new(write), owner, questions))
}

async fn carry_out(
    mut write: Write,
    (by, doctor, owner): (Option<&Person>, i64, Owner),
    questions: &[i64],
    taxonomy: &Taxonomy,
) -> Result<Detached, Failure> {
    let own =
        doctor::make(&mut write, &Facts { lang: "en".to_owned(), ..Facts::default() }, taxonomy).await?;
    let case = Case { by, doctor, own, owner };
    let credentials = case.revoke(&mut write).await?;
    let detached = Detached { credentials, ..case.hand_on(&mut write, taxonomy).await? };
    case.part(&mut write, taxonomy).await?;
    answer::question_counts::refresh(&write, questions).await?;
    for doctor in [doctor, own] {
        for question in agreement::recount_marks_of(&write, doctor).await? {
            write.changes(Tag::Question(question));
        }
        write.changes(Tag::Doctor(doctor));
    }
    case.record(&mut write).await?;
    write.commit().await?;
    Ok(detached)
}

/// A profile that is taken back.
struct Case<'a> {
    by: Option<&'a Person>,
    doctor: i64,
    /// What becomes the owner's own.
    own: i64,
    owner: Owner,
}

impl Case<'_> {
    /// Revokes what was granted while the profile was theirs, and gives it them: it never was a proof of this doctor's.
    async fn revoke(&self, write: &mut Write) -> Result<usize, Failure> {
        let now = write.now();
        let mut revoked = 0;
        for one in doctor::credentials(&**write, self.doctor).await? {
            let theirs = one.source_id.is_none() && one.verified_at >= Some(self.owner.since);
            if !theirs {
                continue;
            }
            if proof::revoke(write, self.by, &one, WHY).await? {
                let by = self.by.map(|person| person.account);
                store::held::mark_revoked(&**write, one.id, WHY, by, now).await?;
                revoked += 1;
            }
            store::held::pass_on(&**write, one.id, self.own).await?;
        }
        Ok(revoked)
    }

    /// Moves what they said.
    async fn hand_on(&self, write: &mut Write, taxonomy: &Taxonomy) -> Result<Detached, Failure> {
        let (way, since) = ((self.doctor, self.own), self.owner.since);
        let by = (self.by.map(|person| person.account), write.now());
        let answers = answer::hand_on(write, way, since, taxonomy).await?;
        let put_back = answer::put_back(write, self.doctor, since).await?;
        let marks = agreement::hand_on(&**write, way, since).await?;
        let replies = review::unsay(&**write, self.doctor, since, by).await?;
        store::detached::inbox(&**write, way).await?;
        Ok(Detached { credentials: 0, answers, put_back, marks, replies })
    }

    /// Ends that the profile is theirs.
    async fn part(&self, write: &mut Write, taxonomy: &Taxonomy) -> Result<(), Failure> {
        let profile = doctor::by_id(&**write, self.doctor).await?.ok_or(Failure::Internal)?;
        let words = doctor::put_back(write, &profile, self.owner.since, taxonomy).await?;
        let way = (self.doctor, self.own);
        store::detached::decisions(&**write, way, (self.owner.since, words)).await?;
        doctor::move_owner(&**write, (self.doctor, self.own)).await?;
        let Some(claim) = store::standing(&**write, self.owner.account_id).await? else { return Ok(()) };
        let (now, by) = (write.now(), self.by.map(|person| person.account));
        let rest = vec![
            (H::State, ClaimState::Refused.word().into()),
            (H::JudgedAt, now.into()),
            (H::JudgedBy, by.into()),
            (H::Reason, WHY.word().into()),
        ];
        store::turn_rest(&**write, claim.id, rest).await?;
        let columns = vec![
            (C::State, ClaimState::Refused.word().into()),
            (C::StandingFor, None::<i64>.into()),
            (C::WaitingSince, None::<i64>.into()),
            (C::JudgedAt, now.into()),
            (C::JudgedBy, by.into()),
            (C::Reason, WHY.word().into()),
        ];
        Ok(store::set(&**write, claim.id, columns).await?)
    }

    async fn record(&self, write: &mut Write) -> Result<(), Failure> {
        let (on, reason) = ((Matter::Doctor, self.doctor), Some(WHY.word()));
        let detail = Some(format!("what was written went to doctor {}", self.own));
        Act { actor: self.by, action: "detach_profile", on, reason, detail }.record(write).await?;
        tell(write, self.owner.account_id, reason).await
    }
}
