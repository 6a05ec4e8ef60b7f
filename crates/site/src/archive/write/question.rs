//! Questions with their topics.

use std::collections::{BTreeSet, HashMap, HashSet};

use archive::{Kind, Record, Timestamp, record};
use db::{
    entity::{answer, question, question_topic},
    sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect},
    value::{Matter, State, Subject},
};

use super::{At, Content, No, Part, Stays, Subjected, detail, here::stay, reread};
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
    /// What was added to which question.
    details: Vec<(i64, record::Detail)>,
    /// Where questions lead that were joined with another one.
    joined: HashMap<i64, i64>,
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

    fn follows(it: &record::Question) -> bool {
        it.merged_into.is_some()
    }

    async fn facts(batch: &Batch<'_>, pending: &[Pending]) -> Result<Hanging, DbErr> {
        let others: Vec<i64> = pending.iter().filter_map(|one| one.links.get("merged_into")).collect();
        Ok(Hanging { joined: joined(batch.tx, others).await?, ..Hanging::default() })
    }

    fn row(
        cx: &Context,
        it: &record::Question,
        at: At<'_>,
        old: Option<&question::Model>,
        hanging: &mut Hanging,
    ) -> Result<question::Model, No> {
        let row = row(cx, it, &at, old);
        if let Some(other) = row.merged_into {
            if leads_to(&hanging.joined, other, row.id) {
                return Err("`merged_into` names a question that leads back to this one".into());
            }
            hanging.joined.insert(row.id, other);
        }
        hanging.details.extend(it.details.iter().map(|detail| (row.id, detail.clone())));
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

    async fn stays(
        batch: &Batch<'_>,
        _: &[Pending],
        before: &HashMap<i64, question::Model>,
    ) -> Result<Stays, DbErr> {
        let ids: Vec<i64> = before.keys().copied().collect();
        let mut stays = Stays::decided(batch.tx, Matter::Question, &ids).await?;
        detail::decided(batch.tx, &ids, &mut stays).await?;
        Ok(stays)
    }

    fn keep(said: &mut Record, here: &Record, parts: &BTreeSet<Part>) -> Vec<&'static str> {
        let (Record::Question(said), Record::Question(here)) = (said, here) else { return Vec::new() };
        let mut kept = Vec::new();
        for part in parts {
            kept.extend(match part {
                Part::State => stay!(said, here: state, state_reason, merged_into),
                Part::Lock => stay!(said, here: locked),
                Part::Topics => stay!(said, here: topics),
                Part::Words => stay!(said, here: title, body, lang, edited_for, updated_at),
                _ => Vec::new(),
            });
        }
        if detail::keep(&mut said.details, &here.details, parts) {
            kept.push("details");
        }
        kept
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
        detail::write(batch, &changed, hanging.details).await?;
        reread::answers_of(batch, &hanging.retitled).await
    }
}

/// Where these questions lead, and those to which they lead, as far as they were joined with others.
async fn joined(tx: &DatabaseTransaction, mut next: Vec<i64>) -> Result<HashMap<i64, i64>, DbErr> {
    use question::Column as Q;
    let mut found = HashMap::new();
    while !next.is_empty() {
        let mut further = Vec::new();
        for list in rows::lists(&next) {
            let joined = question::Entity::find().select_only().columns([Q::Id, Q::MergedInto]);
            let joined = joined.filter(Q::Id.is_in(list)).filter(Q::MergedInto.is_not_null());
            for (id, other) in joined.into_tuple::<(i64, i64)>().all(tx).await? {
                if found.insert(id, other).is_none() {
                    further.push(other);
                }
            }
        }
        next = further;
    }
    Ok(found)
}

/// Whether one question leads to another, by however many steps.
fn leads_to(joined: &HashMap<i64, i64>, from: i64, to: i64) -> bool {
    let steps = std::iter::successors(Some(from), |at| joined.get(at).copied());
    steps.take(joined.len() + 1).any(|at| at == to)
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
        country: it.country.clone(),
        locked: it.locked.clone(),
        merged_into: at.pending.links.get("merged_into"),
        found_answer_at: it.found_answer_at.map(Timestamp::seconds),
        edited_for: it.edited_for.clone(),
        different: it.different.clone(),
        chosen_count: old
            .map_or_else(|| i32::try_from(it.chosen).unwrap_or(i32::MAX), |old| old.chosen_count),
    }
}
