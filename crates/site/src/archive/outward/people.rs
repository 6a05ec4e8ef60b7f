//! Doctors, their credentials, ratings and reviews as records.

use archive::{Kind, Record, Ref, Thousandths, record};
use db::{
    entity::{credential, doctor, review},
    sea_orm::{ConnectionTrait, DbErr},
};

use super::{Handle, Handles, Names, Outward, moment, slugs};
use crate::archive::words::Same;

impl Outward for doctor::Model {
    fn id(&self) -> i64 {
        self.id
    }

    async fn records(
        conn: &impl ConnectionTrait,
        names: &Names,
        rows: Vec<Self>,
    ) -> Result<Vec<Record>, DbErr> {
        let specialties =
            slugs(conn, Kind::Specialty, rows.iter().filter_map(|row| row.specialty_id)).await?;
        let record = |row: Self| {
            let Handle { source, id } = names.handle(row.source_id, row.external_id, row.id);
            Record::Doctor(record::Doctor {
                source,
                id,
                slug: Some(row.slug),
                name: row.name,
                letters: row
                    .letters
                    .split(", ")
                    .filter(|letters| !letters.is_empty())
                    .map(str::to_owned)
                    .collect(),
                specialty: row.specialty_id.and_then(|id| specialties.get(&id).cloned()),
                city: row.city,
                region: row.region,
                country: row.country,
                practice: row.practice,
                biography: row.biography,
                lang: row.lang,
            })
        };
        Ok(rows.into_iter().map(record).collect())
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

    async fn records(
        conn: &impl ConnectionTrait,
        names: &Names,
        rows: Vec<Self>,
    ) -> Result<Vec<Record>, DbErr> {
        let doctors = Handles::load(conn, names, Kind::Doctor, rows.iter().map(|row| row.doctor_id)).await?;
        let record = |row: Self| {
            let Handle { source, id } = names.handle(row.source_id, row.external_id, row.id);
            Ok(Record::Credential(record::Credential {
                doctor: doctors.to(&source, row.doctor_id)?,
                source,
                id,
                issuer: row.issuer,
                credential_kind: row.credential_kind.same(),
                number: row.number,
                jurisdiction: row.jurisdiction,
                evidence: row.evidence,
                verified_by: row.verified_by,
                verified_at: moment(row.verified_at),
                expires_at: moment(row.expires_at),
                revoked_at: moment(row.revoked_at),
            }))
        };
        rows.into_iter().map(record).collect()
    }
}

impl Outward for review::Model {
    fn id(&self) -> i64 {
        self.id
    }

    async fn records(
        conn: &impl ConnectionTrait,
        names: &Names,
        rows: Vec<Self>,
    ) -> Result<Vec<Record>, DbErr> {
        let doctors = Handles::load(conn, names, Kind::Doctor, rows.iter().map(|row| row.doctor_id)).await?;
        let record = |row: Self| {
            let Handle { source, id } = names.handle(row.source_id, row.external_id, row.id);
            Ok(Record::Review(record::Review {
                doctor: doctors.to(&source, row.doctor_id)?,
                source,
                id,
                stars: u8::try_from(row.stars).unwrap_or_default(),
                text: row.text,
                author: row.author,
                reviewed_at: moment(row.reviewed_at),
                state: row.state.same(),
                state_reason: row.state_reason,
                lang: row.lang,
            }))
        };
        rows.into_iter().map(record).collect()
    }
}
