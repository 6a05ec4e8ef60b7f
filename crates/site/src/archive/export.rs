//! Taking everything out as one JSONL archive, in an order in which it can be brought in again.

use std::io::Write;

use archive::{
    Record,
    jsonl::Writer,
    record::{Header, Source},
};
use db::{
    Db,
    entity::{
        agreement, answer, citation, credential, doctor, question, review, revision, source, specialty, topic,
    },
    sea_orm::{
        ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
        QueryOrder, QuerySelect,
        sea_query::{Expr, ExprTrait},
    },
    value::State,
};

use super::{
    error::ExportError,
    options::{OnProgress, Progress},
    outward::{Names, Outward, rating, records},
};
use crate::policy::{self, Role, View};

/// Rows that are read at once; each may hold a text of the greatest length.
const PAGE: u64 = 500;

/// Writes the whole site as an archive, as the operator sees it; says how many records there are. It is a view of one
/// moment: what is written meanwhile is not in it.
///
/// # Errors
/// [`ExportError`] when the output or the database refuses.
pub async fn export<W: Write + Send>(
    db: &Db,
    output: W,
    progress: OnProgress<'_>,
) -> Result<u64, ExportError> {
    let tx = db.snapshot().await?;
    let names = Names::load(&tx).await?;
    let mut out = Out { tx: &tx, names: &names, writer: Writer::new(output), written: 0, progress };
    out.write(&[Record::Archive(Header::current())])?;
    out.everything().await?;
    let written = out.written;
    out.writer.finish().map_err(archive::jsonl::WriteError::from)?;
    tx.commit().await?;
    Ok(written)
}

struct Out<'a, W: Write> {
    tx: &'a DatabaseTransaction,
    names: &'a Names,
    writer: Writer<W>,
    written: u64,
    progress: OnProgress<'a>,
}

impl<W: Write + Send> Out<'_, W> {
    async fn everything(&mut self) -> Result<(), ExportError> {
        self.all::<source::Entity>(|_| true).await?;
        self.own_source().await?;
        self.all::<specialty::Entity>(|_| true).await?;
        self.topics().await?;
        self.all::<doctor::Entity>(|_| true).await?;
        self.all::<credential::Entity>(|_| true).await?;
        self.ratings().await?;
        self.all::<review::Entity>(|row| shown(row.state)).await?;
        // A question that was joined with another names it, so it comes after those that were not.
        let joined_with = question::Column::MergedInto;
        for these in [joined_with.is_null(), joined_with.is_not_null()] {
            self.those::<question::Entity>(Condition::all().add(these), |row| shown(row.state)).await?;
        }
        self.all::<answer::Entity>(|row| shown(row.state)).await?;
        self.all::<citation::Entity>(|_| true).await?;
        self.all::<agreement::Entity>(|_| true).await?;
        self.all::<revision::Entity>(|_| true).await
    }

    /// Every row of a table that passes, in the order of identities.
    async fn all<E>(&mut self, passes: fn(&E::Model) -> bool) -> Result<(), ExportError>
    where
        E: EntityTrait,
        E::Model: Outward + IntoActiveModel<E::ActiveModel>,
    {
        self.those::<E>(Condition::all(), passes).await
    }

    /// Those rows of a table for which something holds and that pass, in the order of identities.
    async fn those<E>(&mut self, these: Condition, passes: fn(&E::Model) -> bool) -> Result<(), ExportError>
    where
        E: EntityTrait,
        E::Model: Outward + IntoActiveModel<E::ActiveModel>,
    {
        let mut after = 0;
        loop {
            let page = page::<E>(self.tx, these.clone(), after).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id();
            let page = page.into_iter().filter(passes).collect();
            let records = records(self.tx, self.names, page).await?;
            self.write(&records)?;
        }
    }

    async fn ratings(&mut self) -> Result<(), ExportError> {
        let mut after = 0;
        loop {
            let page = page::<doctor::Entity>(self.tx, Condition::all(), after).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id;
            let records: Vec<Record> = page.iter().filter_map(|row| rating(self.names, row)).collect();
            self.write(&records)?;
        }
    }

    /// Topics, each after the one above it, and otherwise in the order of identities.
    async fn topics(&mut self) -> Result<(), ExportError> {
        let mut left: std::collections::BTreeMap<i64, topic::Model> =
            topic::Entity::find().all(self.tx).await?.into_iter().map(|row| (row.id, row)).collect();
        let mut sorted = Vec::with_capacity(left.len());
        while let Some(first) = left.keys().next().copied() {
            // The chain of those above that are still to come; none stands above itself.
            let above = std::iter::successors(Some(first), |id| {
                left.get(id).and_then(|row| row.parent_id).filter(|id| left.contains_key(id))
            });
            let mut chain: Vec<i64> = above.take(left.len()).collect();
            while let Some(id) = chain.pop() {
                sorted.extend(left.remove(&id));
            }
        }
        let records = records(self.tx, self.names, sorted).await?;
        self.write(&records)
    }

    /// The source of what was written on this site, when there is any of it.
    async fn own_source(&mut self) -> Result<(), ExportError> {
        let own = self.own::<doctor::Entity>(doctor::Column::SourceId).await?
            || self.own::<credential::Entity>(credential::Column::SourceId).await?
            || self.own::<review::Entity>(review::Column::SourceId).await?
            || self.own::<question::Entity>(question::Column::SourceId).await?
            || self.own::<answer::Entity>(answer::Column::SourceId).await?
            || self.own::<citation::Entity>(citation::Column::SourceId).await?
            || self.own::<agreement::Entity>(agreement::Column::SourceId).await?
            || self.own::<revision::Entity>(revision::Column::SourceId).await?;
        if !own {
            return Ok(());
        }
        let name = "Written on the site that this archive comes from".to_owned();
        let id = self.names.own().to_owned();
        let source = Source { id, name, url: None, licence: None, licence_url: None, attribution: None };
        self.write(&[Record::Source(source)])
    }

    async fn own<E: EntityTrait>(&self, source: E::Column) -> Result<bool, DbErr> {
        let query = E::find().select_only().expr_as(Expr::val(1_i32), "one").filter(source.is_null());
        Ok(query.limit(1).into_tuple::<i32>().one(self.tx).await?.is_some())
    }

    fn write(&mut self, records: &[Record]) -> Result<(), ExportError> {
        for record in records {
            self.writer.write(record)?;
        }
        self.written += records.len() as u64;
        (self.progress)(Progress { records: self.written, ..Progress::default() });
        Ok(())
    }
}

/// The next rows after an identity.
async fn page<E: EntityTrait>(
    tx: &DatabaseTransaction,
    these: Condition,
    after: i64,
) -> Result<Vec<E::Model>, DbErr> {
    let query = E::find().filter(Expr::col("id").gt(after)).filter(these);
    let query = query.order_by_asc(Expr::col("id"));
    query.limit(PAGE).all(tx).await
}

/// Whether the operator is shown items in this state.
fn shown(state: State) -> bool {
    policy::view(Role::Operator, state) == View::Whole
}
