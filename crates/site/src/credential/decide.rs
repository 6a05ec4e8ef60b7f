//! What an editor decides on a claim, each in one transaction with all that follows from it.

use db::{
    entity::{
        claim::{Column as C, Model as Claim},
        claimed_credential::{Column as H, Model as Claimed},
    },
    sea_orm::Value,
    value::{Check, ClaimState, CredentialChange, Doubt, Matter, NoticeKind},
};

use super::{
    proof::{self, Event},
    rules::Proof,
    store,
};
use crate::{
    account,
    app::Write,
    audit::{self, Act},
    doctor::{self, Facts},
    error::Failure,
    notification::{self, News},
    taxonomy::Taxonomy,
    web::Person,
};

/// Where claimants see what became of their credentials.
pub(super) const OWN: &str = "/account/credentials";

/// What an editor decides on one credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is theirs, and holds until then.
    Grant(Check, Option<i64>),
    /// It proves nothing.
    Refuse(Doubt),
    /// It holds until then, now.
    Renew(Check, Option<i64>),
    /// It should not have been granted, or does not hold any more.
    Revoke(Doubt),
}

/// What came of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is so.
    Done,
    /// Somebody decided otherwise meanwhile.
    Stale,
    /// The profile has another owner by now, or the account another profile.
    Taken,
}

/// A decision in the making.
pub(super) struct Decision<'a> {
    pub(super) by: &'a Person,
    pub(super) claim: Claim,
    pub(super) handed_in: Claimed,
    /// What the claimant is told beside the reason.
    pub(super) words: Option<String>,
    pub(super) taxonomy: &'a Taxonomy,
}

impl Decision<'_> {
    /// Carries a verdict out.
    pub(super) async fn carry_out(mut self, write: &mut Write, verdict: Verdict) -> Result<Outcome, Failure> {
        audit::turn(write).await?;
        // Then the profile, so that decisions on two claims to it never wait for each other.
        if let Some(doctor) = self.claim.doctor_id {
            doctor::hold(&**write, doctor).await?;
        }
        self.claim = store::hold(&**write, self.claim.id).await?.ok_or(Failure::NotFound)?;
        let outcome = match verdict {
            Verdict::Grant(method, until) => self.grant(write, method, until).await?,
            Verdict::Refuse(reason) => self.refuse(write, reason).await?,
            Verdict::Renew(method, until) => self.renew(write, method, until).await?,
            Verdict::Revoke(reason) => self.revoke(write, reason).await?,
        };
        if outcome == Outcome::Done {
            store::wait(&**write, self.claim.id).await?;
            let reason = match verdict {
                Verdict::Refuse(doubt) | Verdict::Revoke(doubt) => Some(doubt.word()),
                Verdict::Grant(..) | Verdict::Renew(..) => None,
            };
            tell(write, self.claim.account_id, reason).await?;
        }
        Ok(outcome)
    }

    async fn grant(&self, write: &mut Write, method: Check, until: Option<i64>) -> Result<Outcome, Failure> {
        let judged = self.judged(write, ClaimState::Granted, vec![(H::Method, method.word().into())]);
        if !store::turn(&**write, self.handed_in.id, ClaimState::Open, judged).await? {
            return Ok(Outcome::Stale);
        }
        let doctor = match (self.claim.state, self.claim.doctor_id) {
            (ClaimState::Granted, Some(doctor)) => doctor,
            (ClaimState::Open, _) => match self.hand_over(write).await? {
                Some(doctor) => doctor,
                None => return Ok(Outcome::Taken),
            },
            _ => return Ok(Outcome::Stale),
        };
        let proof = Proof { expires_at: until, ..Proof::of(&self.handed_in) };
        let credential = proof::grant(write, Some(self.by), doctor, proof, method).await?;
        let columns = vec![(H::CredentialId, credential.into()), (H::ExpiresAt, until.into())];
        store::turn(&**write, self.handed_in.id, ClaimState::Granted, columns).await?;
        Ok(Outcome::Done)
    }

    /// Gives the claimant the profile, which is made where there is none yet. None: somebody else has it, or they another.
    async fn hand_over(&self, write: &mut Write) -> Result<Option<i64>, Failure> {
        let facts: Option<Facts> =
            self.claim.proposed.as_deref().and_then(|json| serde_json::from_str(json).ok());
        let doctor = match (self.claim.doctor_id, facts) {
            (Some(doctor), facts) => {
                if let Some(name) = facts.and_then(|facts| facts.name) {
                    self.give_name(write, doctor, name).await?;
                }
                doctor
            }
            (None, Some(facts)) => {
                let doctor = doctor::make(write, &facts, self.taxonomy).await?;
                self.note_refused(write, doctor).await?;
                doctor
            }
            (None, None) => return Err(Failure::Internal),
        };
        let (account, now) = (self.claim.account_id, write.now());
        if !doctor::give(&**write, doctor, account, now).await? {
            return Ok(None);
        }
        account::make_doctor(&**write, account).await?;
        let columns = vec![
            (C::State, ClaimState::Granted.word().into()),
            (C::DoctorId, doctor.into()),
            (C::Proposed, None::<String>.into()),
            (C::JudgedAt, now.into()),
            (C::JudgedBy, self.by.account.into()),
        ];
        store::set(&**write, self.claim.id, columns).await?;
        for rival in store::rivals(&**write, doctor, self.claim.id).await? {
            self.close(write, &rival, Doubt::ProfileTaken).await?;
            tell(write, rival.account_id, Some(Doubt::ProfileTaken.word())).await?;
        }
        Ok(Some(doctor))
    }

    /// A profile that an archive left without a name gets that of its owner.
    async fn give_name(&self, write: &mut Write, doctor: i64, name: String) -> Result<(), Failure> {
        let Some(profile) = doctor::by_id(&**write, doctor).await? else { return Ok(()) };
        if profile.name.is_some() {
            return Ok(());
        }
        let facts = Facts { name: Some(name), ..Facts::of(&profile) };
        doctor::change(write, &profile, &facts, self.taxonomy).await
    }

    /// What was refused before there was a profile belongs into its log as well.
    async fn note_refused(&self, write: &Write, doctor: i64) -> Result<(), Failure> {
        for one in store::proofs(&**write, self.claim.id).await? {
            if let (ClaimState::Refused, Some(at)) = (one.state, one.judged_at) {
                refused(doctor, &one, one.reason).note(write, at).await?;
            }
        }
        Ok(())
    }

    async fn refuse(&self, write: &mut Write, reason: Doubt) -> Result<Outcome, Failure> {
        let judged = self.judged(write, ClaimState::Refused, vec![(H::Reason, reason.word().into())]);
        if !store::turn(&**write, self.handed_in.id, ClaimState::Open, judged).await? {
            return Ok(Outcome::Stale);
        }
        if let Some(doctor) = self.claim.doctor_id {
            refused(doctor, &self.handed_in, Some(reason)).note(write, write.now()).await?;
            write.changes(crate::app::Tag::Doctor(doctor));
        }
        self.record(write, "refuse_credential", reason, self.handed_in.id).await?;
        let rest = store::proofs(&**write, self.claim.id).await?;
        if self.claim.state == ClaimState::Open && rest.iter().all(|one| one.state != ClaimState::Open) {
            self.close(write, &self.claim, reason).await?;
        }
        Ok(Outcome::Done)
    }

    /// Refuses a whole claim.
    async fn close(&self, write: &Write, claim: &Claim, reason: Doubt) -> Result<(), Failure> {
        let now = write.now();
        let mut rest = self.judged(write, ClaimState::Refused, vec![(H::Reason, reason.word().into())]);
        if claim.id != self.claim.id {
            // What the editor wrote is for the claimant whose claim it is.
            rest.retain(|(column, _)| !matches!(column, H::Words));
        }
        store::turn_rest(&**write, claim.id, rest).await?;
        let columns = vec![
            (C::State, ClaimState::Refused.word().into()),
            (C::StandingFor, None::<i64>.into()),
            (C::WaitingSince, None::<i64>.into()),
            (C::JudgedAt, now.into()),
            (C::JudgedBy, self.by.account.into()),
            (C::Reason, reason.word().into()),
        ];
        store::set(&**write, claim.id, columns).await?;
        let (on, reason) = ((Matter::Account, claim.account_id), Some(reason.word()));
        let detail = Some(format!("claim {}", claim.id));
        Act { actor: Some(self.by), action: "refuse_claim", on, reason, detail }.record(write).await
    }

    async fn renew(&self, write: &mut Write, method: Check, until: Option<i64>) -> Result<Outcome, Failure> {
        let Some(id) = self.handed_in.credential_id else { return Ok(Outcome::Stale) };
        let columns = vec![(H::ExpiresAt, until.into()), (H::Method, method.word().into())];
        if !store::turn(&**write, self.handed_in.id, ClaimState::Granted, columns).await? {
            return Ok(Outcome::Stale);
        }
        let credential = store::held::find(&**write, id).await?.ok_or(Failure::Internal)?;
        proof::renew(write, Some(self.by), &credential, until, method).await?;
        Ok(Outcome::Done)
    }

    async fn revoke(&self, write: &mut Write, reason: Doubt) -> Result<Outcome, Failure> {
        let Some(id) = self.handed_in.credential_id else { return Ok(Outcome::Stale) };
        let judged = self.judged(write, ClaimState::Refused, vec![(H::Reason, reason.word().into())]);
        if !store::turn(&**write, self.handed_in.id, ClaimState::Granted, judged).await? {
            return Ok(Outcome::Stale);
        }
        let credential = store::held::find(&**write, id).await?.ok_or(Failure::Internal)?;
        let done = proof::revoke(write, Some(self.by), &credential, reason).await?;
        Ok(if done { Outcome::Done } else { Outcome::Stale })
    }

    /// The columns of something judged now.
    fn judged(&self, write: &Write, state: ClaimState, more: Vec<(H, Value)>) -> Vec<(H, Value)> {
        let mut columns = vec![
            (H::State, state.word().into()),
            (H::JudgedAt, write.now().into()),
            (H::JudgedBy, self.by.account.into()),
            (H::Words, self.words.clone().into()),
        ];
        columns.extend(more);
        columns
    }

    async fn record(
        &self,
        write: &Write,
        action: &'static str,
        reason: Doubt,
        handed_in: i64,
    ) -> Result<(), Failure> {
        let (on, reason) = ((Matter::Account, self.claim.account_id), Some(reason.word()));
        let detail = Some(format!("claim {}, handed in {handed_in}", self.claim.id));
        Act { actor: Some(self.by), action, on, reason, detail }.record(write).await
    }
}

fn refused(doctor: i64, one: &Claimed, reason: Option<Doubt>) -> Event {
    let (kind, what) = (one.credential_kind, CredentialChange::Refused);
    Event { doctor, credential: None, kind, what, method: None, reason }
}

/// Tells somebody that there is news of their credentials.
pub(super) async fn tell(write: &mut Write, account: i64, reason: Option<&str>) -> Result<(), Failure> {
    notification::tell(write, account, News { kind: NoticeKind::Credential, path: OWN, reason }).await
}
