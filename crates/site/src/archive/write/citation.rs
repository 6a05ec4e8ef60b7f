//! Published works that answers rest on.

use std::collections::{BTreeSet, HashMap};

use archive::{Kind, Record, record};
use db::{
    entity::citation,
    sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect},
    value::Subject,
};

use super::{At, Content, No, Part, Stays, Subjected, here};
use crate::archive::{
    batch::{Batch, Context, Pending, Touched},
    rows::lists,
    words::Same,
};

/// See [`Content`].
pub(super) struct Citations;

/// What citations must know of the answers that they are in.
#[derive(Default)]
pub(super) struct Facts {
    /// The last position that an answer's citations have.
    last: HashMap<i64, i32>,
    /// Answers whose doctors chose their sources here.
    rewritten: BTreeSet<i64>,
}

impl Content for Citations {
    const KIND: Kind = Kind::Citation;
    type Entity = citation::Entity;
    type Row = citation::Model;
    type Record = record::Citation;
    type Facts = Facts;

    fn of(record: &Record) -> Option<&record::Citation> {
        if let Record::Citation(it) = record { Some(it) } else { None }
    }

    async fn facts(batch: &Batch<'_>, pending: &[Pending]) -> Result<Facts, DbErr> {
        use citation::Column as C;
        let answers: Vec<i64> = pending.iter().map(|one| one.links.one("answer")).collect();
        let mut facts = Facts { rewritten: here::rewritten(batch.tx, &answers).await?, ..Facts::default() };
        for list in lists(&answers) {
            let query = citation::Entity::find()
                .select_only()
                .column(C::AnswerId)
                .column_as(C::Position.max(), "last");
            let query = query.filter(C::AnswerId.is_in(list)).group_by(C::AnswerId);
            facts.last.extend(query.into_tuple::<(i64, i32)>().all(batch.tx).await?);
        }
        Ok(facts)
    }

    fn row(
        _: &Context,
        it: &record::Citation,
        at: At<'_>,
        old: Option<&citation::Model>,
        facts: &mut Facts,
    ) -> Result<citation::Model, No> {
        let answer_id = at.link("answer");
        if old.is_none() && facts.rewritten.contains(&answer_id) {
            return Err(No::Kept("the doctor chose the answer's sources here"));
        }
        let position =
            old.filter(|old| old.answer_id == answer_id).map(|old| old.position).unwrap_or_else(|| {
                let last = facts.last.entry(answer_id).or_default();
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

    async fn stays(
        batch: &Batch<'_>,
        _: &[Pending],
        before: &HashMap<i64, citation::Model>,
    ) -> Result<Stays, DbErr> {
        let answers: Vec<i64> = before.values().map(|row| row.answer_id).collect();
        let rewritten = here::rewritten(batch.tx, &answers).await?;
        let mut stays = Stays::default();
        for row in before.values().filter(|row| rewritten.contains(&row.answer_id)) {
            stays.add(row.id, Part::Whole);
        }
        Ok(stays)
    }

    /// A citation is part of its answer.
    fn subject(row: &citation::Model) -> Subjected {
        Subjected { kind: Subject::Answer, id: row.answer_id, source: row.source_id, changed_at: None }
    }

    fn touch(old: Option<&citation::Model>, new: &citation::Model, _: &Facts, touched: &mut Touched) {
        touched.answers.extend(old.map(|old| old.answer_id));
        touched.answers.insert(new.answer_id);
    }
}
