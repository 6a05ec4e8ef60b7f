//! One batch of records, written in one transaction: what it knows, what it finds out, what it leaves to do.

use std::collections::{BTreeSet, HashMap};

use archive::{Kind, Record};
use db::sea_orm::{DatabaseTransaction, DbErr};

use super::{
    item::Item,
    known::{Found, Known},
    rejects::Rejected,
    report::{Outcome, Tally},
    seen::Seen,
    write,
};
use crate::{answer, doctor, question, topic};

/// What writing needs to know besides the records.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// Unix seconds.
    pub(super) now: i64,
    /// Whether all of it will be rolled back, so that nothing need be rendered.
    pub(super) dry_run: bool,
    /// Whether a record whose reference is missing may wait for the end of the archive.
    pub(super) may_wait: bool,
}

/// Rows of which others count something.
#[derive(Debug, Default)]
pub(super) struct Touched {
    pub(super) questions: BTreeSet<i64>,
    pub(super) answers: BTreeSet<i64>,
    pub(super) doctors: HashMap<i64, doctor::counts::Change>,
    /// Published questions more, or fewer.
    pub(super) topics: HashMap<i64, i64>,
}

/// What became of a batch.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) tally: Tally,
    pub(super) rejected: Vec<Rejected>,
    /// What was not taken over, since people here decided otherwise.
    pub(super) kept: Vec<Rejected>,
    /// Records that name something which did not come before them, with what is missing.
    pub(super) waiting: Vec<(Item, String)>,
}

/// A batch while it is written.
pub(super) struct Batch<'a> {
    pub(super) tx: &'a DatabaseTransaction,
    pub(super) cx: Context,
    pub(super) known: Known,
    pub(super) touched: Touched,
    pub(super) done: Done,
    seen: &'a mut Seen,
}

/// A record that is to be written, with the rows that it names.
pub(super) struct Pending {
    pub(super) item: Item,
    pub(super) links: Links,
    /// The row that stands for it already.
    pub(super) found: Option<Found>,
}

/// The rows that a record names, by the field that names them.
#[derive(Debug, Default)]
pub(super) struct Links(Vec<(&'static str, i64)>);

impl Links {
    /// The row that a field names; none where the record leaves the field out.
    pub(super) fn get(&self, field: &str) -> Option<i64> {
        self.all(field).next()
    }

    /// The row that a field names which no record leaves out.
    pub(super) fn one(&self, field: &str) -> i64 {
        self.get(field).unwrap_or_default()
    }

    /// The rows that a list names, in its order.
    pub(super) fn all<'a>(&'a self, field: &'a str) -> impl Iterator<Item = i64> + 'a {
        self.0.iter().filter(move |link| link.0 == field).map(|link| link.1)
    }
}

/// What is to be done with a record.
pub(super) enum Standing {
    /// Write it.
    Write(Pending),
    /// Its key came before; compare when the first of them is settled.
    Repeated(Item),
    /// Nothing: it is counted.
    Settled,
}

/// Writes a batch. Everything but `seen` is undone when the caller rolls the transaction back.
pub(super) async fn write(
    tx: &DatabaseTransaction,
    cx: Context,
    seen: &mut Seen,
    items: Vec<Item>,
) -> Result<Done, DbErr> {
    let (known, touched, done) = (Known::default(), Touched::default(), Done::default());
    let mut batch = Batch { tx, cx, known, touched, done, seen };
    batch.known.look_up(tx, items.iter().map(|item| &item.record)).await?;
    let mut kinds: Vec<(Kind, Vec<Item>)> = Kind::ALL.iter().map(|kind| (*kind, Vec::new())).collect();
    for item in items {
        let kind = item.record.kind();
        if let Some((_, of_kind)) = kinds.iter_mut().find(|of| of.0 == kind) {
            of_kind.push(item);
        }
    }
    for (kind, items) in kinds.into_iter().filter(|(_, items)| !items.is_empty()) {
        write::kind(&mut batch, kind, items).await?;
    }
    batch.count_anew().await?;
    Ok(batch.done)
}

impl Batch<'_> {
    /// Decides what is to be done with a record, as far as its key, fingerprint and references tell.
    pub(super) fn standing(&mut self, item: Item) -> Standing {
        if !item.merged && self.seen.again(&item) {
            return Standing::Repeated(item);
        }
        let found = self.known.of(&item.record);
        if found.is_some_and(|found| found.fingerprint == Some(item.fingerprint)) {
            self.count(item.record.kind(), Outcome::Unchanged);
            return Standing::Settled;
        }
        if self.known.is_erased(&item.record) {
            self.keep(&item, "a person had it erased here, and it stays so".to_owned());
            self.count(item.record.kind(), Outcome::Unchanged);
            return Standing::Settled;
        }
        match self.links(&item.record) {
            Ok(links) => Standing::Write(Pending { item, links, found }),
            Err(missing) => {
                self.miss(item, missing);
                Standing::Settled
            }
        }
    }

    /// The rows that a record names, or what is missing.
    pub(super) fn links(&self, record: &Record) -> Result<Links, String> {
        let mut links = Vec::new();
        for it in record.references() {
            let Some(row) = self.known.meant(it.kind, it.source, it.id) else {
                let what = if it.source.is_empty() {
                    it.id.to_owned()
                } else {
                    format!("{} of source {}", it.id, it.source)
                };
                return Err(format!(
                    "`{}` names {} {what}, which is neither here nor earlier in the archive",
                    it.field, it.kind
                ));
            };
            links.push((it.field, row));
        }
        Ok(Links(links))
    }

    fn miss(&mut self, item: Item, reason: String) {
        if self.cx.may_wait && !item.waited {
            self.done.waiting.push((Item { waited: true, ..item }, reason));
        } else {
            self.refuse(&item, reason);
        }
    }

    /// Settles records whose key came before in the same archive.
    pub(super) fn settle(&mut self, repeats: Vec<Item>) {
        for item in repeats {
            if self.known.of(&item.record).is_some_and(|found| found.fingerprint == Some(item.fingerprint)) {
                self.count(item.record.kind(), Outcome::Unchanged);
            } else {
                let what = item.record.key().map(|key| key.to_string()).unwrap_or_default();
                self.refuse(
                    &item,
                    format!("{what} came earlier in the archive with other content; give each its own id"),
                );
            }
        }
    }

    pub(super) fn count(&mut self, kind: Kind, outcome: Outcome) {
        self.done.tally.count(kind, outcome);
    }

    pub(super) fn refuse(&mut self, item: &Item, reason: impl Into<String>) {
        self.count(item.record.kind(), Outcome::Refused);
        self.done.rejected.push(item.rejected(reason.into()));
    }

    /// Notes that something of a record is not taken over, and why.
    pub(super) fn keep(&mut self, item: &Item, reason: String) {
        self.done.tally.count_kept(item.record.kind());
        self.done.kept.push(item.rejected(reason));
    }

    async fn count_anew(&self) -> Result<(), DbErr> {
        let Touched { questions, answers, doctors, topics } = &self.touched;
        question::counts::refresh(self.tx, &questions.iter().copied().collect::<Vec<_>>()).await?;
        answer::counts::refresh(self.tx, &answers.iter().copied().collect::<Vec<_>>()).await?;
        topic::counts::apply(self.tx, topics).await?;
        doctor::counts::apply(self.tx, doctors).await
    }
}
