//! Proof of who a doctor is.

use archive::{Kind, Record, Timestamp, record};
use db::{entity::credential, sea_orm::DbErr, value::Subject};

use super::{At, Content, Subjected};
use crate::archive::{
    batch::{Batch, Context, Pending},
    words::Same,
};

/// See [`Content`].
pub(super) struct Credentials;

impl Content for Credentials {
    const KIND: Kind = Kind::Credential;
    type Entity = credential::Entity;
    type Row = credential::Model;
    type Record = record::Credential;
    type Facts = ();

    fn of(record: &Record) -> Option<&record::Credential> {
        if let Record::Credential(it) = record { Some(it) } else { None }
    }

    async fn facts(_: &Batch<'_>, _: &[Pending]) -> Result<(), DbErr> {
        Ok(())
    }

    fn row(
        _: &Context,
        it: &record::Credential,
        at: At<'_>,
        _: Option<&credential::Model>,
        (): &mut (),
    ) -> Result<credential::Model, String> {
        Ok(credential::Model {
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
        })
    }

    /// A credential is part of its doctor's profile.
    fn subject(row: &credential::Model) -> Subjected {
        Subjected { kind: Subject::Doctor, id: row.doctor_id, source: row.source_id, changed_at: None }
    }
}
