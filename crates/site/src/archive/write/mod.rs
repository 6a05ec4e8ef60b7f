//! Records into rows, kind by kind. What all kinds share is here; what one kind asks for is in the file of its name.

mod agreement;
mod answer;
mod citation;
mod credential;
mod detail;
mod doctor;
mod here;
mod ids;
mod question;
mod rating;
mod reread;
mod respect;
mod review;
mod revision;
mod vocabulary;

use std::collections::{BTreeSet, HashMap};

use archive::{Kind, Record};
use db::{
    sea_orm::{DbErr, EntityTrait, IntoActiveModel},
    value::Subject,
    write::Table,
};

use super::{
    batch::{Batch, Context, Pending, Standing, Touched},
    item::Item,
    known::Found,
    outward::Outward,
    report::Outcome,
    rows,
};
use here::{Part, Stays};
use ids::Ids;
pub(super) use reread::stance;

/// Rows that are read at once to be changed. Each may hold a text of the greatest length.
const CAREFUL: usize = 64;

/// Writes the records of one kind.
pub(super) async fn kind(batch: &mut Batch<'_>, kind: Kind, items: Vec<Item>) -> Result<(), DbErr> {
    match kind {
        Kind::Archive => Ok(()),
        Kind::Source | Kind::Specialty | Kind::Topic => vocabulary::write(batch, kind, items).await,
        Kind::Doctor => content::<doctor::Doctors>(batch, items).await,
        Kind::Credential => content::<credential::Credentials>(batch, items).await,
        Kind::Rating => rating::write(batch, items).await,
        Kind::Review => content::<review::Reviews>(batch, items).await,
        Kind::Question => content::<question::Questions>(batch, items).await,
        Kind::Answer => content::<answer::Answers>(batch, items).await,
        Kind::Citation => content::<citation::Citations>(batch, items).await,
        Kind::Agreement => content::<agreement::Agreements>(batch, items).await,
        Kind::Revision => revision::write(batch, items).await,
    }
}

/// A kind of record that has an id in its source and a row of its own.
trait Content: Sized {
    /// The kind.
    const KIND: Kind;
    /// Its table.
    type Entity: EntityTrait<Model = Self::Row>;
    /// Its row.
    type Row: Outward + Clone + IntoActiveModel<<Self::Entity as EntityTrait>::ActiveModel>;
    /// Its record.
    type Record;
    /// What the rules of the kind must know of the tables.
    type Facts: Send;

    /// The record, when it is of this kind.
    fn of(record: &Record) -> Option<&Self::Record>;

    /// The number that the record wishes for.
    fn number(_: &Self::Record) -> Option<i64> {
        None
    }

    /// Whether the record names another of its own kind, and so comes after it, also within a batch.
    fn follows(_: &Self::Record) -> bool {
        false
    }

    /// Asks the tables what the rules must know, for all pending records at once.
    fn facts(
        batch: &Batch<'_>,
        pending: &[Pending],
    ) -> impl Future<Output = Result<Self::Facts, DbErr>> + Send;

    /// The row to be written, or why the record is refused.
    fn row(
        cx: &Context,
        it: &Self::Record,
        at: At<'_>,
        old: Option<&Self::Row>,
        facts: &mut Self::Facts,
    ) -> Result<Self::Row, No>;

    /// What people here decided about the rows that the pending records would change.
    fn stays(
        _: &Batch<'_>,
        _: &[Pending],
        _: &HashMap<i64, Self::Row>,
    ) -> impl Future<Output = Result<Stays, DbErr>> + Send {
        async { Ok(Stays::default()) }
    }

    /// Puts the parts that stay as they are here into what the archive says; names the fields that differ.
    fn keep(_: &mut Record, _: &Record, _: &BTreeSet<Part>) -> Vec<&'static str> {
        Vec::new()
    }

    /// What a revision of the row is kept under, and when the row was changed if the record says so.
    fn subject(row: &Self::Row) -> Subjected;

    /// Notes which rows count this one.
    fn touch(_: Option<&Self::Row>, _: &Self::Row, _: &Self::Facts, _: &mut Touched) {}

    /// Writes what hangs on the rows.
    fn finish(_: &mut Batch<'_>, _: Self::Facts) -> impl Future<Output = Result<(), DbErr>> + Send {
        async { Ok(()) }
    }
}

/// Why a record does not become a row.
enum No {
    /// Something is wrong with it.
    Refused(String),
    /// People here decided otherwise.
    Kept(&'static str),
}

impl From<String> for No {
    fn from(reason: String) -> Self {
        Self::Refused(reason)
    }
}

impl From<&str> for No {
    fn from(reason: &str) -> Self {
        Self::Refused(reason.to_owned())
    }
}

/// Where a record goes.
struct At<'a> {
    /// The row's identity.
    id: i64,
    /// The record with all that is known about it.
    pending: &'a Pending,
}

impl At<'_> {
    fn source(&self) -> i64 {
        self.pending.links.one("source")
    }

    fn fingerprint(&self) -> i64 {
        self.pending.item.fingerprint
    }

    fn link(&self, field: &str) -> i64 {
        self.pending.links.one(field)
    }

    /// The record's Markdown as HTML.
    fn html(&self, cx: &Context, markdown: &str) -> String {
        match &self.pending.item.html {
            _ if cx.dry_run => String::new(),
            Some(html) => html.clone(),
            None => markup::render(markdown).into_string(),
        }
    }
}

/// What a revision belongs to.
struct Subjected {
    kind: Subject,
    id: i64,
    source: Option<i64>,
    /// When the record says that it was changed.
    changed_at: Option<i64>,
}

async fn content<C: Content>(batch: &mut Batch<'_>, items: Vec<Item>) -> Result<(), DbErr> {
    let (later, first): (Vec<_>, Vec<_>) =
        items.into_iter().partition(|item| C::of(&item.record).is_some_and(C::follows));
    for items in [first, later].into_iter().filter(|items| !items.is_empty()) {
        content_of::<C>(batch, items).await?;
    }
    Ok(())
}

async fn content_of<C: Content>(batch: &mut Batch<'_>, items: Vec<Item>) -> Result<(), DbErr> {
    let (mut pending, mut repeats) = (Vec::new(), Vec::new());
    for item in items {
        match batch.standing(item) {
            Standing::Write(one) => pending.push(one),
            Standing::Repeated(item) => repeats.push(item),
            Standing::Settled => {}
        }
    }
    let any_changed = pending.iter().any(|one| one.found.is_some());
    let size = if any_changed { CAREFUL } else { pending.len() };
    let mut pending = pending.into_iter();
    while pending.len() > 0 {
        let some = pending.by_ref().take(size).collect();
        content_some::<C>(batch, some).await?;
    }
    batch.settle(repeats);
    Ok(())
}

async fn content_some<C: Content>(batch: &mut Batch<'_>, pending: Vec<Pending>) -> Result<(), DbErr> {
    let new = pending.iter().filter(|one| one.found.is_none());
    let wanted = new.map(|one| C::of(&one.item.record).and_then(C::number)).collect::<Vec<_>>();
    // First of all: on PostgreSQL it takes hold of the table, for which nobody should wait who holds rows.
    let mut ids = Ids::new(batch.tx, Table(C::KIND.as_str()), &wanted).await?;
    let respect::Respected { pending, before, mut records } = respect::respect::<C>(batch, pending).await?;
    let mut facts = C::facts(batch, &pending).await?;
    let (mut fresh, mut changed) = (Vec::new(), Vec::new());
    for one in &pending {
        let Some(record) = C::of(&one.item.record) else { continue };
        let old = one.found.and_then(|found| before.get(&found.id));
        let id = one.found.map_or_else(|| ids.next(C::number(record)), |found| found.id);
        match C::row(&batch.cx, record, At { id, pending: one }, old, &mut facts) {
            Err(No::Refused(reason)) => batch.refuse(&one.item, reason),
            Err(No::Kept(reason)) => {
                batch.keep(&one.item, reason.to_owned());
                batch.count(C::KIND, Outcome::Unchanged);
            }
            Ok(row) => {
                C::touch(old, &row, &facts, &mut batch.touched);
                remember(batch, one, id);
                let (rows, outcome) = if old.is_some() {
                    (&mut changed, Outcome::Changed)
                } else {
                    (&mut fresh, Outcome::Added)
                };
                batch.count(C::KIND, outcome);
                rows.push((id, row));
                ids.take(id);
            }
        }
    }
    let subjects = changed.iter().map(|(_, row)| C::subject(row)).collect();
    let was: Vec<Record> = changed.iter().filter_map(|(id, _)| records.remove(id)).collect();
    revision::keep(batch, subjects, &was).await?;
    rows::replace::<C::Entity>(batch.tx, changed.into_iter().map(|(_, row)| row).collect()).await?;
    if !fresh.is_empty() {
        rows::insert::<C::Entity>(batch.tx, fresh.into_iter().map(|(_, row)| row).collect()).await?;
        ids.done(batch.tx, batch.cx).await?;
    }
    C::finish(batch, facts).await
}

fn remember(batch: &mut Batch<'_>, one: &Pending, id: i64) {
    if let Some(external) = one.item.record.key().map(|key| key.id.into_owned()) {
        let found = Found { id, fingerprint: Some(one.item.fingerprint) };
        batch.known.add_item(one.item.record.kind(), one.links.one("source"), external, found);
    }
}
