//! Credentials that hold, and what happens to them. Each change writes its line of the public log and of the audit log, and
//! counts anew what the doctor's marks count towards.

use db::{
    entity::{
        credential::{ActiveModel, Column, Entity, Model},
        credential_event as event,
    },
    sea_orm::{
        ActiveValue::{NotSet, Set},
        ColumnTrait, EntityTrait, QueryFilter,
        sea_query::Expr,
    },
    value::{Check, CredentialChange, CredentialKind, Doubt, Matter},
};

use super::rules::Proof;
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
        let row = event::ActiveModel {
            id: NotSet,
            doctor_id: Set(self.doctor),
            credential_id: Set(self.credential),
            credential_kind: Set(self.kind),
            what: Set(self.what),
            at: Set(at),
            method: Set(self.method),
            reason: Set(self.reason),
        };
        event::Entity::insert(row).exec_without_returning(&**write).await?;
        Ok(())
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
    let row = ActiveModel {
        id: NotSet,
        doctor_id: Set(doctor),
        issuer: Set(proof.issuer),
        credential_kind: Set(kind),
        number: Set(proof.number),
        jurisdiction: Set(proof.jurisdiction),
        // What was seen stays with the editors.
        evidence: Set(None),
        verified_by: Set(Some(method.word().to_owned())),
        verified_at: Set(Some(now)),
        expires_at: Set(proof.expires_at),
        revoked_at: Set(None),
        source_id: Set(None),
        external_id: Set(None),
        fingerprint: Set(None),
    };
    let id = Entity::insert(row).exec(&**write).await?.last_insert_id;
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
    let update = Entity::update_many().col_expr(Column::RevokedAt, Expr::val(now));
    let update = update.filter(Column::Id.eq(credential.id)).filter(Column::RevokedAt.is_null());
    if update.exec(&**write).await?.rows_affected == 0 {
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
    let update = Entity::update_many().col_expr(Column::ExpiresAt, Expr::val(until));
    update.filter(Column::Id.eq(id)).exec(&**write).await?;
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

/// A credential by identity.
pub(super) async fn find(write: &Write, id: i64) -> Result<Option<Model>, Failure> {
    Ok(Entity::find_by_id(id).one(&**write).await?)
}
