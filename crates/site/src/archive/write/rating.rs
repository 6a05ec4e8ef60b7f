//! The stars that doctors come with from an archive: two columns of the doctor's row.

use std::collections::HashMap;

use archive::{Kind, Record};
use db::{
    entity::doctor,
    sea_orm::{ActiveModelTrait, DbErr, Set},
    value::Subject,
};

use super::{Subjected, revision};
use crate::{
    archive::{
        batch::{Batch, Standing},
        item::Item,
        outward::{Names, rating},
        report::Outcome,
        rows,
    },
    doctor::counts,
};

pub(super) async fn write(batch: &mut Batch<'_>, items: Vec<Item>) -> Result<(), DbErr> {
    let (mut pending, mut repeats) = (Vec::new(), Vec::new());
    for item in items {
        match batch.standing(item) {
            Standing::Write(one) => pending.push((one.links.one("doctor"), one.item)),
            Standing::Repeated(item) => repeats.push(item),
            Standing::Settled => {}
        }
    }
    for some in pending.chunks(super::CAREFUL) {
        write_some(batch, some, false).await?;
    }
    let mut again = Vec::new();
    for item in repeats {
        match batch.links(&item.record) {
            Ok(links) => again.push((links.one("doctor"), item)),
            Err(reason) => batch.refuse(&item, reason),
        }
    }
    for some in again.chunks(super::CAREFUL) {
        write_some(batch, some, true).await?;
    }
    Ok(())
}

async fn write_some(batch: &mut Batch<'_>, pending: &[(i64, Item)], again: bool) -> Result<(), DbErr> {
    let ids: Vec<i64> = pending.iter().map(|(doctor, _)| *doctor).collect();
    let doctors = rows::having::<doctor::Entity, i64>(batch.tx, doctor::Column::Id, &ids).await?;
    let mut doctors: HashMap<i64, doctor::Model> = doctors.into_iter().map(|row| (row.id, row)).collect();
    let names = Names::load(batch.tx).await?;
    let (mut subjects, mut before, mut written) = (Vec::new(), Vec::new(), Vec::new());
    for (id, item) in pending {
        let (Record::Rating(it), Some(row)) = (&item.record, doctors.get_mut(id)) else { continue };
        let (sum, count) = (it.sum.0, i64::from(it.count));
        if (row.rating_start_sum, row.rating_start_count) == (sum, count) {
            batch.count(Kind::Rating, Outcome::Unchanged);
            continue;
        }
        if again {
            batch.refuse(item, "another rating of the doctor came earlier in the archive; keep one of them");
            continue;
        }
        match rating(&names, row) {
            None => batch.count(Kind::Rating, Outcome::Added),
            Some(record) => {
                batch.count(Kind::Rating, Outcome::Changed);
                subjects.push(Subjected {
                    kind: Subject::Doctor,
                    id: *id,
                    source: row.source_id,
                    changed_at: None,
                });
                before.push(record);
            }
        }
        (row.rating_start_sum, row.rating_start_count) = (sum, count);
        let change = doctor::ActiveModel {
            id: Set(*id),
            rating_start_sum: Set(sum),
            rating_start_count: Set(count),
            ..Default::default()
        };
        change.update(batch.tx).await?;
        written.push(*id);
    }
    revision::keep(batch, subjects, &before).await?;
    counts::refresh_order(batch.tx, &written).await
}
