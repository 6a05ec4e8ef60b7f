//! Rows into the records that they came from: for exports, and for revisions of what an import changes.

mod content;
mod people;
mod regard;
mod vocabulary;

use std::collections::{HashMap, HashSet};

use archive::{Kind, Record, Ref, Timestamp};
use db::{
    entity::source,
    sea_orm::{
        ConnectionTrait, DbErr, EntityTrait,
        sea_query::{Alias, Expr, ExprTrait, Query},
    },
};

use super::rows::lists;

pub(super) use people::rating;

/// A row that can be written as a record.
pub(super) trait Outward: Sized + Send {
    /// The row's identity.
    fn id(&self) -> i64;

    /// The records, in the order of the rows.
    fn records(
        conn: &impl ConnectionTrait,
        names: &Names,
        rows: Vec<Self>,
    ) -> impl Future<Output = Result<Vec<Record>, DbErr>> + Send;
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

/// What items that rows refer to are called.
#[derive(Default)]
struct Handles(HashMap<i64, Handle>);

impl Handles {
    async fn load(
        conn: &impl ConnectionTrait,
        names: &Names,
        kind: Kind,
        ids: impl Iterator<Item = i64> + Send,
    ) -> Result<Self, DbErr> {
        let ids: Vec<i64> = ids.collect();
        let mut found = HashMap::new();
        for list in lists(&ids) {
            let mut query = Query::select();
            query.columns(["id", "source_id", "external_id"]).from(Alias::new(kind.as_str()));
            query.and_where(Expr::col("id").is_in(list));
            for row in conn.query_all(&query).await? {
                let id = row.try_get("", "id")?;
                found.insert(
                    id,
                    names.handle(row.try_get("", "source_id")?, row.try_get("", "external_id")?, id),
                );
            }
        }
        Ok(Self(found))
    }

    /// A reference to the item from a record of `own`.
    fn to(&self, own: &str, id: i64) -> Result<Ref, DbErr> {
        let Handle { source, id } =
            self.0.get(&id).ok_or_else(|| DbErr::RecordNotFound(format!("what a row refers to as {id}")))?;
        Ok(Ref::to(own, source, id))
    }
}

/// The short names of specialties or topics.
async fn slugs(
    conn: &impl ConnectionTrait,
    kind: Kind,
    ids: impl Iterator<Item = i64> + Send,
) -> Result<HashMap<i64, String>, DbErr> {
    let ids: Vec<i64> = ids.collect();
    let mut found = HashMap::new();
    for list in lists(&ids) {
        let mut query = Query::select();
        query.columns(["id", "slug"]).from(Alias::new(kind.as_str())).and_where(Expr::col("id").is_in(list));
        for row in conn.query_all(&query).await? {
            found.insert(row.try_get("", "id")?, row.try_get("", "slug")?);
        }
    }
    Ok(found)
}

/// A moment as an archive has it. One that no archive can name is left out.
fn moment(seconds: Option<i64>) -> Option<Timestamp> {
    seconds.and_then(Timestamp::from_seconds)
}
