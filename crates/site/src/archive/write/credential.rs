//! Proof of who a doctor is. Only the marks of doctors who have it count on answers.

use std::collections::HashMap;

use archive::{Kind, Record, Timestamp, record};
use db::{
    entity::{agreement, credential, credential_event},
    sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect},
    value::{CredentialChange, Subject},
};

use super::{At, Content, No, Part, Stays, Subjected};
use crate::archive::{
    batch::{Batch, Context, Pending},
    rows::lists,
    words::Same,
};

/// See [`Content`].
pub(super) struct Credentials;

/// Doctors who may be verified now and were not, or the other way round.
#[derive(Default)]
pub(super) struct Doctors(Vec<i64>);

impl Content for Credentials {
    const KIND: Kind = Kind::Credential;
    type Entity = credential::Entity;
    type Row = credential::Model;
    type Record = record::Credential;
    type Facts = Doctors;

    fn of(record: &Record) -> Option<&record::Credential> {
        if let Record::Credential(it) = record { Some(it) } else { None }
    }

    async fn facts(_: &Batch<'_>, _: &[Pending]) -> Result<Doctors, DbErr> {
        Ok(Doctors::default())
    }

    fn row(
        _: &Context,
        it: &record::Credential,
        at: At<'_>,
        old: Option<&credential::Model>,
        doctors: &mut Doctors,
    ) -> Result<credential::Model, No> {
        let row = credential::Model {
            id: at.id,
            doctor_id: at.link("doctor"),
            issuer: it.issuer.clone(),
            credential_kind: it.credential_kind.same(),
            number: it.number.clone(),
            jurisdiction: it.jurisdiction.clone(),
            evidence: it.evidence.clone(),
            verified_by: it.verified_by.clone(),
            verified_at: it.verified_at.map(Timestamp::seconds),
            expires_at: it.expires_at.map(Timestamp::seconds),
            revoked_at: it.revoked_at.map(Timestamp::seconds),
            source_id: Some(at.source()),
            external_id: Some(it.id.clone()),
            fingerprint: Some(at.fingerprint()),
        };
        let (was, is) = (old.and_then(verified), verified(&row));
        if was != is {
            doctors.0.extend(was.into_iter().chain(is));
        }
        Ok(row)
    }

    /// What an editor found of a credential stays. That it ran out is nobody's finding.
    async fn stays(
        batch: &Batch<'_>,
        _: &[Pending],
        before: &HashMap<i64, credential::Model>,
    ) -> Result<Stays, DbErr> {
        use credential_event::Column as E;
        let doctors: Vec<i64> = before.values().map(|row| row.doctor_id).collect();
        let mut stays = Stays::default();
        for list in lists(&doctors) {
            let found = credential_event::Entity::find().select_only().column(E::CredentialId);
            let found = found.filter(E::DoctorId.is_in(list)).filter(E::What.ne(CredentialChange::Expired));
            let found = found.filter(E::CredentialId.is_not_null()).into_tuple::<i64>().all(batch.tx).await?;
            found.into_iter().for_each(|credential| stays.add(credential, Part::Whole));
        }
        Ok(stays)
    }

    /// A credential is part of its doctor's profile.
    fn subject(row: &credential::Model) -> Subjected {
        Subjected { kind: Subject::Doctor, id: row.doctor_id, source: row.source_id, changed_at: None }
    }

    async fn finish(batch: &mut Batch<'_>, doctors: Doctors) -> Result<(), DbErr> {
        use agreement::Column as G;
        for list in lists(&doctors.0) {
            let marked = agreement::Entity::find().select_only().column(G::AnswerId);
            let marked = marked.filter(G::DoctorId.is_in(list)).into_tuple::<i64>().all(batch.tx).await?;
            batch.touched.answers.extend(marked);
        }
        Ok(())
    }
}

/// The doctor whose marks the credential makes count.
fn verified(row: &credential::Model) -> Option<i64> {
    (row.verified_at.is_some() && row.revoked_at.is_none()).then_some(row.doctor_id)
}
