//! Doctors' profiles.

use std::collections::{BTreeSet, HashMap, VecDeque};

use archive::{Kind, Record, record};
use db::{
    entity::{credential_event, doctor},
    sea_orm::DbErr,
    value::{Matter, Subject},
    write::Table,
};

use super::{At, Content, Ids, No, Part, Stays, Subjected, here, here::stay};
use crate::{
    archive::{
        batch::{Batch, Context, Pending},
        rows,
        words::Same,
    },
    doctor::{counts::rating_order, slug},
};

/// See [`Content`].
pub(super) struct Doctors;

/// What profiles need besides their records, and what hangs on them.
#[derive(Default)]
pub(super) struct Facts {
    /// The last parts of the new profiles' addresses, in order.
    slugs: VecDeque<String>,
    /// What became of whose credentials.
    log: Vec<(i64, record::CredentialEvent)>,
}

impl Content for Doctors {
    const KIND: Kind = Kind::Doctor;
    type Entity = doctor::Entity;
    type Row = doctor::Model;
    type Record = record::Doctor;
    type Facts = Facts;

    fn of(record: &Record) -> Option<&record::Doctor> {
        if let Record::Doctor(it) = record { Some(it) } else { None }
    }

    async fn facts(batch: &Batch<'_>, pending: &[Pending]) -> Result<Facts, DbErr> {
        let new = pending.iter().filter(|one| one.found.is_none());
        let wishes = new.filter_map(|one| Self::of(&one.item.record)).map(wish).collect();
        Ok(Facts { slugs: slug::free(batch.tx, wishes).await?, log: Vec::new() })
    }

    fn row(
        cx: &Context,
        it: &record::Doctor,
        at: At<'_>,
        old: Option<&doctor::Model>,
        facts: &mut Facts,
    ) -> Result<doctor::Model, No> {
        facts.log.extend(it.log.iter().map(|event| (at.id, event.clone())));
        // An address that was given out stays, whatever the archive says later.
        let slug = old.map(|old| old.slug.clone()).or_else(|| facts.slugs.pop_front());
        Ok(doctor::Model {
            id: at.id,
            slug: slug.ok_or("no address is left for the doctor")?,
            name: it.name.clone(),
            letters: it.letters.join(", "),
            specialty_id: at.pending.links.get("specialty"),
            city: it.city.clone(),
            region: it.region.clone(),
            country: it.country.clone(),
            place: it.city.as_deref().map(|city| markup::slug(city, "place")),
            practice: it.practice.clone(),
            biography_html: it.biography.as_deref().map(|biography| at.html(cx, biography)),
            biography: it.biography.clone(),
            lang: it.lang.clone(),
            rating_start_sum: old.map_or(0, |old| old.rating_start_sum),
            rating_start_count: old.map_or(0, |old| old.rating_start_count),
            review_sum: old.map_or(0, |old| old.review_sum),
            review_count: old.map_or(0, |old| old.review_count),
            rating_order: old.map_or_else(|| rating_order(0, 0), |old| old.rating_order),
            answer_count: old.map_or(0, |old| old.answer_count),
            source_id: Some(at.source()),
            external_id: Some(it.id.clone()),
            fingerprint: Some(at.fingerprint()),
            created_at: old.map_or(cx.now, |old| old.created_at),
            updated_at: old.map(|_| cx.now),
        })
    }

    /// A profile that somebody has claimed is theirs, and words that moderators changed stay as they left them.
    async fn stays(
        batch: &Batch<'_>,
        _: &[Pending],
        before: &HashMap<i64, doctor::Model>,
    ) -> Result<Stays, DbErr> {
        let ids: Vec<i64> = before.keys().copied().collect();
        let mut stays = Stays::decided(batch.tx, Matter::Doctor, &ids).await?;
        here::owned(batch.tx, &ids).await?.into_keys().for_each(|id| stays.add(id, Part::Whole));
        Ok(stays)
    }

    fn keep(said: &mut Record, here: &Record, parts: &BTreeSet<Part>) -> Vec<&'static str> {
        let (Record::Doctor(said), Record::Doctor(here)) = (said, here) else { return Vec::new() };
        if parts.contains(&Part::Words) { stay!(said, here: biography, lang) } else { Vec::new() }
    }

    fn subject(row: &doctor::Model) -> Subjected {
        Subjected { kind: Subject::Doctor, id: row.id, source: row.source_id, changed_at: None }
    }

    /// Adds what is not in the logs yet. Nothing is ever taken out of them.
    async fn finish(batch: &mut Batch<'_>, facts: Facts) -> Result<(), DbErr> {
        if facts.log.is_empty() {
            return Ok(());
        }
        let doctors: Vec<i64> = facts.log.iter().map(|(doctor, _)| *doctor).collect();
        let of = credential_event::Column::DoctorId;
        let here = rows::having::<credential_event::Entity, i64>(batch.tx, of, &doctors).await?;
        let mut ids = Ids::new(batch.tx, Table("credential_event"), &vec![None; facts.log.len()]).await?;
        let mut new = Vec::new();
        for (doctor, event) in facts.log {
            let row = logged(ids.next(None), doctor, &event);
            let same = |it: &credential_event::Model| {
                credential_event::Model { id: row.id, credential_id: None, ..it.clone() } == row
            };
            if !here.iter().any(same) {
                ids.take(row.id);
                new.push(row);
            }
        }
        rows::insert::<credential_event::Entity>(batch.tx, new).await?;
        ids.done(batch.tx, batch.cx).await
    }
}

fn logged(id: i64, doctor_id: i64, it: &record::CredentialEvent) -> credential_event::Model {
    credential_event::Model {
        id,
        doctor_id,
        credential_id: None,
        credential_kind: it.credential_kind.same(),
        what: it.what.same(),
        at: it.at.seconds(),
        method: it.method.map(Same::same),
        reason: it.reason.map(Same::same),
    }
}

/// What the profile should be called: what the archive says, or else what it is called by.
fn wish(it: &record::Doctor) -> String {
    let called = || slug::wish(it.name.as_deref(), it.specialty.as_deref(), it.city.as_deref());
    it.slug.clone().unwrap_or_else(called)
}
