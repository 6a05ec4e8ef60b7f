//! What the rows of a page refer to, looked up together: a statement for each kind and a few hundred rows.

use std::collections::{BTreeMap, HashMap};

use archive::{
    Kind, Ref,
    record::{CredentialEvent, Detail},
};
use db::sea_orm::{
    ConnectionTrait, DbErr,
    sea_query::{Alias, Expr, ExprTrait, Query},
};

use super::{Handle, Names};
use crate::archive::rows::lists;

/// What is referred to, as an archive calls it.
pub(in crate::archive) struct Named<'n> {
    pub(super) names: &'n Names,
    handles: HashMap<(Kind, i64), Handle>,
    /// Specialties and topics.
    slugs: HashMap<(Kind, i64), String>,
    /// The topics of questions, in their order.
    pub(super) topics: HashMap<i64, Vec<i64>>,
    /// What was added to questions, in order.
    pub(super) details: HashMap<i64, Vec<Detail>>,
    /// What became of doctors' credentials, in order.
    pub(super) logs: HashMap<i64, Vec<CredentialEvent>>,
}

impl<'n> Named<'n> {
    /// Looks up all that rows refer to.
    pub(super) async fn load(
        conn: &impl ConnectionTrait,
        names: &'n Names,
        refers: Vec<(Kind, i64)>,
    ) -> Result<Self, DbErr> {
        let mut by_kind: BTreeMap<Kind, Vec<i64>> = BTreeMap::new();
        for (kind, id) in refers {
            by_kind.entry(kind).or_default().push(id);
        }
        let (handles, slugs) = (HashMap::new(), HashMap::new());
        let (topics, details, logs) = (HashMap::new(), HashMap::new(), HashMap::new());
        let mut named = Self { names, handles, slugs, topics, details, logs };
        for (kind, ids) in by_kind {
            for list in lists(&ids) {
                named.look_up(conn, kind, list).await?;
            }
        }
        Ok(named)
    }

    async fn look_up(&mut self, conn: &impl ConnectionTrait, kind: Kind, ids: Vec<i64>) -> Result<(), DbErr> {
        let by_slug = matches!(kind, Kind::Specialty | Kind::Topic);
        let mut query = Query::select();
        query.column("id").from(Alias::new(kind.as_str())).and_where(Expr::col("id").is_in(ids));
        if by_slug {
            query.column("slug");
        } else {
            query.columns(["source_id", "external_id"]);
        }
        for row in conn.query_all(&query).await? {
            let id = row.try_get("", "id")?;
            if by_slug {
                self.slugs.insert((kind, id), row.try_get("", "slug")?);
            } else {
                let (source, external) = (row.try_get("", "source_id")?, row.try_get("", "external_id")?);
                self.handles.insert((kind, id), self.names.handle(source, external, id));
            }
        }
        Ok(())
    }

    /// A reference from a record of the source `own`.
    pub(super) fn to(&self, own: &str, kind: Kind, id: i64) -> Result<Ref, DbErr> {
        let gone = || DbErr::RecordNotFound(format!("the {kind} {id}, which a row refers to"));
        let Handle { source, id } = self.handles.get(&(kind, id)).ok_or_else(gone)?;
        Ok(Ref::to(own, source, id))
    }

    /// The short name of a specialty or topic.
    pub(super) fn slug(&self, kind: Kind, id: i64) -> Option<String> {
        self.slugs.get(&(kind, id)).cloned()
    }
}
