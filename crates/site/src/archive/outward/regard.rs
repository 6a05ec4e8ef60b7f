//! Citations, colleagues' marks and revisions as records.

use std::collections::HashMap;

use archive::{Kind, Record, Timestamp, record};
use db::{
    entity::{agreement, citation, revision},
    sea_orm::{ConnectionTrait, DbErr},
    value::Subject,
};

use super::{Handle, Handles, Names, Outward, moment};
use crate::archive::words::Same;

/// What stands for a colleague's words that a moderator took away.
const TAKEN_AWAY: &str = "(removed by a moderator)";

impl Outward for citation::Model {
    fn id(&self) -> i64 {
        self.id
    }

    async fn records(
        conn: &impl ConnectionTrait,
        names: &Names,
        rows: Vec<Self>,
    ) -> Result<Vec<Record>, DbErr> {
        let answers = Handles::load(conn, names, Kind::Answer, rows.iter().map(|row| row.answer_id)).await?;
        let record = |row: Self| {
            let Handle { source, id } = names.handle(row.source_id, row.external_id, row.id);
            Ok(Record::Citation(record::Citation {
                answer: answers.to(&source, row.answer_id)?,
                source,
                id,
                scheme: row.scheme.same(),
                identifier: row.identifier,
                title: row.title,
                authors: row.authors,
                journal: row.journal,
                year: row.year,
                evidence: row.evidence.map(Same::same),
            }))
        };
        rows.into_iter().map(record).collect()
    }
}

impl Outward for agreement::Model {
    fn id(&self) -> i64 {
        self.id
    }

    async fn records(
        conn: &impl ConnectionTrait,
        names: &Names,
        rows: Vec<Self>,
    ) -> Result<Vec<Record>, DbErr> {
        let answers = Handles::load(conn, names, Kind::Answer, rows.iter().map(|row| row.answer_id)).await?;
        let doctors = Handles::load(conn, names, Kind::Doctor, rows.iter().map(|row| row.doctor_id)).await?;
        let record = |row: Self| {
            let Handle { source, id } = names.handle(row.source_id, row.external_id, row.id);
            Ok(Record::Agreement(record::Agreement {
                answer: answers.to(&source, row.answer_id)?,
                doctor: doctors.to(&source, row.doctor_id)?,
                source,
                id,
                verdict: row.verdict.same(),
                // A record of a mark has no place for their being away, and they must not be shown elsewhere.
                text: if row.text_held.is_some() { Some(TAKEN_AWAY.to_owned()) } else { row.text },
                made_at: moment(row.made_at),
            }))
        };
        rows.into_iter().map(record).collect()
    }
}

impl Outward for revision::Model {
    fn id(&self) -> i64 {
        self.id
    }

    async fn records(
        conn: &impl ConnectionTrait,
        names: &Names,
        rows: Vec<Self>,
    ) -> Result<Vec<Record>, DbErr> {
        let mut subjects = HashMap::new();
        for subject in Subject::ALL {
            let kind = Kind::from(Same::<record::SubjectKind>::same(*subject));
            let ids = rows.iter().filter(|row| row.subject_kind == *subject).map(|row| row.subject_id);
            subjects.insert(*subject, Handles::load(conn, names, kind, ids).await?);
        }
        let record = |row: Self| {
            let source = names.source(row.source_id);
            let subjects = subjects
                .get(&row.subject_kind)
                .ok_or_else(|| DbErr::Custom("a revision of nothing".to_owned()))?;
            Ok(Record::Revision(record::Revision {
                subject: subjects.to(&source, row.subject_id)?,
                source,
                subject_kind: row.subject_kind.same(),
                number: i64::from(row.number),
                at: moment(Some(row.at)).unwrap_or(Timestamp::MIN),
                reason: row.reason,
                content: serde_json::from_str(&row.content)
                    .map_err(|error| DbErr::Json(error.to_string()))?,
            }))
        };
        rows.into_iter().map(record).collect()
    }
}
