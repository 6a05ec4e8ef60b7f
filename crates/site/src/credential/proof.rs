//! Credentials that hold, and what happens to them. Each change writes its line of the public log and of the audit log, and
//! counts anew what the doctor's marks count towards.

use db::{
    entity::credential::Model,
    value::{Check, CredentialChange, CredentialKind, Doubt, Matter},
};

use super::{rules::Proof, store::held};
use crate::{
    agreement,
    app::{Tag, Write},
    audit::Act,
    error::Failure,
    web::Person,
};

/// What is noted of a credential.
pub(super) struct Event {
    pub(super) doctor: i64,
    pub(super) credential: Option<i64>,
    pub(super) kind: CredentialKind,
    pub(super) what: CredentialChange,
    pub(super) method: Option<Check>,
    pub(super) reason: Option<Doubt>,
}

impl Event {
    pub(super) async fn note(self, write: &Write, at: i64) -> Result<(), Failure> {
        Ok(held::note(&**write, self, at).await?)
    }
}

/// Grants a doctor a credential.
pub(super) async fn grant(
    write: &mut Write,
    by: Option<&Person>,
    doctor: i64,
    proof: Proof,
    method: Check,
) -> Result<i64, Failure> {
    let (now, kind) = (write.now(), proof.kind);
    let id = held::add(&**write, doctor, proof, method, now).await?;
    let what = CredentialChange::Granted;
    let event = Event { doctor, credential: Some(id), kind, what, method: Some(method), reason: None };
    event.note(write, now).await?;
    record(write, by, "grant_credential", id, Some(method.word())).await?;
    spread(write, doctor).await?;
    Ok(id)
}

/// Takes a credential back. False: it was taken back before.
pub(super) async fn revoke(
    write: &mut Write,
    by: Option<&Person>,
    credential: &Model,
    reason: Doubt,
) -> Result<bool, Failure> {
    let now = write.now();
    if !held::revoke(&**write, credential.id, now).await? {
        return Ok(false);
    }
    let (doctor, kind, what) = (credential.doctor_id, credential.credential_kind, CredentialChange::Revoked);
    let event =
        Event { doctor, credential: Some(credential.id), kind, what, method: None, reason: Some(reason) };
    event.note(write, now).await?;
    record(write, by, "revoke_credential", credential.id, Some(reason.word())).await?;
    spread(write, doctor).await?;
    Ok(true)
}

/// Moves the end of a credential.
pub(super) async fn renew(
    write: &mut Write,
    by: Option<&Person>,
    credential: &Model,
    until: Option<i64>,
    method: Check,
) -> Result<(), Failure> {
    let (now, id) = (write.now(), credential.id);
    let (doctor, kind) = (credential.doctor_id, credential.credential_kind);
    // From here on the credential itself does not tell any more that it once ran out.
    if let Some(end) = credential.expires_at.filter(|end| *end <= now) {
        let what = CredentialChange::Expired;
        let event = Event { doctor, credential: Some(id), kind, what, method: None, reason: None };
        event.note(write, end).await?;
    }
    held::end_at(&**write, id, until).await?;
    let what = CredentialChange::Renewed;
    let event = Event { doctor, credential: Some(id), kind, what, method: Some(method), reason: None };
    event.note(write, now).await?;
    record(write, by, "renew_credential", id, Some(method.word())).await?;
    spread(write, doctor).await
}

async fn record(
    write: &Write,
    by: Option<&Person>,
    action: &'static str,
    credential: i64,
    reason: Option<&str>,
) -> Result<(), Failure> {
    let act = Act { actor: by, action, on: (Matter::Credential, credential), reason, detail: None };
    act.record(write).await
}

/// What a changed credential changes elsewhere: the badge wherever the doctor stands, and the counts of answers that they
/// marked.
async fn spread(write: &mut Write, doctor: i64) -> Result<(), Failure> {
    let questions = agreement::recount_marks_of(write, doctor).await?;
    write.changes(Tag::Doctor(doctor));
    for question in questions {
        write.changes(Tag::Question(question));
    }
    Ok(())
}
