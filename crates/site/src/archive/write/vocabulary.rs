//! Sources, specialties and topics: few, known by short names, and updated in place.

use std::collections::HashMap;

use archive::{Kind, Record, record};
use db::{
    entity::{source, specialty, topic},
    sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect},
    write::Table,
};

use super::Ids;
use crate::archive::{
    batch::{Batch, Pending, Standing},
    item::Item,
    report::Outcome,
    rows,
    words::Same,
};

/// The topic above each topic that has one.
type Parents = HashMap<i64, i64>;

/// Writes records of one of the three kinds, one after another: each may be the parent of the next.
pub(super) async fn write(batch: &mut Batch<'_>, kind: Kind, items: Vec<Item>) -> Result<(), DbErr> {
    let mut ids = Ids::new(batch.tx, Table(kind.as_str()), &vec![None; items.len()]).await?;
    let mut parents = if kind == Kind::Topic { parents(batch).await? } else { Parents::new() };
    for item in items {
        let (again, one) = match batch.standing(item) {
            Standing::Write(one) => (false, one),
            Standing::Settled => continue,
            Standing::Repeated(item) => match batch.links(&item.record) {
                Ok(links) => (true, Pending { item, links, found: None }),
                Err(reason) => {
                    batch.refuse(&item, reason);
                    continue;
                }
            },
        };
        let written = match &one.item.record {
            Record::Source(it) => write_source(batch, &ids, it, again).await?,
            Record::Specialty(it) => write_specialty(batch, &ids, it, again).await?,
            Record::Topic(it) => write_topic(batch, &ids, it, (&one, again), &mut parents).await?,
            _ => continue,
        };
        match written {
            Ok((outcome, name, id)) => {
                batch.count(kind, outcome);
                batch.known.add_named(kind, name, id);
                ids.take(id);
            }
            Err(reason) => batch.refuse(&one.item, reason),
        }
    }
    ids.done(batch.tx, batch.cx).await
}

/// What became of a record, with the row's name and identity; or why it is refused.
type Written = Result<(Outcome, String, i64), &'static str>;

const TWICE: &str = "it came earlier in the archive with other content; keep one of them";

/// Adds the row, or writes it over the old one where they differ.
async fn put<E>(
    batch: &Batch<'_>,
    old: Option<E::Model>,
    new: E::Model,
    again: bool,
) -> Result<Result<Outcome, &'static str>, DbErr>
where
    E: EntityTrait,
    E::Model: PartialEq + db::sea_orm::IntoActiveModel<E::ActiveModel>,
{
    Ok(match old {
        None => {
            rows::insert::<E>(batch.tx, vec![new]).await?;
            Ok(Outcome::Added)
        }
        Some(old) if old == new => Ok(Outcome::Unchanged),
        Some(_) if again => Err(TWICE),
        Some(_) => {
            rows::replace::<E>(batch.tx, vec![new]).await?;
            Ok(Outcome::Changed)
        }
    })
}

async fn write_source(
    batch: &Batch<'_>,
    ids: &Ids,
    it: &record::Source,
    again: bool,
) -> Result<Written, DbErr> {
    let old = source::Entity::find().filter(source::Column::Key.eq(&it.id)).one(batch.tx).await?;
    let id = old.as_ref().map_or_else(|| ids.next(None), |old| old.id);
    let new = source::Model {
        id,
        key: it.id.clone(),
        name: it.name.clone(),
        url: it.url.clone(),
        licence: it.licence.clone(),
        licence_url: it.licence_url.clone(),
        attribution: it.attribution.clone(),
    };
    Ok(put::<source::Entity>(batch, old, new, again).await?.map(|outcome| (outcome, it.id.clone(), id)))
}

async fn write_specialty(
    batch: &Batch<'_>,
    ids: &Ids,
    it: &record::Specialty,
    again: bool,
) -> Result<Written, DbErr> {
    let old = specialty::Entity::find().filter(specialty::Column::Slug.eq(&it.id)).one(batch.tx).await?;
    let id = old.as_ref().map_or_else(|| ids.next(None), |old| old.id);
    let new = specialty::Model {
        id,
        slug: it.id.clone(),
        name: it.name.clone(),
        practitioner: it.practitioner.clone(),
        label: it.label.clone(),
        nucc_code: it.nucc.clone(),
    };
    Ok(put::<specialty::Entity>(batch, old, new, again).await?.map(|outcome| (outcome, it.id.clone(), id)))
}

async fn write_topic(
    batch: &Batch<'_>,
    ids: &Ids,
    it: &record::Topic,
    (one, again): (&Pending, bool),
    parents: &mut Parents,
) -> Result<Written, DbErr> {
    let old = topic::Entity::find().filter(topic::Column::Slug.eq(&it.id)).one(batch.tx).await?;
    let id = old.as_ref().map_or_else(|| ids.next(None), |old| old.id);
    let parent_id = one.links.get("parent");
    if parent_id.is_some_and(|parent| stands_above(parents, id, parent)) {
        return Ok(Err("its parent is a topic below itself; name a wider one"));
    }
    let new = topic::Model {
        id,
        slug: it.id.clone(),
        name: it.name.clone(),
        topic_kind: it.topic_kind.same(),
        parent_id,
        description: it.description.clone(),
        question_count: old.as_ref().map_or(0, |old| old.question_count),
        synonyms: serde_json::to_string(&it.synonyms).map_err(|error| DbErr::Json(error.to_string()))?,
    };
    let put = put::<topic::Entity>(batch, old, new, again).await?;
    if put.is_ok() {
        match parent_id {
            Some(parent) => parents.insert(id, parent),
            None => parents.remove(&id),
        };
    }
    Ok(put.map(|outcome| (outcome, it.id.clone(), id)))
}

async fn parents(batch: &Batch<'_>) -> Result<Parents, DbErr> {
    use topic::Column as T;
    let query =
        topic::Entity::find().select_only().columns([T::Id, T::ParentId]).filter(T::ParentId.is_not_null());
    Ok(query.into_tuple::<(i64, i64)>().all(batch.tx).await?.into_iter().collect())
}

/// Whether the topic is the other one or stands anywhere above it.
fn stands_above(parents: &Parents, topic: i64, other: i64) -> bool {
    std::iter::successors(Some(other), |below| parents.get(below).copied()).any(|above| above == topic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_stands_above_all_below_it() {
        let parents = Parents::from([(2, 1), (3, 2), (5, 4)]);
        assert!(stands_above(&parents, 1, 3));
        assert!(stands_above(&parents, 3, 3));
        assert!(!stands_above(&parents, 3, 1));
        assert!(!stands_above(&parents, 4, 3));
    }
}
