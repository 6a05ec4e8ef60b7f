//! Rows into the records that they came from: for exports, and for revisions of what an import changes.

mod content;
mod named;
mod people;
mod regard;
mod vocabulary;

use std::collections::{HashMap, HashSet};

use archive::{Kind, Record, Timestamp};
use db::{
    entity::source,
    sea_orm::{ConnectionTrait, DbErr, EntityTrait},
};

use named::Named;
pub(super) use people::rating;

/// A row that can be written as a record.
pub(super) trait Outward: Sized + Send + Sync {
    /// The row's identity.
    fn id(&self) -> i64;

    /// The rows of other tables that the record names, by the kind of their records.
    fn refers(&self) -> Vec<(Kind, i64)> {
        Vec::new()
    }

    /// What the records must know of other tables.
    fn named<'n>(
        conn: &impl ConnectionTrait,
        names: &'n Names,
        rows: &[Self],
    ) -> impl Future<Output = Result<Named<'n>, DbErr>> + Send {
        let refers = rows.iter().flat_map(Self::refers).collect();
        async { Named::load(conn, names, refers).await }
    }

    /// The record.
    fn record(self, named: &mut Named<'_>) -> Result<Record, DbErr>;
}

/// The records of rows, in their order.
pub(super) async fn records<R: Outward>(
    conn: &impl ConnectionTrait,
    names: &Names,
    rows: Vec<R>,
) -> Result<Vec<Record>, DbErr> {
    let mut named = R::named(conn, names, &rows).await?;
    rows.into_iter().map(|row| row.record(&mut named)).collect()
}

/// What sources are called in an archive.
#[derive(Debug)]
pub(super) struct Names {
    sources: HashMap<i64, String>,
    /// The source of what was written on this site.
    own: String,
}

impl Names {
    /// Reads the sources. What was written on this site is of the source `local`, or `local-2` and so on
    /// where an archive of another site brought its own `local` along.
    pub(super) async fn load(conn: &impl ConnectionTrait) -> Result<Self, DbErr> {
        let rows = source::Entity::find().all(conn).await?;
        let sources: HashMap<i64, String> = rows.into_iter().map(|row| (row.id, row.key)).collect();
        let taken: HashSet<&String> = sources.values().collect();
        let mut own = "local".to_owned();
        let mut next = 2;
        while taken.contains(&own) {
            own = format!("local-{next}");
            next += 1;
        }
        Ok(Self { own, sources })
    }

    /// The source of what was written on this site.
    pub(super) fn own(&self) -> &str {
        &self.own
    }

    /// The name of a row's source.
    fn source(&self, id: Option<i64>) -> String {
        id.and_then(|id| self.sources.get(&id)).unwrap_or(&self.own).clone()
    }

    /// A row's source and its id there.
    fn handle(&self, source: Option<i64>, external: Option<String>, id: i64) -> Handle {
        match external {
            Some(external) if source.is_some() => Handle { source: self.source(source), id: external },
            _ => Handle { source: self.own.clone(), id: id.to_string() },
        }
    }
}

/// What an item is called in an archive.
#[derive(Clone, Debug)]
struct Handle {
    source: String,
    id: String,
}

/// A moment as an archive has it. One that no archive can name is left out.
fn moment(seconds: Option<i64>) -> Option<Timestamp> {
    seconds.and_then(Timestamp::from_seconds)
}
