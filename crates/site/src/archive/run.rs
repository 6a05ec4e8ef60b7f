//! What an import keeps from batch to batch: the count, the rejects, the keys seen, the records that wait.

use std::collections::HashMap;

use db::{
    Db,
    sea_orm::{DatabaseTransaction, DbErr},
    write::{Table, grown},
};

use super::{
    batch::{self, Context, Done},
    error::ImportError,
    feed::Chunk,
    item::Item,
    options::ImportOptions,
    rejects::{Rejected, Rejects},
    report::{ImportReport, Lists, Outcome, Tally},
    seen::Seen,
    version,
};

/// Records that may wait for what they refer to, and about how many bytes of them. A record belongs after what it
/// names; an archive that is out of order by more than this loses the rest to the rejects file.
const WAITING: usize = 20_000;
const WAITING_BYTES: usize = 32 * 1024 * 1024;

/// Records of a kind that are added before the query planner is told of them for the first time.
const GROWN: u64 = 500;

/// An import on its way.
pub(super) struct Run<'a> {
    db: &'a Db,
    options: &'a ImportOptions,
    /// In a dry run everything happens in one transaction, so that later batches find what earlier ones added.
    /// Memory stays bounded all the same: both databases put what is not committed on disk.
    dry: Option<DatabaseTransaction>,
    pub(super) seen: Seen,
    tally: Tally,
    rejects: Rejects,
    kept: Rejects,
    waiting: Vec<Item>,
    waiting_bytes: usize,
    /// How many records of a kind are to be added before the query planner is told again.
    tell_at: HashMap<&'static str, u64>,
}

impl<'a> Run<'a> {
    pub(super) async fn new(db: &'a Db, options: &'a ImportOptions) -> Result<Self, ImportError> {
        let rejects = Rejects::new(options.rejects.clone()).map_err(ImportError::Rejects)?;
        let kept = Rejects::new(options.kept.clone()).map_err(ImportError::Rejects)?;
        let dry = if options.dry_run { Some(db.begin().await?) } else { None };
        let (seen, tally) = (Seen::default(), Tally::default());
        let (waiting, waiting_bytes, tell_at) = (Vec::new(), 0, HashMap::new());
        Ok(Self { db, options, dry, seen, tally, rejects, kept, waiting, waiting_bytes, tell_at })
    }

    /// A batch's transaction, or within a dry run a part of the one that there is. The command line has a database and no
    /// site: the last thing in each transaction tells running ones.
    pub(super) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        use db::sea_orm::TransactionTrait;
        match &self.dry {
            Some(dry) => dry.begin().await,
            None => self.db.begin().await,
        }
    }

    pub(super) fn context(&self, may_wait: bool) -> Context {
        Context { now: self.options.now, dry_run: self.options.dry_run, may_wait }
    }

    /// Writes one batch in one transaction.
    pub(super) async fn chunk(&mut self, chunk: Chunk) -> Result<(), ImportError> {
        let mut done = self.write(chunk.items, true).await?;
        for rejected in chunk.refused {
            done.tally.count_word("line", Outcome::Refused);
            done.rejected.push(rejected);
        }
        self.note(done)?;
        self.tell_planner().await
    }

    /// Tells the query planner of tables that grew to a multiple of what it knows.
    async fn tell_planner(&mut self) -> Result<(), ImportError> {
        let many = self.tally.added_beyond(|kind| self.tell_at.get(kind).copied().unwrap_or(GROWN));
        for (kind, count) in many {
            self.tell_at.insert(kind, count.saturating_mul(4));
            // A rating has no table of its own.
            if kind != "rating" {
                let tx = self.begin().await?;
                grown(&tx, Table(kind)).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }

    async fn write(&mut self, items: Vec<Item>, may_wait: bool) -> Result<Done, DbErr> {
        let tx = self.begin().await?;
        let cx = self.context(may_wait);
        let done = batch::write(&tx, cx, &mut self.seen, items).await?;
        commit(tx, &done.tally).await?;
        Ok(done)
    }

    /// Takes over what a batch that is committed has counted and refused.
    pub(super) fn note(&mut self, mut done: Done) -> Result<(), ImportError> {
        for (item, missing) in std::mem::take(&mut done.waiting) {
            let bytes = item.record.canonical_json().map_or(0, |json| json.len());
            if self.waiting.len() >= WAITING || self.waiting_bytes + bytes > WAITING_BYTES {
                done.tally.count(item.record.kind(), Outcome::Refused);
                done.rejected.push(item.rejected(missing));
            } else {
                self.waiting_bytes += bytes;
                self.waiting.push(item);
            }
        }
        done.rejected.sort_by_key(|rejected| rejected.line);
        self.refuse(&done.rejected)?;
        self.kept.write(&done.kept).map_err(ImportError::Rejects)?;
        self.tally.take_in(&done.tally);
        Ok(())
    }

    fn refuse(&mut self, rejected: &[Rejected]) -> Result<(), ImportError> {
        self.rejects.write(rejected).map_err(ImportError::Rejects)
    }

    /// Notes a page that is not taken in.
    pub(super) fn refuse_page(&mut self, rejected: Rejected) -> Result<(), ImportError> {
        self.tally.count_word("page", Outcome::Refused);
        self.refuse(&[rejected])
    }

    /// Tries again what waited, now that everything has come.
    pub(super) async fn settle(&mut self) -> Result<(), ImportError> {
        let mut waiting = std::mem::take(&mut self.waiting);
        // Kind by kind, so that what waits for something that waits finds it.
        waiting.sort_by_key(|item| item.record.kind());
        let mut waiting = waiting.into_iter();
        while waiting.len() > 0 && !self.options.cancel.is_cancelled() {
            let some = waiting.by_ref().take(self.options.batch_records.max(1)).collect();
            let done = self.write(some, false).await?;
            self.note(done)?;
        }
        Ok(())
    }

    /// Ends the import; a dry run is undone.
    pub(super) async fn finish(self) -> Result<ImportReport, ImportError> {
        if let Some(dry) = self.dry {
            dry.rollback().await?;
        }
        let cancelled = self.options.cancel.is_cancelled();
        let lists = Lists { rejects: self.rejects.written(), kept: self.kept.written() };
        Ok(ImportReport::new(self.tally, self.options.dry_run, cancelled, lists))
    }
}

/// Ends a transaction; caches are told when it wrote something.
pub(super) async fn commit(tx: DatabaseTransaction, tally: &Tally) -> Result<(), DbErr> {
    if tally.wrote() {
        version::raise(&tx).await?;
    }
    tx.commit().await
}
