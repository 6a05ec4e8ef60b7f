//! Doctors' marks on colleagues' answers: never on their own, never within one practice.

use std::collections::{BTreeSet, HashMap, HashSet};

use archive::{Kind, Record, Timestamp, record};
use db::{
    entity::{agreement, agreement_change, answer, doctor},
    sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect},
    value::{Matter, Subject},
};

use super::{At, Content, No, Part, Stays, Subjected, here::stay};
use crate::{
    agreement::{Colleague, Hurdle, hurdle},
    archive::{
        batch::{Batch, Context, Pending, Touched},
        rows::lists,
        words::Same,
    },
};

/// See [`Content`].
pub(super) struct Agreements;

/// What the rules must know of answers and doctors.
#[derive(Default)]
pub(super) struct Facts {
    /// Who gave an answer.
    authors: HashMap<i64, i64>,
    /// Who may mark whom.
    colleagues: HashMap<i64, Colleague>,
    /// Which mark a doctor has put on an answer.
    given: HashMap<(i64, i64), i64>,
    /// Who gave, changed or took back a mark on which answer here.
    moved: HashSet<(i64, i64)>,
}

impl Content for Agreements {
    const KIND: Kind = Kind::Agreement;
    type Entity = agreement::Entity;
    type Row = agreement::Model;
    type Record = record::Agreement;
    type Facts = Facts;

    fn of(record: &Record) -> Option<&record::Agreement> {
        if let Record::Agreement(it) = record { Some(it) } else { None }
    }

    async fn facts(batch: &Batch<'_>, pending: &[Pending]) -> Result<Facts, DbErr> {
        use agreement::Column as G;
        use answer::Column as A;
        use doctor::Column as D;
        let tx = batch.tx;
        let mut facts = Facts::default();
        let answers: Vec<i64> = pending.iter().map(|one| one.links.one("answer")).collect();
        for list in lists(&answers) {
            let authors = answer::Entity::find()
                .select_only()
                .columns([A::Id, A::DoctorId])
                .filter(A::Id.is_in(list.clone()));
            facts.authors.extend(authors.into_tuple::<(i64, i64)>().all(tx).await?);
            let given = agreement::Entity::find().select_only().columns([G::AnswerId, G::DoctorId, G::Id]);
            let given = given.filter(G::AnswerId.is_in(list)).into_tuple::<(i64, i64, i64)>().all(tx).await?;
            facts.given.extend(given.into_iter().map(|(answer, doctor, id)| ((answer, doctor), id)));
        }
        facts.moved = moved(tx, &answers).await?;
        let judges = pending.iter().map(|one| one.links.one("doctor"));
        let doctors: Vec<i64> = judges.chain(facts.authors.values().copied()).collect();
        for list in lists(&doctors) {
            let all = doctor::Entity::find().select_only().columns([D::Id, D::Practice, D::City]);
            let all = all.filter(D::Id.is_in(list)).into_tuple::<(i64, Option<String>, Option<String>)>();
            let colleague = |(doctor, practice, city)| (doctor, Colleague { doctor, practice, city });
            facts.colleagues.extend(all.all(tx).await?.into_iter().map(colleague));
        }
        Ok(facts)
    }

    fn row(
        _: &Context,
        it: &record::Agreement,
        at: At<'_>,
        old: Option<&agreement::Model>,
        facts: &mut Facts,
    ) -> Result<agreement::Model, No> {
        let (answer_id, doctor_id) = (at.link("answer"), at.link("doctor"));
        if old.is_none() && facts.moved.contains(&(answer_id, doctor_id)) {
            return Err(No::Kept("the doctor chose here whether and how to mark this answer"));
        }
        facts.check(answer_id, doctor_id, at.id)?;
        if let Some(old) = old {
            facts.given.remove(&(old.answer_id, old.doctor_id));
        }
        facts.given.insert((answer_id, doctor_id), at.id);
        Ok(agreement::Model {
            id: at.id,
            answer_id,
            doctor_id,
            verdict: it.verdict.same(),
            text: it.text.clone(),
            made_at: it.made_at.map(Timestamp::seconds),
            source_id: Some(at.source()),
            external_id: Some(it.id.clone()),
            fingerprint: Some(at.fingerprint()),
            text_held: it.text_held.clone(),
            edited_for: it.edited_for.clone(),
        })
    }

    async fn stays(
        batch: &Batch<'_>,
        _: &[Pending],
        before: &HashMap<i64, agreement::Model>,
    ) -> Result<Stays, DbErr> {
        let answers: Vec<i64> = before.values().map(|row| row.answer_id).collect();
        let moved = moved(batch.tx, &answers).await?;
        let ids: Vec<i64> = before.keys().copied().collect();
        let mut stays = Stays::decided(batch.tx, Matter::Agreement, &ids).await?;
        for row in before.values().filter(|row| moved.contains(&(row.answer_id, row.doctor_id))) {
            stays.add(row.id, Part::Whole);
        }
        Ok(stays)
    }

    fn keep(said: &mut Record, here: &Record, parts: &BTreeSet<Part>) -> Vec<&'static str> {
        let (Record::Agreement(said), Record::Agreement(here)) = (said, here) else { return Vec::new() };
        let mut kept = Vec::new();
        for part in parts {
            kept.extend(match part {
                Part::State => stay!(said, here: text_held),
                Part::Words => stay!(said, here: text, edited_for),
                _ => Vec::new(),
            });
        }
        kept
    }

    /// A mark is kept with the answer that it is on.
    fn subject(row: &agreement::Model) -> Subjected {
        Subjected { kind: Subject::Answer, id: row.answer_id, source: row.source_id, changed_at: row.made_at }
    }

    fn touch(old: Option<&agreement::Model>, new: &agreement::Model, _: &Facts, touched: &mut Touched) {
        touched.answers.extend(old.map(|old| old.answer_id));
        touched.answers.insert(new.answer_id);
    }
}

async fn moved(tx: &DatabaseTransaction, answers: &[i64]) -> Result<HashSet<(i64, i64)>, DbErr> {
    use agreement_change::Column as C;
    let mut found = HashSet::new();
    for list in lists(answers) {
        let changes = agreement_change::Entity::find().select_only().columns([C::AnswerId, C::DoctorId]);
        found.extend(changes.filter(C::AnswerId.is_in(list)).into_tuple::<(i64, i64)>().all(tx).await?);
    }
    Ok(found)
}

impl Facts {
    fn check(&self, answer: i64, judge: i64, id: i64) -> Result<(), &'static str> {
        let author = self.authors.get(&answer).and_then(|author| self.colleagues.get(author));
        match self.colleagues.get(&judge).zip(author).and_then(|(judge, author)| hurdle(judge, author)) {
            Some(Hurdle::Own) => return Err("a doctor can't mark their own answer"),
            Some(Hurdle::SamePractice) => {
                return Err("a doctor can't mark the answer of a colleague of the same practice");
            }
            None => {}
        }
        if self.given.get(&(answer, judge)).is_some_and(|other| *other != id) {
            return Err("the doctor has marked this answer already");
        }
        Ok(())
    }
}
