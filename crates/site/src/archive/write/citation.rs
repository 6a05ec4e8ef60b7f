//! Published works that answers rest on.

use std::collections::HashMap;

use archive::{Kind, Record, record};
use db::{
    entity::citation,
    sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect},
    value::Subject,
};

use super::{At, Content, Subjected};
use crate::archive::{
    batch::{Batch, Context, Pending, Touched},
    rows::lists,
    words::Same,
};

/// See [`Content`].
pub(super) struct Citations;

impl Content for Citations {
    const KIND: Kind = Kind::Citation;
    type Entity = citation::Entity;
    type Row = citation::Model;
    type Record = record::Citation;
    /// The last position that an answer's citations have.
    type Facts = HashMap<i64, i32>;

    fn of(record: &Record) -> Option<&record::Citation> {
        if let Record::Citation(it) = record { Some(it) } else { None }
    }

    async fn facts(batch: &Batch<'_>, pending: &[Pending]) -> Result<HashMap<i64, i32>, DbErr> {
        use citation::Column as C;
        let answers: Vec<i64> = pending.iter().map(|one| one.links.one("answer")).collect();
        let mut last = HashMap::new();
        for list in lists(&answers) {
            let query = citation::Entity::find()
                .select_only()
                .column(C::AnswerId)
                .column_as(C::Position.max(), "last");
            let query = query.filter(C::AnswerId.is_in(list)).group_by(C::AnswerId);
            last.extend(query.into_tuple::<(i64, i32)>().all(batch.tx).await?);
        }
        Ok(last)
    }

    fn row(
        _: &Context,
        it: &record::Citation,
        at: At<'_>,
        old: Option<&citation::Model>,
        last: &mut HashMap<i64, i32>,
    ) -> Result<citation::Model, String> {
        let answer_id = at.link("answer");
        let position =
            old.filter(|old| old.answer_id == answer_id).map(|old| old.position).unwrap_or_else(|| {
                let last = last.entry(answer_id).or_default();
                *last = last.saturating_add(1);
                *last
            });
        Ok(citation::Model {
            id: at.id,
            answer_id,
            position,
            scheme: it.scheme.same(),
            identifier: it.identifier.clone(),
            title: it.title.clone(),
            authors: it.authors.clone(),
            journal: it.journal.clone(),
            year: it.year,
            evidence: it.evidence.map(Same::same),
            source_id: Some(at.source()),
            external_id: Some(it.id.clone()),
            fingerprint: Some(at.fingerprint()),
        })
    }

    /// A citation is part of its answer.
    fn subject(row: &citation::Model) -> Subjected {
        Subjected { kind: Subject::Answer, id: row.answer_id, source: row.source_id, changed_at: None }
    }

    fn touch(
        old: Option<&citation::Model>,
        new: &citation::Model,
        _: &HashMap<i64, i32>,
        touched: &mut Touched,
    ) {
        touched.answers.extend(old.map(|old| old.answer_id));
        touched.answers.insert(new.answer_id);
    }
}
