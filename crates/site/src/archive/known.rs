//! Which rows the records of a batch mean: every key and reference of a batch is looked up in a few statements.

use std::collections::{BTreeMap, HashMap};

use archive::{Kind, Record};
use db::sea_orm::{
    ConnectionTrait, DbErr, QueryResult,
    sea_query::{Alias, Expr, ExprTrait, Query},
};

use super::rows::lists;

/// A row that stands for a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) id: i64,
    /// Of the record as it was last imported; none when a person had it erased.
    pub(super) fingerprint: Option<i64>,
}

/// What is here already of all that a batch names, and what the batch itself adds.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Sources, specialties and topics by their short names.
    named: HashMap<(Kind, String), i64>,
    /// Everything else by its source's row and its id there.
    items: HashMap<Kind, HashMap<(i64, String), Found>>,
    /// Whether any of these was erased, which is seldom so.
    any_erased: bool,
}

impl Known {
    /// Looks up every key and reference of the records. What an earlier call found is kept.
    pub(super) async fn look_up<'r>(
        &mut self,
        conn: &impl ConnectionTrait,
        records: impl Iterator<Item = &'r Record>,
    ) -> Result<(), DbErr> {
        let mut names: BTreeMap<Kind, Vec<&str>> = BTreeMap::new();
        let mut ids: BTreeMap<(Kind, &str), Vec<&str>> = BTreeMap::new();
        for record in records {
            let own = record.key().and_then(|key| own_id(record).map(|id| (key.kind, key.source, id)));
            let meant = record.references().into_iter().map(|it| (it.kind, it.source, it.id));
            for (kind, source, id) in meant.chain(own) {
                if source.is_empty() {
                    names.entry(kind).or_default().push(id);
                } else {
                    names.entry(Kind::Source).or_default().push(source);
                    ids.entry((kind, source)).or_default().push(id);
                }
            }
        }
        for (kind, names) in names {
            self.look_up_names(conn, kind, &names).await?;
        }
        for ((kind, source), ids) in ids {
            if let Some(source) = self.named(Kind::Source, source) {
                self.look_up_items(conn, kind, source, &ids).await?;
            }
        }
        Ok(())
    }

    async fn look_up_names(
        &mut self,
        conn: &impl ConnectionTrait,
        kind: Kind,
        names: &[&str],
    ) -> Result<(), DbErr> {
        let column = if kind == Kind::Source { "key" } else { "slug" };
        for list in lists(names) {
            let mut query = Query::select();
            query.column("id").column(column).from(Alias::new(kind.as_str()));
            query.and_where(Expr::col(column).is_in(list));
            for row in conn.query_all(&query).await? {
                self.named.insert((kind, row.try_get("", column)?), row.try_get("", "id")?);
            }
        }
        Ok(())
    }

    async fn look_up_items(
        &mut self,
        conn: &impl ConnectionTrait,
        kind: Kind,
        source: i64,
        ids: &[&str],
    ) -> Result<(), DbErr> {
        let found = self.items.entry(kind).or_default();
        for list in lists(ids) {
            let mut query = Query::select();
            query.columns(["id", "external_id", "fingerprint"]).from(Alias::new(kind.as_str()));
            query
                .and_where(Expr::col("source_id").eq(source))
                .and_where(Expr::col("external_id").is_in(list));
            for row in conn.query_all(&query).await? {
                let row_found = found_in(&row)?;
                self.any_erased |= row_found.fingerprint.is_none();
                found.insert((source, row.try_get("", "external_id")?), row_found);
            }
        }
        Ok(())
    }

    /// The row of a source, specialty or topic.
    pub(super) fn named(&self, kind: Kind, name: &str) -> Option<i64> {
        self.named.get(&(kind, name.to_owned())).copied()
    }

    /// The row of anything else.
    pub(super) fn item(&self, kind: Kind, source: i64, id: &str) -> Option<Found> {
        self.items.get(&kind)?.get(&(source, id.to_owned())).copied()
    }

    /// The row that a reference means: `source` is empty for sources, specialties and topics.
    pub(super) fn meant(&self, kind: Kind, source: &str, id: &str) -> Option<i64> {
        if source.is_empty() {
            return self.named(kind, id);
        }
        self.item(kind, self.named(Kind::Source, source)?, id).map(|found| found.id)
    }

    /// The row that a record with an id of its own stands for.
    pub(super) fn of(&self, record: &Record) -> Option<Found> {
        let source = self.named(Kind::Source, record.source()?)?;
        self.item(record.kind(), source, own_id(record)?)
    }

    /// Whether a record stands for something that a person had erased here, or belongs to it.
    pub(super) fn is_erased(&self, record: &Record) -> bool {
        let gone = |kind, source, id: &str| {
            let source = self.named(Kind::Source, source);
            source.and_then(|source| self.item(kind, source, id)).is_some_and(|it| it.fingerprint.is_none())
        };
        self.any_erased
            && (self.of(record).is_some_and(|found| found.fingerprint.is_none())
                || record.references().into_iter().any(|it| gone(it.kind, it.source, it.id)))
    }

    pub(super) fn add_named(&mut self, kind: Kind, name: String, id: i64) {
        self.named.insert((kind, name), id);
    }

    pub(super) fn add_item(&mut self, kind: Kind, source: i64, id: String, found: Found) {
        self.items.entry(kind).or_default().insert((source, id), found);
    }
}

/// The id by which a record's own row is found; ratings and revisions have none.
fn own_id(record: &Record) -> Option<&str> {
    Some(match record {
        Record::Source(it) => &it.id,
        Record::Specialty(it) => &it.id,
        Record::Topic(it) => &it.id,
        Record::Doctor(it) => &it.id,
        Record::Credential(it) => &it.id,
        Record::Review(it) => &it.id,
        Record::Question(it) => &it.id,
        Record::Answer(it) => &it.id,
        Record::Citation(it) => &it.id,
        Record::Agreement(it) => &it.id,
        Record::Archive(_) | Record::Rating(_) | Record::Revision(_) => return None,
    })
}

fn found_in(row: &QueryResult) -> Result<Found, DbErr> {
    Ok(Found { id: row.try_get("", "id")?, fingerprint: row.try_get("", "fingerprint")? })
}
