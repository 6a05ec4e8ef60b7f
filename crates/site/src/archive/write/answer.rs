//! Doctors' answers, with the stance that they state or that rules read from them.

use std::collections::{BTreeSet, HashMap, HashSet};

use archive::{Kind, Record, Timestamp, record};
use db::{
    entity::{answer, question},
    sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect},
    value::{Matter, Stance, StanceSource, State, Subject},
};

use super::{
    At, Content, No, Part, Stays, Subjected,
    here::{self, stay},
    reread,
};
use crate::{
    archive::{
        batch::{Batch, Context, Pending, Touched},
        rows::lists,
        words::Same,
    },
    doctor::counts::Change,
    web::Reason,
};

/// See [`Content`].
pub(super) struct Answers;

/// What answers must know of their questions.
#[derive(Default)]
pub(super) struct Questions {
    titles: HashMap<i64, String>,
    /// Those that are published, as they are after the batch's own questions.
    published: HashSet<i64>,
    /// Which answer a doctor has given to a question.
    given: HashMap<(i64, i64), i64>,
}

impl Content for Answers {
    const KIND: Kind = Kind::Answer;
    type Entity = answer::Entity;
    type Row = answer::Model;
    type Record = record::Answer;
    type Facts = Questions;

    fn of(record: &Record) -> Option<&record::Answer> {
        if let Record::Answer(it) = record { Some(it) } else { None }
    }

    fn number(it: &record::Answer) -> Option<i64> {
        it.number
    }

    async fn facts(batch: &Batch<'_>, pending: &[Pending]) -> Result<Questions, DbErr> {
        use answer::Column as A;
        use question::Column as Q;
        let mut ids: Vec<i64> = pending.iter().map(|one| one.links.one("question")).collect();
        ids.extend(asked_before(batch.tx, pending).await?);
        let mut facts = Questions::default();
        for list in lists(&ids) {
            let given = answer::Entity::find().select_only().columns([A::QuestionId, A::DoctorId, A::Id]);
            let given = given
                .filter(A::QuestionId.is_in(list.clone()))
                .into_tuple::<(i64, i64, i64)>()
                .all(batch.tx)
                .await?;
            facts.given.extend(given.into_iter().map(|(question, doctor, id)| ((question, doctor), id)));
            let questions = question::Entity::find().select_only().columns([Q::Id, Q::Title, Q::State]);
            let questions = questions
                .filter(Q::Id.is_in(list))
                .into_tuple::<(i64, String, State)>()
                .all(batch.tx)
                .await?;
            for (id, title, state) in questions {
                facts.titles.insert(id, title);
                if state == State::Published {
                    facts.published.insert(id);
                }
            }
        }
        Ok(facts)
    }

    fn row(
        cx: &Context,
        it: &record::Answer,
        at: At<'_>,
        old: Option<&answer::Model>,
        facts: &mut Questions,
    ) -> Result<answer::Model, No> {
        let (question, doctor) = (at.link("question"), at.link("doctor"));
        if facts.given.get(&(question, doctor)).is_some_and(|other| *other != at.id) {
            return Err("the doctor has answered this question already; put both into one answer".into());
        }
        if let Some(old) = old {
            facts.given.remove(&(old.question_id, old.doctor_id));
        }
        facts.given.insert((question, doctor), at.id);
        let title = facts.titles.get(&question).map(String::as_str).unwrap_or_default();
        let stance = stance(cx, it, &at, title);
        Ok(row(cx, it, &at, old, stance))
    }

    async fn stays(
        batch: &Batch<'_>,
        pending: &[Pending],
        before: &HashMap<i64, answer::Model>,
    ) -> Result<Stays, DbErr> {
        let ids: Vec<i64> = before.keys().copied().collect();
        let mut stays = Stays::decided(batch.tx, Matter::Answer, &ids).await?;
        for id in here::rewritten(batch.tx, &ids).await? {
            stays.add(id, Part::Words);
            let reason = before.get(&id).and_then(|row| row.state_reason.as_deref());
            if reason.is_some_and(Reason::is_authors) {
                stays.add(id, Part::State);
            }
        }
        // An answer that went along when its question was joined with another stays there.
        let joined = joined(batch.tx, pending).await?;
        for one in pending {
            let row = one.found.and_then(|found| before.get(&found.id));
            if let Some(row) = row
                && joined.get(&one.links.one("question")) == Some(&row.question_id)
            {
                stays.add(row.id, Part::Question);
            }
        }
        Ok(stays)
    }

    fn keep(said: &mut Record, here: &Record, parts: &BTreeSet<Part>) -> Vec<&'static str> {
        let (Record::Answer(said), Record::Answer(here)) = (said, here) else { return Vec::new() };
        let mut kept = Vec::new();
        for part in parts {
            kept.extend(match part {
                Part::State => stay!(said, here: state, state_reason),
                Part::Question => stay!(said, here: question),
                Part::Words => words(said, here),
                _ => Vec::new(),
            });
        }
        kept
    }

    fn subject(row: &answer::Model) -> Subjected {
        Subjected { kind: Subject::Answer, id: row.id, source: row.source_id, changed_at: row.updated_at }
    }

    fn touch(old: Option<&answer::Model>, new: &answer::Model, facts: &Questions, touched: &mut Touched) {
        let mut add = |row: &answer::Model, sign: i64| {
            touched.questions.insert(row.question_id);
            if row.state == State::Published && facts.published.contains(&row.question_id) {
                let change = Change { answers: sign, ..Change::default() };
                touched.doctors.entry(row.doctor_id).or_default().add(change);
            }
        };
        if let Some(old) = old {
            add(old, -1);
        }
        add(new, 1);
    }
}

/// What was written, with all that its author said beside it.
fn words(said: &mut record::Answer, here: &record::Answer) -> Vec<&'static str> {
    // A stance that was read from the words goes with them, and nobody need be told.
    if here.stance_source.is_none_or(|source| source == record::StanceSource::Inferred)
        && said.stance_source.is_none_or(|source| source == record::StanceSource::Inferred)
    {
        (said.stance, said.stance_source) = (here.stance, here.stance_source);
    }
    stay!(said, here: headline, body, lang, stance, stance_source, see_someone, no_see_someone, interests, correction,
        edited_for, updated_at)
}

/// Where those questions of the pending answers that were joined with another one lead.
async fn joined(tx: &DatabaseTransaction, pending: &[Pending]) -> Result<HashMap<i64, i64>, DbErr> {
    use question::Column as Q;
    let questions: Vec<i64> = pending.iter().map(|one| one.links.one("question")).collect();
    let mut found = HashMap::new();
    for list in lists(&questions) {
        let joined = question::Entity::find().select_only().columns([Q::Id, Q::MergedInto]);
        let joined = joined.filter(Q::Id.is_in(list)).filter(Q::MergedInto.is_not_null());
        found.extend(joined.into_tuple::<(i64, i64)>().all(tx).await?);
    }
    Ok(found)
}

/// The questions of those answers that are here already; a record may move its answer to another.
async fn asked_before(tx: &DatabaseTransaction, pending: &[Pending]) -> Result<Vec<i64>, DbErr> {
    let here: Vec<i64> = pending.iter().filter_map(|one| one.found.map(|found| found.id)).collect();
    let mut asked = Vec::new();
    for list in lists(&here) {
        let some = answer::Entity::find().select_only().column(answer::Column::QuestionId);
        asked.extend(some.filter(answer::Column::Id.is_in(list)).into_tuple::<i64>().all(tx).await?);
    }
    Ok(asked)
}

/// What is stated is kept as it is; what is not stated may be read from the text, and says so.
fn stance(cx: &Context, it: &record::Answer, at: &At<'_>, title: &str) -> Option<(Stance, StanceSource)> {
    if let (Some(stance), Some(source)) = (it.stance, it.stance_source) {
        return Some((stance.same(), source.same()));
    }
    let read = match &at.pending.item.reading {
        _ if cx.dry_run => None,
        Some(reading) if reading.title == title => reading.stance,
        _ => reread::stance(&it.lang, title, &it.headline, &it.body),
    };
    read.map(|stance| (stance, StanceSource::Inferred))
}

fn row(
    cx: &Context,
    it: &record::Answer,
    at: &At<'_>,
    old: Option<&answer::Model>,
    stance: Option<(Stance, StanceSource)>,
) -> answer::Model {
    answer::Model {
        id: at.id,
        question_id: at.link("question"),
        doctor_id: at.link("doctor"),
        headline: it.headline.clone(),
        body_html: at.html(cx, &it.body),
        body: it.body.clone(),
        lang: it.lang.clone(),
        stance: stance.map(|stance| stance.0),
        stance_source: stance.map(|stance| stance.1),
        state: it.state.same(),
        state_reason: it.state_reason.clone(),
        answered_at: it.answered_at.map(Timestamp::seconds),
        updated_at: it.updated_at.map(Timestamp::seconds),
        agree_count: old.map_or(0, |old| old.agree_count),
        caveat_count: old.map_or(0, |old| old.caveat_count),
        disagree_count: old.map_or(0, |old| old.disagree_count),
        citation_count: old.map_or(0, |old| old.citation_count),
        helped_count: old
            .map_or_else(|| i32::try_from(it.helped).unwrap_or(i32::MAX), |old| old.helped_count),
        source_id: Some(at.source()),
        external_id: Some(it.id.clone()),
        fingerprint: Some(at.fingerprint()),
        created_at: old.map_or(cx.now, |old| old.created_at),
        see_someone: it.see_someone.clone(),
        no_see_someone: it.no_see_someone.clone(),
        interests: it.interests.clone(),
        correction: it.correction.clone(),
        edited_for: it.edited_for.clone(),
    }
}
