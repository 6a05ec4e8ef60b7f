//! How caches learn that the content changed, also when another program changed it.
//!
//! Two things are told. A change of everything, such as an import, raises one count in the database. A change of one thing,
//! such as a new answer, is a row that names a [`Tag`]; what does not depend on that tag stays as it is.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use db::{
    Db,
    entity::{content_change, site_state},
    sea_orm::{
        ActiveValue::{NotSet, Set},
        ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
        sea_query::ExprTrait,
    },
};

use super::App;

/// Tags that are remembered one by one; beyond that, everything counts as changed.
const MOST_TAGS: usize = 50_000;

/// Seconds before the last look for which rows of changes are read again: one that was written earlier may be seen later,
/// and clocks differ.
const MARGIN: i64 = 60;

/// Seconds after which rows of changes are thrown away: who was away for less hears of each.
const KEPT: i64 = 24 * 3600;
/// Seconds between two looks for rows to throw away.
const TIDIED: i64 = 3600;

/// Something that pages depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// A question, with its answers and what colleagues say of them.
    Question(i64),
    /// A doctor: profile, credentials, rating.
    Doctor(i64),
    /// Topics, specialties and sources.
    Vocabulary,
}

impl Tag {
    /// As the table has it: the kind in the lowest two bits.
    pub(super) fn number(self) -> i64 {
        match self {
            Self::Question(id) => id << 2,
            Self::Doctor(id) => id << 2 | 1,
            Self::Vocabulary => 2,
        }
    }

    /// Reads it back; none for what a later version wrote.
    pub fn of_number(number: i64) -> Option<Self> {
        match number & 3 {
            0 => Some(Self::Question(number >> 2)),
            1 => Some(Self::Doctor(number >> 2)),
            2 => Some(Self::Vocabulary),
            _ => None,
        }
    }
}

/// A moment in the life of the content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    whole: i64,
    step: u64,
}

/// What this process knows of the changes of the content.
#[derive(Debug, Default)]
pub struct Content {
    /// What tells this process's own rows from others'.
    node: i64,
    /// The count of changes of everything, as the database has it.
    whole: AtomicI64,
    /// Changes of single things that this process has heard of.
    steps: AtomicU64,
    /// When the database was last asked, Unix seconds; 0: never.
    asked: AtomicI64,
    heard: Mutex<Heard>,
}

#[derive(Debug, Default)]
struct Heard {
    /// The step at which each tag last changed.
    changed: HashMap<i64, u64>,
    /// What changed before this step is not remembered one by one.
    forgotten: u64,
    /// Others' rows that were heard already and may be read again.
    rows: HashSet<i64>,
}

impl Content {
    /// Nothing is known yet. No other process has the same `node`.
    pub(super) fn of(node: i64) -> Self {
        Self { node, ..Self::default() }
    }

    /// The row that tells others of a change.
    pub(super) fn row(&self, tag: &Tag, now: i64) -> content_change::ActiveModel {
        content_change::ActiveModel {
            id: NotSet,
            tag: Set(tag.number()),
            at: Set(now),
            node: Set(Some(self.node)),
        }
    }

    /// The key under which the database keeps the count of changes of everything.
    pub const KEY: &'static str = "content_version";

    /// Now. What is made from now on is current until something that it depends on changes.
    pub fn now(&self) -> Moment {
        Moment { whole: self.whole.load(Ordering::Acquire), step: self.steps.load(Ordering::Acquire) }
    }

    /// Whether nothing that these tags stand for changed since then; without tags, nothing at all.
    pub fn unchanged(&self, since: Moment, tags: Option<&[Tag]>) -> bool {
        let now = self.now();
        if now == since {
            return true;
        }
        let (Some(tags), true) = (tags, now.whole == since.whole) else { return false };
        let heard = self.heard();
        let still = |tag: &Tag| heard.changed.get(&tag.number()).is_none_or(|step| *step <= since.step);
        heard.forgotten <= since.step && tags.iter().all(still)
    }

    /// Counts a change of these things, which this process made.
    pub(super) fn note(&self, tags: &[Tag]) {
        self.hear(tags.iter().map(|tag| tag.number()));
    }

    fn hear(&self, tags: impl Iterator<Item = i64>) {
        let mut heard = self.heard();
        let step = self.steps.load(Ordering::Acquire) + 1;
        heard.changed.extend(tags.map(|tag| (tag, step)));
        if heard.changed.len() > MOST_TAGS {
            heard.changed.clear();
            heard.forgotten = step;
        }
        // Last: whoever sees the step finds what it changed.
        self.steps.store(step, Ordering::Release);
    }

    /// Counts everything as changed.
    fn forget(&self) {
        let mut heard = self.heard();
        let step = self.steps.load(Ordering::Acquire) + 1;
        heard.changed.clear();
        heard.forgotten = step;
        self.steps.store(step, Ordering::Release);
    }

    fn heard(&self) -> MutexGuard<'_, Heard> {
        // Numbers in a table are sound whoever panicked while holding it.
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the database what changed.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn refresh(&self, db: &Db, now: i64) -> Result<(), DbErr> {
        use content_change::{Column as C, Entity};
        let state = site_state::Entity::find_by_id(Self::KEY).one(db.read()).await?;
        self.whole.store(state.map_or(0, |state| state.value), Ordering::Release);
        let asked = self.asked.load(Ordering::Acquire);
        let since = if asked == 0 { now } else { Ord::min(asked, now) };
        if now.saturating_sub(since) > KEPT - MARGIN {
            // Rows may have been thrown away that were never read.
            self.forget();
        }
        let rows: Vec<(i64, i64)> = Entity::find()
            .select_only()
            .columns([C::Id, C::Tag])
            .filter(C::At.gte(since.saturating_sub(MARGIN)))
            .filter(C::Node.is_null().or(C::Node.ne(self.node)))
            .into_tuple()
            .all(db.read())
            .await?;
        let known = std::mem::take(&mut self.heard().rows);
        let new: Vec<_> = rows.iter().filter(|(id, _)| !known.contains(id)).collect();
        if !new.is_empty() {
            self.hear(new.iter().map(|(_, tag)| *tag));
        }
        self.heard().rows.extend(rows.iter().map(|(id, _)| *id));
        self.asked.store(now, Ordering::Release);
        Ok(())
    }
}

/// Throws away rows of changes that everybody has heard of, but for the last: it tells who was away longer that there were
/// others.
async fn forget(db: &Db, now: i64) -> Result<(), DbErr> {
    use content_change::{Column as C, Entity};
    // Below `App::write`, which would note a change of its own here.
    let tx = db.begin().await?;
    let last: Option<Option<i64>> =
        Entity::find().select_only().column_as(C::Id.max(), "last").into_tuple().one(&tx).await?;
    let old = Entity::delete_many().filter(C::At.lt(now.saturating_sub(KEPT)));
    old.filter(C::Id.lt(last.flatten().unwrap_or_default())).exec(&tx).await?;
    tx.commit().await
}

/// Watches for changes for as long as the site runs.
pub async fn watch(app: App, every: Duration) {
    let mut working = true;
    let mut forgotten = app.clock.now();
    loop {
        tokio::time::sleep(every.max(Duration::from_millis(50))).await;
        let now = app.clock.now();
        let mut outcome = app.content.refresh(&app.db, now).await;
        if outcome.is_ok() && now.saturating_sub(forgotten) > TIDIED {
            forgotten = now;
            outcome = forget(&app.db, now).await;
        }
        match outcome {
            Ok(()) => working = true,
            // Told once and not each second: the pages themselves say so too.
            Err(error) if working => {
                working = false;
                tracing::warn!(%error, "the database does not answer; pages made earlier go on being served");
            }
            Err(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_depends_on_something_else_stays_current() {
        let content = Content::default();
        let made = content.now();
        content.note(&[Tag::Question(7), Tag::Doctor(7)]);
        assert!(content.unchanged(made, Some(&[Tag::Question(8), Tag::Doctor(8), Tag::Vocabulary])));
        assert!(!content.unchanged(made, Some(&[Tag::Question(8), Tag::Doctor(7)])));
        assert!(!content.unchanged(made, None));
        assert!(content.unchanged(content.now(), None));
    }

    #[test]
    fn what_is_no_longer_remembered_counts_as_changed() {
        let content = Content::default();
        let made = content.now();
        let many: Vec<Tag> = (0..=MOST_TAGS as i64).map(Tag::Question).collect();
        content.note(&many);
        assert!(!content.unchanged(made, Some(&[Tag::Doctor(1)])));
        assert!(content.unchanged(content.now(), Some(&[Tag::Doctor(1)])));
    }
}
