//! Everything that was shown of a doctor's answers: each version with its times, the question as it stood, colleagues' marks.

use std::collections::HashMap;

use db::{
    entity::{agreement, answer, answer_terms, citation, doctor, question, revision},
    sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder},
    value::Subject,
};
use serde_json::{Value, json};

use crate::{
    answer::{give::WITHDRAWN, terms, version::Said},
    app::App,
    error::Failure,
    web::{
        BY_MODERATOR,
        json_ld::{compact, time},
    },
};

/// Answers that are read at once.
const SOME: usize = 200;

/// The doctor, and every answer in the order in which they were given.
pub(super) async fn of_doctor(app: &App, doctor: i64) -> Result<(Value, Vec<Value>), Failure> {
    let db = app.db.read();
    let about = doctor::Entity::find_by_id(doctor).one(db).await?.ok_or(Failure::NotFound)?;
    let given = answer::Entity::find()
        .filter(answer::Column::DoctorId.eq(doctor))
        .order_by_asc(answer::Column::AnsweredAt)
        .order_by_asc(answer::Column::Id)
        .all(db)
        .await?;
    let mut answers = Vec::new();
    for some in given.chunks(SOME) {
        let around = Around::of(db, some).await?;
        answers.extend(some.iter().map(|row| around.told(app, row)));
    }
    let about = json!({
        "name": about.name,
        "letters": about.letters,
        "address": format!("{}/doctors/{}", app.public_url, about.slug),
    });
    Ok((about, answers))
}

/// What belongs to some answers.
struct Around {
    questions: HashMap<i64, question::Model>,
    earlier_questions: HashMap<i64, Vec<revision::Model>>,
    revisions: HashMap<i64, Vec<revision::Model>>,
    citations: HashMap<i64, Vec<citation::Model>>,
    terms: HashMap<i64, answer_terms::Model>,
    marks: HashMap<i64, Vec<agreement::Model>>,
    colleagues: HashMap<i64, doctor::Model>,
}

impl Around {
    async fn of(db: &impl ConnectionTrait, answers: &[answer::Model]) -> Result<Self, DbErr> {
        let ids: Vec<i64> = answers.iter().map(|row| row.id).collect();
        let asked: Vec<i64> = answers.iter().map(|row| row.question_id).collect();
        let questions = question::Entity::find().filter(question::Column::Id.is_in(asked.clone()));
        let cited = citation::Entity::find().filter(citation::Column::AnswerId.is_in(ids.clone()));
        let accepted = answer_terms::Entity::find().filter(answer_terms::Column::AnswerId.is_in(ids.clone()));
        let marks = agreement::Entity::find().filter(agreement::Column::AnswerId.is_in(ids.clone()));
        let marks = marks.order_by_asc(agreement::Column::Id).all(db).await?;
        let by: Vec<i64> = marks.iter().map(|mark| mark.doctor_id).collect();
        let colleagues = doctor::Entity::find().filter(doctor::Column::Id.is_in(by)).all(db).await?;
        Ok(Self {
            questions: questions.all(db).await?.into_iter().map(|row| (row.id, row)).collect(),
            earlier_questions: revisions(db, Subject::Question, asked).await?,
            revisions: revisions(db, Subject::Answer, ids).await?,
            citations: grouped(cited.order_by_asc(citation::Column::Position).all(db).await?, |row| {
                row.answer_id
            }),
            terms: accepted.all(db).await?.into_iter().map(|row| (row.answer_id, row)).collect(),
            marks: grouped(marks, |mark| mark.answer_id),
            colleagues: colleagues.into_iter().map(|row| (row.id, row)).collect(),
        })
    }

    fn told(&self, app: &App, row: &answer::Model) -> Value {
        let asked = self.questions.get(&row.question_id);
        let slug = asked.map_or("", |question| question.slug.as_str());
        compact(json!({
            "address": format!("{}/questions/{}/{slug}#answer-{}", app.public_url, row.question_id, row.id),
            "state": row.state.word(),
            "state_reason": row.state_reason,
            "question": asked.map(|question| self.question(question)),
            "accepted": self.terms.get(&row.id).map(|terms| accepted(app, terms)),
            "versions": self.versions(row),
            "marks": self.marks(app, row.id),
        }))
    }

    fn question(&self, question: &question::Model) -> Value {
        let earlier = self.earlier_questions.get(&question.id).map_or(&[][..], Vec::as_slice);
        // What a moderator took out is in nobody's hands.
        let by_moderator = |change: &revision::Model| {
            change.reason.as_deref().is_some_and(|reason| reason.starts_with(BY_MODERATOR))
        };
        let closed = earlier.iter().rposition(by_moderator).map_or(0, |at| at + 1);
        let is_shown = question.state == db::value::State::Published;
        let earlier = earlier[closed..].iter().filter(|_| is_shown).map(|change| {
            let was: Value = serde_json::from_str(&change.content).unwrap_or_default();
            json!({ "until": time(change.at), "title": was.get("title"), "body": was.get("body") })
        });
        json!({
            "title": is_shown.then_some(&question.title),
            "body": is_shown.then_some(&question.body),
            "asked_at": question.asked_at.map(time),
            "earlier": earlier.collect::<Vec<_>>(),
        })
    }

    /// Oldest first. What is no longer shown has an end.
    fn versions(&self, row: &answer::Model) -> Vec<Value> {
        let changes = self.revisions.get(&row.id).map_or(&[][..], Vec::as_slice);
        let cited = self.citations.get(&row.id).map_or(&[][..], Vec::as_slice);
        let (mut from, mut note) = (row.answered_at, None);
        let mut versions = Vec::new();
        for change in changes {
            versions.push(version(Said::before(change), (from, Some(change.at)), note));
            (from, note) = (Some(change.at), change.reason.as_deref());
        }
        if row.state == db::value::State::Published {
            versions.push(version(Said::now(row, cited), (from, None), note));
        } else if row.state_reason.as_deref() == Some(WITHDRAWN) {
            // The last change took it away.
            if let Some(last) = versions.last_mut() {
                last["taken_away_because"] = json!(note);
            }
        } else {
            let mut last = version(Said::now(row, cited), (from, None), note);
            last["taken_away_because"] = json!(row.state_reason);
            versions.push(last);
        }
        versions
    }

    fn marks(&self, app: &App, answer: i64) -> Vec<Value> {
        let marks = self.marks.get(&answer).map_or(&[][..], Vec::as_slice);
        let told = |mark: &agreement::Model| {
            let by = self.colleagues.get(&mark.doctor_id);
            compact(json!({
                "by": by.and_then(|doctor| doctor.name.clone()),
                "profile": by.map(|doctor| format!("{}/doctors/{}", app.public_url, doctor.slug)),
                "verdict": mark.verdict.word(),
                "text": mark.text.as_ref().filter(|_| mark.text_held.is_none()),
                "text_removed_because": mark.text_held,
                "made_at": mark.made_at.map(time),
            }))
        };
        marks.iter().map(told).collect()
    }
}

fn version(said: Said, (from, until): (Option<i64>, Option<i64>), note: Option<&str>) -> Value {
    compact(json!({
        "shown_from": from.map(time),
        "shown_until": until.map(time),
        "note": note,
        "said": said,
    }))
}

/// What was accepted; the words too, where they are still those that the site shows.
fn accepted(app: &App, terms: &answer_terms::Model) -> Value {
    let text = terms::with_digest(&app.languages, &terms.digest);
    compact(json!({ "digest": terms.digest, "at": time(terms.at), "text": text }))
}

async fn revisions(
    db: &impl ConnectionTrait,
    kind: Subject,
    ids: Vec<i64>,
) -> Result<HashMap<i64, Vec<revision::Model>>, DbErr> {
    use revision::Column as R;
    let found = revision::Entity::find().filter(R::SubjectKind.eq(kind)).filter(R::SubjectId.is_in(ids));
    Ok(grouped(found.order_by_asc(R::Number).all(db).await?, |row| row.subject_id))
}

fn grouped<T>(rows: Vec<T>, by: impl Fn(&T) -> i64) -> HashMap<i64, Vec<T>> {
    let mut groups: HashMap<i64, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(by(&row)).or_default().push(row);
    }
    groups
}
