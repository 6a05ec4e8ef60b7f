//! Records that would change rows on which people here decided something: what they decided is put into the record, so that
//! only the rest of it changes anything.

use std::collections::HashMap;

use archive::Record;
use db::sea_orm::{
    DatabaseTransaction, DbErr, EntityTrait, Iterable, PrimaryKeyToColumn, QueryFilter, QuerySelect,
    sea_query::{Alias, Expr, ExprTrait, Query},
};

use super::{Content, Part};
use crate::archive::{
    batch::{Batch, Pending},
    item,
    outward::{self, Names, Outward},
    report::Outcome,
    rows::lists,
};

/// What is left to be written, and how its rows are until then.
pub(super) struct Respected<Row> {
    pub(super) pending: Vec<Pending>,
    /// The rows that are about to be changed.
    pub(super) before: HashMap<i64, Row>,
    /// Their records.
    pub(super) records: HashMap<i64, Record>,
}

/// Takes hold of the rows that pending records would change, and puts into the records what stays.
pub(super) async fn respect<C: Content>(
    batch: &mut Batch<'_>,
    mut pending: Vec<Pending>,
) -> Result<Respected<C::Row>, DbErr> {
    let ids: Vec<i64> = pending.iter().filter_map(|one| one.found.map(|found| found.id)).collect();
    if ids.is_empty() {
        return Ok(Respected { pending, before: HashMap::new(), records: HashMap::new() });
    }
    let before = held::<C>(batch.tx, &ids).await?;
    let names = Names::load(batch.tx).await?;
    let (held, rows): (Vec<i64>, Vec<C::Row>) = before.iter().map(|(id, row)| (*id, row.clone())).unzip();
    let as_records = outward::records(batch.tx, &names, rows).await?;
    let records: HashMap<i64, Record> = held.into_iter().zip(as_records).collect();
    let stays = C::stays(batch, &pending, &before).await?;
    let mut mixed = Vec::new();
    for (at, one) in pending.iter_mut().enumerate() {
        let Some((id, here)) = one.found.and_then(|found| Some((found.id, records.get(&found.id)?))) else {
            continue;
        };
        let Some(parts) = stays.of(id) else { continue };
        let mut record = one.item.record.clone();
        let kept = if parts.contains(&Part::Whole) {
            whole(&mut record, here)
        } else {
            C::keep(&mut record, here, parts)
        };
        if !kept.is_empty() {
            batch.keep(&one.item, format!("as it was changed here: {}", kept.join(", ")));
            one.item.record = record;
            (one.item.html, one.item.reading) = (None, None);
            mixed.push(at);
        }
    }
    relink(batch, &mut pending, &mixed).await?;
    let pending = settle::<C>(batch, pending, &records).await?;
    Ok(Respected { pending, before, records })
}

fn whole(said: &mut Record, here: &Record) -> Vec<&'static str> {
    let differ = print(said) != print(here);
    said.clone_from(here);
    if differ { vec!["all of it"] } else { Vec::new() }
}

fn print(record: &Record) -> Option<i64> {
    item::fingerprint(&mut record.clone()).ok()
}

/// The rows, which nobody else changes until the transaction is through.
async fn held<C: Content>(tx: &DatabaseTransaction, ids: &[i64]) -> Result<HashMap<i64, C::Row>, DbErr> {
    let Some(key) = <C::Entity as EntityTrait>::PrimaryKey::iter().next() else { return Ok(HashMap::new()) };
    let mut found = HashMap::new();
    for list in lists(ids) {
        let rows = C::Entity::find().filter(Expr::col(key.into_column()).is_in(list)).lock_exclusive();
        found.extend(rows.all(tx).await?.into_iter().map(|row| (row.id(), row)));
    }
    Ok(found)
}

/// Looks up what the mixed records name now.
async fn relink(batch: &mut Batch<'_>, pending: &mut [Pending], mixed: &[usize]) -> Result<(), DbErr> {
    if mixed.is_empty() {
        return Ok(());
    }
    let of = |at: &usize| pending.get(*at).map(|one| &one.item.record);
    batch.known.look_up(batch.tx, mixed.iter().filter_map(of)).await?;
    for at in mixed {
        if let Some(one) = pending.get_mut(*at) {
            one.links = batch.links(&one.item.record).map_err(DbErr::RecordNotFound)?;
        }
    }
    Ok(())
}

/// Records that say just what stands here are done, such as those of an export of this very site: it is only noted that the
/// archive was heard, so that the same record is unchanged next time.
async fn settle<C: Content>(
    batch: &mut Batch<'_>,
    pending: Vec<Pending>,
    records: &HashMap<i64, Record>,
) -> Result<Vec<Pending>, DbErr> {
    let mut left = Vec::with_capacity(pending.len());
    for one in pending {
        let here = one.found.and_then(|found| Some((found.id, records.get(&found.id)?)));
        match here.filter(|(_, here)| print(here) == print(&one.item.record)) {
            Some((id, _)) => {
                heard::<C>(batch.tx, id, one.item.fingerprint).await?;
                batch.count(C::KIND, Outcome::Unchanged);
                super::remember(batch, &one, id);
            }
            None => left.push(one),
        }
    }
    Ok(left)
}

async fn heard<C: Content>(tx: &DatabaseTransaction, id: i64, fingerprint: i64) -> Result<(), DbErr> {
    use db::sea_orm::ConnectionTrait;
    let mut update = Query::update();
    update
        .table(Alias::new(C::KIND.as_str()))
        .value("fingerprint", fingerprint)
        .and_where(Expr::col("id").eq(id));
    tx.execute(&update).await.map(|_| ())
}
