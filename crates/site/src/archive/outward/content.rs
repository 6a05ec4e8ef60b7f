//! Questions and answers as records.

use std::collections::HashMap;

use archive::{Kind, Record, record};
use db::{
    entity::{answer, question, question_topic},
    sea_orm::{ConnectionTrait, DbErr},
};

use super::{Handle, Handles, Names, Outward, moment, slugs};
use crate::archive::{rows::having, words::Same};

impl Outward for question::Model {
    fn id(&self) -> i64 {
        self.id
    }

    async fn records(
        conn: &impl ConnectionTrait,
        names: &Names,
        rows: Vec<Self>,
    ) -> Result<Vec<Record>, DbErr> {
        let mut topics = topics(conn, &rows).await?;
        let record = |row: Self| {
            let Handle { source, id } = names.handle(row.source_id, row.external_id, row.id);
            let case = record::Case {
                age_band: row.age_band,
                sex: row.sex,
                duration: row.duration,
                medication: row.medication,
                tried: row.tried,
            };
            Record::Question(record::Question {
                source,
                id,
                number: Some(row.id),
                title: row.title,
                body: row.body,
                lang: row.lang,
                scope: row.scope.same(),
                case: Some(case).filter(|case| *case != record::Case::default()),
                topics: topics.remove(&row.id).unwrap_or_default(),
                author: row.author,
                url: row.original_url,
                asked_at: moment(row.asked_at),
                updated_at: moment(row.updated_at),
                state: row.state.same(),
                state_reason: row.state_reason,
            })
        };
        Ok(rows.into_iter().map(record).collect())
    }
}

/// The topics of questions, in their order.
async fn topics(
    conn: &impl ConnectionTrait,
    rows: &[question::Model],
) -> Result<HashMap<i64, Vec<String>>, DbErr> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut links =
        having::<question_topic::Entity, i64>(conn, question_topic::Column::QuestionId, &ids).await?;
    links.sort_unstable_by_key(|link| (link.question_id, link.position));
    let slugs = slugs(conn, Kind::Topic, links.iter().map(|link| link.topic_id)).await?;
    let mut topics: HashMap<i64, Vec<String>> = HashMap::new();
    for link in links {
        topics.entry(link.question_id).or_default().extend(slugs.get(&link.topic_id).cloned());
    }
    Ok(topics)
}

impl Outward for answer::Model {
    fn id(&self) -> i64 {
        self.id
    }

    async fn records(
        conn: &impl ConnectionTrait,
        names: &Names,
        rows: Vec<Self>,
    ) -> Result<Vec<Record>, DbErr> {
        let questions =
            Handles::load(conn, names, Kind::Question, rows.iter().map(|row| row.question_id)).await?;
        let doctors = Handles::load(conn, names, Kind::Doctor, rows.iter().map(|row| row.doctor_id)).await?;
        let record = |row: Self| {
            let Handle { source, id } = names.handle(row.source_id, row.external_id, row.id);
            Ok(Record::Answer(record::Answer {
                question: questions.to(&source, row.question_id)?,
                doctor: doctors.to(&source, row.doctor_id)?,
                source,
                id,
                number: Some(row.id),
                headline: row.headline,
                body: row.body,
                lang: row.lang,
                stance: row.stance.map(Same::same),
                stance_source: row.stance_source.map(Same::same),
                answered_at: moment(row.answered_at),
                updated_at: moment(row.updated_at),
                state: row.state.same(),
                state_reason: row.state_reason,
                see_someone: row.see_someone,
                no_see_someone: row.no_see_someone,
                interests: row.interests,
            }))
        };
        rows.into_iter().map(record).collect()
    }
}
