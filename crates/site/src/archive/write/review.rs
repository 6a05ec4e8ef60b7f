//! Patients' stars and words on doctors.

use archive::{Kind, Record, Timestamp, record};
use db::{
    entity::review,
    sea_orm::DbErr,
    value::{State, Subject},
};

use super::{At, Content, Subjected};
use crate::{
    archive::{
        batch::{Batch, Context, Pending, Touched},
        words::Same,
    },
    doctor::counts::Change,
};

/// See [`Content`].
pub(super) struct Reviews;

impl Content for Reviews {
    const KIND: Kind = Kind::Review;
    type Entity = review::Entity;
    type Row = review::Model;
    type Record = record::Review;
    type Facts = ();

    fn of(record: &Record) -> Option<&record::Review> {
        if let Record::Review(it) = record { Some(it) } else { None }
    }

    async fn facts(_: &Batch<'_>, _: &[Pending]) -> Result<(), DbErr> {
        Ok(())
    }

    fn row(
        cx: &Context,
        it: &record::Review,
        at: At<'_>,
        old: Option<&review::Model>,
        (): &mut (),
    ) -> Result<review::Model, String> {
        Ok(review::Model {
            id: at.id,
            doctor_id: at.link("doctor"),
            stars: i32::from(it.stars),
            text_html: at.html(cx, &it.text),
            text: it.text.clone(),
            author: it.author.clone(),
            lang: it.lang.clone(),
            state: it.state.same(),
            state_reason: it.state_reason.clone(),
            reviewed_at: it.reviewed_at.map(Timestamp::seconds),
            source_id: Some(at.source()),
            external_id: Some(it.id.clone()),
            fingerprint: Some(at.fingerprint()),
            created_at: old.map_or(cx.now, |old| old.created_at),
            title: old.and_then(|old| old.title.clone()),
            treatment: old.and_then(|old| old.treatment.clone()),
            visit_month: old.and_then(|old| old.visit_month.clone()),
            relationship: old.and_then(|old| old.relationship),
            reply: old.and_then(|old| old.reply.clone()),
            reply_html: old.and_then(|old| old.reply_html.clone()),
            replied_at: old.and_then(|old| old.replied_at),
            text_held: old.and_then(|old| old.text_held.clone()),
            updated_at: old.and_then(|old| old.updated_at),
            edited_for: old.and_then(|old| old.edited_for.clone()),
            reply_removed_for: old.and_then(|old| old.reply_removed_for.clone()),
            reply_edited_for: old.and_then(|old| old.reply_edited_for.clone()),
        })
    }

    fn subject(row: &review::Model) -> Subjected {
        Subjected { kind: Subject::Review, id: row.id, source: row.source_id, changed_at: None }
    }

    fn touch(old: Option<&review::Model>, new: &review::Model, (): &(), touched: &mut Touched) {
        let mut add = |row: &review::Model, sign: i64| {
            if row.state == State::Published {
                let change = Change { reviews: sign, stars: sign * i64::from(row.stars), answers: 0 };
                touched.doctors.entry(row.doctor_id).or_default().add(change);
            }
        };
        if let Some(old) = old {
            add(old, -1);
        }
        add(new, 1);
    }
}
