//! Questions and answers as records.

use archive::{Kind, Record, Timestamp, record};
use db::{
    entity::{answer, question, question_detail, question_topic},
    sea_orm::{ConnectionTrait, DbErr},
};

use super::{Handle, Named, Names, Outward, moment};
use crate::archive::{rows::having, words::Same};

impl Outward for question::Model {
    fn id(&self) -> i64 {
        self.id
    }

    fn refers(&self) -> Vec<(Kind, i64)> {
        self.merged_into.map(|other| (Kind::Question, other)).into_iter().collect()
    }

    async fn named<'n>(
        conn: &impl ConnectionTrait,
        names: &'n Names,
        rows: &[Self],
    ) -> Result<Named<'n>, DbErr> {
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let of = question_topic::Column::QuestionId;
        let mut links = having::<question_topic::Entity, i64>(conn, of, &ids).await?;
        links.sort_unstable_by_key(|link| (link.question_id, link.position));
        let of = question_detail::Column::QuestionId;
        let mut details = having::<question_detail::Entity, i64>(conn, of, &ids).await?;
        details.sort_unstable_by_key(|detail| detail.id);
        let topics = links.iter().map(|link| (Kind::Topic, link.topic_id));
        let refers = rows.iter().flat_map(Self::refers).chain(topics).collect();
        let mut named = Named::load(conn, names, refers).await?;
        for link in links {
            named.topics.entry(link.question_id).or_default().push(link.topic_id);
        }
        for row in details {
            let at = moment(Some(row.at)).unwrap_or(Timestamp::MIN);
            let question_detail::Model { body: text, removed_for, edited_for, .. } = row;
            let detail = record::Detail { at, text, removed_for, edited_for };
            named.details.entry(row.question_id).or_default().push(detail);
        }
        Ok(named)
    }

    fn record(self, named: &mut Named<'_>) -> Result<Record, DbErr> {
        let Handle { source, id } = named.names.handle(self.source_id, self.external_id, self.id);
        let topics = named.topics.remove(&self.id).unwrap_or_default();
        let case = record::Case {
            age_band: self.age_band,
            sex: self.sex,
            duration: self.duration,
            medication: self.medication,
            tried: self.tried,
        };
        let merged_into =
            self.merged_into.map(|other| named.to(&source, Kind::Question, other)).transpose()?;
        Ok(Record::Question(record::Question {
            source,
            id,
            number: Some(self.id),
            title: self.title,
            body: self.body,
            lang: self.lang,
            scope: self.scope.same(),
            case: Some(case).filter(|case| *case != record::Case::default()),
            topics: topics.into_iter().filter_map(|topic| named.slug(Kind::Topic, topic)).collect(),
            author: self.author,
            url: self.original_url,
            asked_at: moment(self.asked_at),
            updated_at: moment(self.updated_at),
            state: self.state.same(),
            state_reason: self.state_reason,
            country: self.country,
            details: named.details.remove(&self.id).unwrap_or_default(),
            locked: self.locked,
            merged_into,
            found_answer_at: moment(self.found_answer_at),
            edited_for: self.edited_for,
            different: self.different,
            chosen: u32::try_from(self.chosen_count).unwrap_or_default(),
        }))
    }
}

impl Outward for answer::Model {
    fn id(&self) -> i64 {
        self.id
    }

    fn refers(&self) -> Vec<(Kind, i64)> {
        vec![(Kind::Question, self.question_id), (Kind::Doctor, self.doctor_id)]
    }

    fn record(self, named: &mut Named<'_>) -> Result<Record, DbErr> {
        let Handle { source, id } = named.names.handle(self.source_id, self.external_id, self.id);
        Ok(Record::Answer(record::Answer {
            question: named.to(&source, Kind::Question, self.question_id)?,
            doctor: named.to(&source, Kind::Doctor, self.doctor_id)?,
            source,
            id,
            number: Some(self.id),
            headline: self.headline,
            body: self.body,
            lang: self.lang,
            stance: self.stance.map(Same::same),
            stance_source: self.stance_source.map(Same::same),
            answered_at: moment(self.answered_at),
            updated_at: moment(self.updated_at),
            state: self.state.same(),
            state_reason: self.state_reason,
            see_someone: self.see_someone,
            no_see_someone: self.no_see_someone,
            interests: self.interests,
            correction: self.correction,
            edited_for: self.edited_for,
            helped: u32::try_from(self.helped_count).unwrap_or_default(),
        }))
    }
}
