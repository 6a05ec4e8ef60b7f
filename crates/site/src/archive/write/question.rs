//! Questions with their topics.

use std::collections::{HashMap, HashSet};

use archive::{Kind, Record, Timestamp, record};
use db::{
    entity::{answer, question, question_topic},
    sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect},
    value::{State, Subject},
};

use super::{At, Content, Subjected, reread};
use crate::{
    archive::{
        batch::{Batch, Context, Pending},
        rows,
        words::Same,
    },
    doctor::counts::Change,
};

/// See [`Content`].
pub(super) struct Questions;

/// What hangs on the questions of a batch.
#[derive(Default)]
pub(super) struct Hanging {
    topics: Vec<question_topic::Model>,
    /// Questions that are published now.
    published: HashSet<i64>,
    /// Questions whose topics are written anew, with whether they were published.
    changed: HashMap<i64, bool>,
    /// Questions whose titles changed.
    retitled: Vec<i64>,
}

impl Content for Questions {
    const KIND: Kind = Kind::Question;
    type Entity = question::Entity;
    type Row = question::Model;
    type Record = record::Question;
    type Facts = Hanging;

    fn of(record: &Record) -> Option<&record::Question> {
        if let Record::Question(it) = record { Some(it) } else { None }
    }

    fn number(it: &record::Question) -> Option<i64> {
        it.number
    }

    async fn facts(_: &Batch<'_>, _: &[Pending]) -> Result<Hanging, DbErr> {
        Ok(Hanging::default())
    }

    fn row(
        cx: &Context,
        it: &record::Question,
        at: At<'_>,
        old: Option<&question::Model>,
        hanging: &mut Hanging,
    ) -> Result<question::Model, String> {
        let row = row(cx, it, &at, old);
        let topics = at.pending.links.all("topics").zip(0..);
        hanging.topics.extend(topics.map(|(topic_id, position)| question_topic::Model {
            question_id: row.id,
            topic_id,
            position,
            listed_at: row.listed_at,
        }));
        if row.state == State::Published {
            hanging.published.insert(row.id);
        }
        if let Some(old) = old {
            hanging.changed.insert(row.id, old.state == State::Published);
            if old.title != row.title {
                hanging.retitled.push(row.id);
            }
        }
        Ok(row)
    }

    fn subject(row: &question::Model) -> Subjected {
        Subjected { kind: Subject::Question, id: row.id, source: row.source_id, changed_at: row.updated_at }
    }

    async fn finish(batch: &mut Batch<'_>, hanging: Hanging) -> Result<(), DbErr> {
        count_for_doctors(batch, &hanging).await?;
        let changed: Vec<i64> = hanging.changed.keys().copied().collect();
        let of_question = question_topic::Column::QuestionId;
        for link in rows::having::<question_topic::Entity, i64>(batch.tx, of_question, &changed).await? {
            if hanging.changed.get(&link.question_id) == Some(&true) {
                *batch.touched.topics.entry(link.topic_id).or_default() -= 1;
            }
        }
        for link in hanging.topics.iter().filter(|link| hanging.published.contains(&link.question_id)) {
            *batch.touched.topics.entry(link.topic_id).or_default() += 1;
        }
        for some in rows::lists(&changed) {
            question_topic::Entity::delete_many().filter(of_question.is_in(some)).exec(batch.tx).await?;
        }
        rows::insert::<question_topic::Entity>(batch.tx, hanging.topics).await?;
        reread::answers_of(batch, &hanging.retitled).await
    }
}

/// Tells the doctors whose answers here come into view, or go out of it, with their questions. The answers of the same
/// batch are written later and count for themselves, against the questions as they are by then.
async fn count_for_doctors(batch: &mut Batch<'_>, hanging: &Hanging) -> Result<(), DbErr> {
    use answer::Column as A;
    let turned = hanging.changed.iter().filter(|(id, was)| hanging.published.contains(id) != **was);
    let turned: Vec<i64> = turned.map(|(id, _)| *id).collect();
    for list in rows::lists(&turned) {
        let given = answer::Entity::find().select_only().columns([A::QuestionId, A::DoctorId]);
        let given = given.filter(A::QuestionId.is_in(list)).filter(A::State.eq(State::Published));
        for (question, doctor) in given.into_tuple::<(i64, i64)>().all(batch.tx).await? {
            let answers = if hanging.published.contains(&question) { 1 } else { -1 };
            let change = Change { answers, ..Change::default() };
            batch.touched.doctors.entry(doctor).or_default().add(change);
        }
    }
    Ok(())
}

fn row(cx: &Context, it: &record::Question, at: &At<'_>, old: Option<&question::Model>) -> question::Model {
    let case = it.case.clone().unwrap_or_default();
    let asked_at = it.asked_at.map(Timestamp::seconds);
    let created_at = old.map_or(cx.now, |old| old.created_at);
    question::Model {
        id: at.id,
        slug: crate::question::slug(&it.title),
        title: it.title.clone(),
        body_html: at.html(cx, &it.body),
        body: it.body.clone(),
        lang: it.lang.clone(),
        scope: it.scope.same(),
        age_band: case.age_band,
        sex: case.sex,
        duration: case.duration,
        medication: case.medication,
        tried: case.tried,
        author: it.author.clone(),
        original_url: it.url.clone(),
        state: it.state.same(),
        state_reason: it.state_reason.clone(),
        asked_at,
        updated_at: it.updated_at.map(Timestamp::seconds),
        listed_at: asked_at.unwrap_or(created_at),
        answer_count: old.map_or(0, |old| old.answer_count),
        stance_yes: old.map_or(0, |old| old.stance_yes),
        stance_no: old.map_or(0, |old| old.stance_no),
        stance_depends: old.map_or(0, |old| old.stance_depends),
        stance_unknown: old.map_or(0, |old| old.stance_unknown),
        stance_inferred: old.map_or(0, |old| old.stance_inferred),
        source_id: Some(at.source()),
        external_id: Some(it.id.clone()),
        fingerprint: Some(at.fingerprint()),
        created_at,
        country: old.and_then(|old| old.country.clone()),
        locked: old.and_then(|old| old.locked.clone()),
        merged_into: old.and_then(|old| old.merged_into),
        found_answer_at: old.and_then(|old| old.found_answer_at),
        edited_for: old.and_then(|old| old.edited_for.clone()),
    }
}
