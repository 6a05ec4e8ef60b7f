//! Patients' stars and words on doctors.

use std::collections::{BTreeSet, HashMap};

use archive::{Kind, Record, Timestamp, record};
use db::{
    entity::{review, review_dispute},
    sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect},
    value::{DisputeState, Matter, State, Subject},
};

use super::{
    At, Content, No, Part, Stays, Subjected,
    here::{self, stay},
};
use crate::{
    archive::{
        batch::{Batch, Context, Pending, Touched},
        rows::lists,
        words::Same,
    },
    doctor::counts::Change,
    review::{disputes, rules::DISPUTED},
};

/// See [`Content`].
pub(super) struct Reviews;

impl Content for Reviews {
    const KIND: Kind = Kind::Review;
    type Entity = review::Entity;
    type Row = review::Model;
    type Record = record::Review;
    /// Reviews whose words are held back by a dispute.
    type Facts = Vec<i64>;

    fn of(record: &Record) -> Option<&record::Review> {
        if let Record::Review(it) = record { Some(it) } else { None }
    }

    async fn facts(_: &Batch<'_>, _: &[Pending]) -> Result<Vec<i64>, DbErr> {
        Ok(Vec::new())
    }

    fn row(
        cx: &Context,
        it: &record::Review,
        at: At<'_>,
        old: Option<&review::Model>,
        disputed: &mut Vec<i64>,
    ) -> Result<review::Model, No> {
        if it.text_held.as_deref() == Some(DISPUTED) {
            disputed.push(at.id);
        }
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
            title: it.title.clone(),
            treatment: it.treatment.clone(),
            visit_month: it.visit_month.clone(),
            relationship: it.relationship.map(Same::same),
            reply_html: it.reply.as_deref().map(|reply| markup::render(reply).into_string()),
            reply: it.reply.clone(),
            replied_at: it.replied_at.map(Timestamp::seconds),
            text_held: it.text_held.clone(),
            updated_at: it.updated_at.map(Timestamp::seconds),
            edited_for: it.edited_for.clone(),
            reply_removed_for: it.reply_removed_for.clone(),
            reply_edited_for: it.reply_edited_for.clone(),
        })
    }

    async fn stays(
        batch: &Batch<'_>,
        _: &[Pending],
        before: &HashMap<i64, review::Model>,
    ) -> Result<Stays, DbErr> {
        use review_dispute::Column as D;
        let ids: Vec<i64> = before.keys().copied().collect();
        let mut stays = Stays::decided(batch.tx, Matter::Review, &ids).await?;
        for list in lists(&ids) {
            let disputes = review_dispute::Entity::find().select_only().columns([D::ReviewId, D::State]);
            let disputes = disputes.filter(D::ReviewId.is_in(list)).into_tuple::<(i64, DisputeState)>();
            for (id, state) in disputes.all(batch.tx).await? {
                stays.add(id, Part::HeldWords);
                let removed = before.get(&id).is_some_and(|row| row.state == State::Removed);
                if state == DisputeState::Upheld && removed {
                    stays.add(id, Part::State);
                }
            }
        }
        let doctors: Vec<i64> = before.values().map(|row| row.doctor_id).collect();
        let owned = here::owned(batch.tx, &doctors).await?;
        for row in before.values() {
            if row.replied_at.is_some()
                && row.replied_at >= owned.get(&row.doctor_id).copied().or(Some(i64::MAX))
            {
                stays.add(row.id, Part::Reply);
            }
        }
        let replies = Stays::decided(batch.tx, Matter::Reply, &ids).await?;
        for (id, parts) in ids.iter().filter_map(|id| Some((*id, replies.of(*id)?))) {
            for part in parts {
                stays.add(id, if *part == Part::Words { Part::Reply } else { Part::ReplyState });
            }
        }
        Ok(stays)
    }

    fn keep(said: &mut Record, here: &Record, parts: &BTreeSet<Part>) -> Vec<&'static str> {
        let (Record::Review(said), Record::Review(here)) = (said, here) else { return Vec::new() };
        let mut kept = Vec::new();
        for part in parts {
            kept.extend(match part {
                Part::State => stay!(said, here: state, state_reason),
                Part::Words => stay!(said, here: title, text, lang, edited_for),
                Part::HeldWords => stay!(said, here: text_held),
                Part::Reply => {
                    stay!(said, here: reply, replied_at, reply_edited_for, reply_removed_for)
                }
                Part::ReplyState => stay!(said, here: reply_removed_for),
                _ => Vec::new(),
            });
        }
        kept
    }

    fn subject(row: &review::Model) -> Subjected {
        Subjected { kind: Subject::Review, id: row.id, source: row.source_id, changed_at: None }
    }

    fn touch(old: Option<&review::Model>, new: &review::Model, _: &Vec<i64>, touched: &mut Touched) {
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

    /// Words that are held back wait for a decision, and come back or go by it: there is a dispute about them.
    async fn finish(batch: &mut Batch<'_>, disputed: Vec<i64>) -> Result<(), DbErr> {
        use review_dispute::Column as D;
        let mut open = BTreeSet::new();
        for list in lists(&disputed) {
            let those = review_dispute::Entity::find().select_only().column(D::ReviewId);
            let those = those.filter(D::ReviewId.is_in(list)).filter(D::State.eq(DisputeState::Open));
            open.extend(those.into_tuple::<i64>().all(batch.tx).await?);
        }
        for review in disputed.into_iter().filter(|review| !open.contains(review)) {
            disputes::open(batch.tx, review, ("other", ""), batch.cx.now).await?;
        }
        Ok(())
    }
}
