//! Citations, colleagues' marks and revisions as records.

use archive::{Kind, Record, Timestamp, record};
use db::{
    entity::{agreement, citation, revision},
    sea_orm::DbErr,
    value::Subject,
};

use super::{Handle, Named, Outward, moment};
use crate::archive::words::Same;

impl Outward for citation::Model {
    fn id(&self) -> i64 {
        self.id
    }

    fn refers(&self) -> Vec<(Kind, i64)> {
        vec![(Kind::Answer, self.answer_id)]
    }

    fn record(self, named: &mut Named<'_>) -> Result<Record, DbErr> {
        let Handle { source, id } = named.names.handle(self.source_id, self.external_id, self.id);
        Ok(Record::Citation(record::Citation {
            answer: named.to(&source, Kind::Answer, self.answer_id)?,
            source,
            id,
            scheme: self.scheme.same(),
            identifier: self.identifier,
            title: self.title,
            authors: self.authors,
            journal: self.journal,
            year: self.year,
            evidence: self.evidence.map(Same::same),
        }))
    }
}

impl Outward for agreement::Model {
    fn id(&self) -> i64 {
        self.id
    }

    fn refers(&self) -> Vec<(Kind, i64)> {
        vec![(Kind::Answer, self.answer_id), (Kind::Doctor, self.doctor_id)]
    }

    fn record(self, named: &mut Named<'_>) -> Result<Record, DbErr> {
        let Handle { source, id } = named.names.handle(self.source_id, self.external_id, self.id);
        Ok(Record::Agreement(record::Agreement {
            answer: named.to(&source, Kind::Answer, self.answer_id)?,
            doctor: named.to(&source, Kind::Doctor, self.doctor_id)?,
            source,
            id,
            verdict: self.verdict.same(),
            text: self.text,
            made_at: moment(self.made_at),
            text_held: self.text_held,
            edited_for: self.edited_for,
        }))
    }
}

fn kind_of(subject: Subject) -> Kind {
    Kind::from(Same::<record::SubjectKind>::same(subject))
}

impl Outward for revision::Model {
    fn id(&self) -> i64 {
        self.id
    }

    fn refers(&self) -> Vec<(Kind, i64)> {
        vec![(kind_of(self.subject_kind), self.subject_id)]
    }

    fn record(self, named: &mut Named<'_>) -> Result<Record, DbErr> {
        let source = named.names.source(self.source_id);
        Ok(Record::Revision(record::Revision {
            subject: named.to(&source, kind_of(self.subject_kind), self.subject_id)?,
            source,
            subject_kind: self.subject_kind.same(),
            number: i64::from(self.number),
            at: moment(Some(self.at)).unwrap_or(Timestamp::MIN),
            reason: self.reason,
            content: serde_json::from_str(&self.content).map_err(|error| DbErr::Json(error.to_string()))?,
        }))
    }
}
