//! Earlier states: those that an import makes when it changes something, and those that an archive brings.

use std::collections::{BTreeMap, HashMap};

use archive::{Kind, Record, record};
use db::{
    entity::revision,
    sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect},
    value::Subject,
    write::Table,
};

use super::{Ids, Subjected};
use crate::archive::{
    batch::{Batch, Pending, Standing},
    item::Item,
    report::Outcome,
    rows::{self, lists},
    words::Same,
};

const TABLE: Table = Table("revision");

/// Keeps records as they were. `records` are those that the subjects, in the same order, had before their change.
pub(super) async fn keep(
    batch: &Batch<'_>,
    subjects: Vec<Subjected>,
    records: &[Record],
) -> Result<(), DbErr> {
    if records.is_empty() {
        return Ok(());
    }
    let mut last = last_numbers(batch, &subjects).await?;
    let mut ids = Ids::new(batch.tx, TABLE, &vec![None; records.len()]).await?;
    let mut kept = Vec::new();
    for (subject, record) in subjects.iter().zip(records) {
        let number = last.entry((subject.kind, subject.id)).or_default();
        *number += 1;
        let id = ids.next(None);
        ids.take(id);
        kept.push(revision::Model {
            id,
            subject_kind: subject.kind,
            subject_id: subject.id,
            number: *number,
            // The record's own date where it has one: then it doesn't matter on which day the import was finished.
            at: subject.changed_at.unwrap_or(batch.cx.now),
            reason: Some("changed in its archive".to_owned()),
            content: content(record)?,
            source_id: subject.source,
        });
    }
    rows::insert::<revision::Entity>(batch.tx, kept).await?;
    ids.done(batch.tx, batch.cx).await
}

/// The record as an archive's revision has it, so that one that comes back is found to be the same.
fn content(record: &Record) -> Result<String, DbErr> {
    let wrong = |error: String| DbErr::Json(error);
    let json = record.canonical_json().map_err(|error| wrong(error.to_string()))?;
    let fields: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&json).map_err(|error| wrong(error.to_string()))?;
    serde_json::to_string(&fields).map_err(|error| wrong(error.to_string()))
}

async fn last_numbers(
    batch: &Batch<'_>,
    subjects: &[Subjected],
) -> Result<HashMap<(Subject, i64), i32>, DbErr> {
    use revision::Column as R;
    let mut last = HashMap::new();
    for kind in Subject::ALL {
        let ids: Vec<i64> =
            subjects.iter().filter(|subject| subject.kind == *kind).map(|subject| subject.id).collect();
        for list in lists(&ids) {
            let query = revision::Entity::find()
                .select_only()
                .column(R::SubjectId)
                .column_as(R::Number.max(), "last");
            let query = query
                .filter(R::SubjectKind.eq(*kind))
                .filter(R::SubjectId.is_in(list))
                .group_by(R::SubjectId);
            let found = query.into_tuple::<(i64, i32)>().all(batch.tx).await?;
            last.extend(found.into_iter().map(|(id, number)| ((*kind, id), number)));
        }
    }
    Ok(last)
}

/// Writes the revisions that an archive brings. One is known by what it is of and its number.
pub(super) async fn write(batch: &mut Batch<'_>, items: Vec<Item>) -> Result<(), DbErr> {
    let mut pending = Vec::new();
    for item in items {
        // One that comes twice is told by its number, as one that is here already.
        if let Standing::Write(one) = batch.standing(Item { merged: true, ..item }) {
            pending.push(one);
        }
    }
    let mut pending = pending.into_iter();
    while pending.len() > 0 {
        let some = pending.by_ref().take(super::CAREFUL).collect();
        write_some(batch, some).await?;
    }
    Ok(())
}

async fn write_some(batch: &mut Batch<'_>, pending: Vec<Pending>) -> Result<(), DbErr> {
    let mut stored = stored(batch, &pending).await?;
    let mut ids = Ids::new(batch.tx, TABLE, &vec![None; pending.len()]).await?;
    let mut fresh = Vec::new();
    for one in &pending {
        let Record::Revision(it) = &one.item.record else { continue };
        let Ok(number) = i32::try_from(it.number) else {
            batch.refuse(&one.item, "the number is larger than any item has revisions");
            continue;
        };
        let content = serde_json::to_string(&it.content).map_err(|error| DbErr::Json(error.to_string()))?;
        let key = key(it, one.links.one("subject"), number);
        match stored.get(&key) {
            Some((here, _)) if *here == content => batch.count(Kind::Revision, Outcome::Unchanged),
            Some((_, None)) => {
                batch.keep(&one.item, "a revision of this number was made here".to_owned());
                batch.count(Kind::Revision, Outcome::Unchanged);
            }
            Some(_) => batch.refuse(&one.item, "another revision of this number is here already"),
            None => {
                batch.count(Kind::Revision, Outcome::Added);
                let id = ids.next(None);
                ids.take(id);
                stored.insert(key, (content.clone(), Some(one.links.one("source"))));
                fresh.push(revision::Model {
                    id,
                    subject_kind: key.0,
                    subject_id: key.1,
                    number,
                    at: it.at.seconds(),
                    reason: it.reason.clone(),
                    content,
                    source_id: Some(one.links.one("source")),
                });
            }
        }
    }
    rows::insert::<revision::Entity>(batch.tx, fresh).await?;
    ids.done(batch.tx, batch.cx).await
}

type Key = (Subject, i64, i32);

fn key(it: &record::Revision, subject: i64, number: i32) -> Key {
    (it.subject_kind.same(), subject, number)
}

/// What is here under the keys of the pending revisions, with its source.
async fn stored(
    batch: &Batch<'_>,
    pending: &[Pending],
) -> Result<HashMap<Key, (String, Option<i64>)>, DbErr> {
    use revision::Column as R;
    let mut wanted: BTreeMap<(Subject, i32), Vec<i64>> = BTreeMap::new();
    for one in pending {
        let Record::Revision(it) = &one.item.record else { continue };
        let Ok(number) = i32::try_from(it.number) else { continue };
        wanted.entry((it.subject_kind.same(), number)).or_default().push(one.links.one("subject"));
    }
    let mut found = HashMap::new();
    for ((kind, number), subjects) in wanted {
        for list in lists(&subjects) {
            let query = revision::Entity::find().filter(R::SubjectKind.eq(kind)).filter(R::Number.eq(number));
            for row in query.filter(R::SubjectId.is_in(list)).all(batch.tx).await? {
                found.insert((row.subject_kind, row.subject_id, row.number), (row.content, row.source_id));
            }
        }
    }
    Ok(found)
}
