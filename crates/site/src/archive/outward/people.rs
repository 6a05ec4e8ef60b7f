//! Doctors, their credentials, ratings and reviews as records.

use archive::{Kind, Record, Ref, Thousandths, Timestamp, record};
use db::{
    entity::{credential, credential_event, doctor, review},
    sea_orm::{ConnectionTrait, DbErr},
};

use super::{Handle, Named, Names, Outward, moment};
use crate::archive::{rows::having, words::Same};

impl Outward for doctor::Model {
    fn id(&self) -> i64 {
        self.id
    }

    fn refers(&self) -> Vec<(Kind, i64)> {
        self.specialty_id.map(|specialty| (Kind::Specialty, specialty)).into_iter().collect()
    }

    async fn named<'n>(
        conn: &impl ConnectionTrait,
        names: &'n Names,
        rows: &[Self],
    ) -> Result<Named<'n>, DbErr> {
        let mut named = Named::load(conn, names, rows.iter().flat_map(Self::refers).collect()).await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let of = credential_event::Column::DoctorId;
        let mut events = having::<credential_event::Entity, i64>(conn, of, &ids).await?;
        events.sort_unstable_by_key(|event| (event.at, event.id));
        for event in events {
            named.logs.entry(event.doctor_id).or_default().push(logged(event));
        }
        Ok(named)
    }

    fn record(self, named: &mut Named<'_>) -> Result<Record, DbErr> {
        let Handle { source, id } = named.names.handle(self.source_id, self.external_id, self.id);
        let mut log = named.logs.remove(&self.id).unwrap_or_default();
        log.drain(..log.len().saturating_sub(record::limits::LIST));
        let letters = self.letters.split(", ").filter(|letters| !letters.is_empty());
        Ok(Record::Doctor(record::Doctor {
            source,
            id,
            letters: letters.map(str::to_owned).collect(),
            slug: Some(self.slug),
            name: self.name,
            specialty: self.specialty_id.and_then(|id| named.slug(Kind::Specialty, id)),
            city: self.city,
            region: self.region,
            country: self.country,
            practice: self.practice,
            biography: self.biography,
            lang: self.lang,
            log,
        }))
    }
}

fn logged(event: credential_event::Model) -> record::CredentialEvent {
    record::CredentialEvent {
        at: moment(Some(event.at)).unwrap_or(Timestamp::MIN),
        credential_kind: event.credential_kind.same(),
        what: event.what.same(),
        method: event.method.map(Same::same),
        reason: event.reason.map(Same::same),
    }
}

/// The stars that a doctor came with, where there are any.
pub(in crate::archive) fn rating(names: &Names, row: &doctor::Model) -> Option<Record> {
    let count = u32::try_from(row.rating_start_count).ok().filter(|count| *count > 0)?;
    let Handle { source, id } = names.handle(row.source_id, row.external_id.clone(), row.id);
    let sum = Thousandths(row.rating_start_sum);
    Some(Record::Rating(record::Rating { source, doctor: Ref::Local(id), sum, count }))
}

impl Outward for credential::Model {
    fn id(&self) -> i64 {
        self.id
    }

    fn refers(&self) -> Vec<(Kind, i64)> {
        vec![(Kind::Doctor, self.doctor_id)]
    }

    fn record(self, named: &mut Named<'_>) -> Result<Record, DbErr> {
        let Handle { source, id } = named.names.handle(self.source_id, self.external_id, self.id);
        Ok(Record::Credential(record::Credential {
            doctor: named.to(&source, Kind::Doctor, self.doctor_id)?,
            source,
            id,
            issuer: self.issuer,
            credential_kind: self.credential_kind.same(),
            number: self.number,
            jurisdiction: self.jurisdiction,
            evidence: self.evidence,
            verified_by: self.verified_by,
            verified_at: moment(self.verified_at),
            expires_at: moment(self.expires_at),
            revoked_at: moment(self.revoked_at),
        }))
    }
}

impl Outward for review::Model {
    fn id(&self) -> i64 {
        self.id
    }

    fn refers(&self) -> Vec<(Kind, i64)> {
        vec![(Kind::Doctor, self.doctor_id)]
    }

    fn record(self, named: &mut Named<'_>) -> Result<Record, DbErr> {
        let Handle { source, id } = named.names.handle(self.source_id, self.external_id, self.id);
        Ok(Record::Review(record::Review {
            doctor: named.to(&source, Kind::Doctor, self.doctor_id)?,
            source,
            id,
            stars: u8::try_from(self.stars).unwrap_or_default(),
            text: self.text,
            author: self.author,
            reviewed_at: moment(self.reviewed_at),
            state: self.state.same(),
            state_reason: self.state_reason,
            lang: self.lang,
            title: self.title,
            treatment: self.treatment,
            visit_month: self.visit_month,
            relationship: self.relationship.map(Same::same),
            updated_at: moment(self.updated_at),
            edited_for: self.edited_for,
            text_held: self.text_held,
            reply: self.reply,
            replied_at: moment(self.replied_at),
            reply_removed_for: self.reply_removed_for,
            reply_edited_for: self.reply_edited_for,
        }))
    }
}
