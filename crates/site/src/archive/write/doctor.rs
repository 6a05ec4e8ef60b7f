//! Doctors' profiles.

use std::collections::{HashMap, VecDeque};

use archive::{Kind, Record, record};
use db::{entity::doctor, sea_orm::DbErr, value::Subject};

use super::{At, Content, No, Part, Stays, Subjected, here};
use crate::{
    archive::batch::{Batch, Context, Pending},
    doctor::{counts::rating_order, slug},
};

/// See [`Content`].
pub(super) struct Doctors;

impl Content for Doctors {
    const KIND: Kind = Kind::Doctor;
    type Entity = doctor::Entity;
    type Row = doctor::Model;
    type Record = record::Doctor;
    /// The last parts of the new profiles' addresses, in order.
    type Facts = VecDeque<String>;

    fn of(record: &Record) -> Option<&record::Doctor> {
        if let Record::Doctor(it) = record { Some(it) } else { None }
    }

    async fn facts(batch: &Batch<'_>, pending: &[Pending]) -> Result<VecDeque<String>, DbErr> {
        let new = pending.iter().filter(|one| one.found.is_none());
        let wishes = new.filter_map(|one| Self::of(&one.item.record)).map(wish).collect();
        slug::free(batch.tx, wishes).await
    }

    fn row(
        cx: &Context,
        it: &record::Doctor,
        at: At<'_>,
        old: Option<&doctor::Model>,
        slugs: &mut VecDeque<String>,
    ) -> Result<doctor::Model, No> {
        // An address that was given out stays, whatever the archive says later.
        let slug = old.map(|old| old.slug.clone()).or_else(|| slugs.pop_front());
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

    /// A profile that somebody has claimed is theirs.
    async fn stays(
        batch: &Batch<'_>,
        _: &[Pending],
        before: &HashMap<i64, doctor::Model>,
    ) -> Result<Stays, DbErr> {
        let ids: Vec<i64> = before.keys().copied().collect();
        let mut stays = Stays::default();
        here::owned(batch.tx, &ids).await?.into_keys().for_each(|id| stays.add(id, Part::Whole));
        Ok(stays)
    }

    fn subject(row: &doctor::Model) -> Subjected {
        Subjected { kind: Subject::Doctor, id: row.id, source: row.source_id, changed_at: None }
    }
}

/// What the profile should be called: what the archive says, or else what it is called by.
fn wish(it: &record::Doctor) -> String {
    let called = || slug::wish(it.name.as_deref(), it.specialty.as_deref(), it.city.as_deref());
    it.slug.clone().unwrap_or_else(called)
}
