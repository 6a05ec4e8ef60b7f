//! What changed since the index was last written, as the database tells it.

use std::collections::{BTreeMap, BTreeSet};

use db::{
    entity::{content_change, site_state},
    sea_orm::{
        ActiveValue::Set,
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
        QuerySelect,
        sea_query::{Expr, ExprTrait, OnConflict},
    },
};
use serde::{Deserialize, Serialize};

use crate::app::{Content, Tag};

/// Rows that are read at once.
const MOST: u64 = 20_000;
/// Seconds for which a row that was skipped is waited for: two changes at once may be seen in another order than they were
/// numbered.
const PATIENCE: i64 = 60;
/// So many skipped rows are waited for.
const MOST_SKIPPED: i64 = 10_000;

/// How far an index is in the changes of the site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    /// The count of changes of everything.
    whole: i64,
    /// Every row of a change up to this one was taken in.
    row: i64,
    /// The count of erasures after which nothing that was taken out is in a file any more.
    #[serde(default)]
    erasures: i64,
}

/// The key under which the database counts erasures.
const ERASURES: &str = "search_erasures";

/// Has what was taken out of the index taken out of its files too, in the transaction of an erasure.
///
/// # Errors
/// Whatever the database says.
pub async fn erase_from_files(tx: &impl ConnectionTrait) -> Result<(), DbErr> {
    use site_state::{ActiveModel, Column as S, Entity};
    let first = ActiveModel { key: Set(ERASURES.to_owned()), value: Set(1) };
    let more = Expr::col((Entity, S::Value)).add(1_i64);
    let or_more = OnConflict::column(S::Key).value(S::Value, more).to_owned();
    Entity::insert(first).on_conflict(or_more).exec_without_returning(tx).await.map(|_| ())
}

impl Position {
    /// Reads what was kept with the index.
    pub(super) fn parse(kept: &str) -> Option<Self> {
        serde_json::from_str(kept).ok()
    }

    /// As it is kept with the index.
    pub(super) fn text(self) -> String {
        serde_json::to_string(&self).unwrap_or_default()
    }

    /// How many changes there were since; none where that can't be told, since everything changed.
    pub(super) async fn behind(self, db: &impl ConnectionTrait) -> Result<Option<u64>, DbErr> {
        use content_change::Column as C;
        if Counts::of(db).await?.whole != self.whole || Feed::from(self).was_forgotten(db).await? {
            return Ok(None);
        }
        content_change::Entity::find().filter(C::Id.gt(self.row)).count(db).await.map(Some)
    }

    /// As far as the database is sure to be now: a change before its newest ones may not be seen yet, so that these are read
    /// again.
    pub(super) async fn now(db: &impl ConnectionTrait, now: i64) -> Result<Self, DbErr> {
        let Counts { whole, erasures } = Counts::of(db).await?;
        Ok(Self { whole, row: settled(db, now).await?, erasures })
    }
}

/// What the database counts.
#[derive(Default)]
struct Counts {
    whole: i64,
    erasures: i64,
}

impl Counts {
    async fn of(db: &impl ConnectionTrait) -> Result<Self, DbErr> {
        let keys = site_state::Column::Key.is_in([Content::KEY, ERASURES]);
        let mut counts = Self::default();
        for state in site_state::Entity::find().filter(keys).all(db).await? {
            if state.key == ERASURES {
                counts.erasures = state.value;
            } else {
                counts.whole = state.value;
            }
        }
        Ok(counts)
    }
}

/// The last row of which nobody waits for one before it.
async fn settled(db: &impl ConnectionTrait, now: i64) -> Result<i64, DbErr> {
    use content_change::Column as C;
    let rows = || content_change::Entity::find().select_only().column(C::Id).limit(1);
    let last = rows().filter(C::At.lt(now - PATIENCE)).order_by_desc(C::Id);
    if let Some(last) = last.into_tuple().one(db).await? {
        return Ok(last);
    }
    let first: Option<i64> = rows().order_by_asc(C::Id).into_tuple().one(db).await?;
    Ok(first.map_or(0, |first| first - 1))
}

/// Reads the rows of changes, each once.
#[derive(Debug)]
pub(super) struct Feed {
    whole: i64,
    /// Erasures that the files know.
    erasures: i64,
    /// Erasures that there were.
    erased: i64,
    /// The last row that was read.
    last: i64,
    /// Rows before it that were not there, and when that was noticed.
    skipped: BTreeMap<i64, i64>,
}

/// What changed.
pub(super) enum News {
    /// Everything, or more than can be told.
    Everything,
    /// These things; perhaps none.
    Some(BTreeSet<i64>),
}

impl Feed {
    /// Goes on from a position.
    pub(super) fn from(position: Position) -> Self {
        let Position { whole, row, erasures } = position;
        Self { whole, erasures, erased: erasures, last: row, skipped: BTreeMap::new() }
    }

    /// How far it is: what is waited for has not been taken in yet.
    pub(super) fn position(&self) -> Position {
        let row = self.skipped.keys().next().map_or(self.last, |first| first - 1);
        Position { whole: self.whole, row, erasures: self.erasures }
    }

    /// Whether there are erasures that the files do not know.
    pub(super) fn has_erasures(&self) -> bool {
        self.erased != self.erasures
    }

    /// The files know the erasures that there were.
    pub(super) fn purged(&mut self) {
        self.erasures = self.erased;
    }

    /// What changed since the last time.
    pub(super) async fn news(&mut self, db: &impl ConnectionTrait, now: i64) -> Result<News, DbErr> {
        let counts = Counts::of(db).await?;
        if counts.whole != self.whole || self.was_forgotten(db).await? {
            return Ok(News::Everything);
        }
        use content_change::Column as C;
        let rows = content_change::Entity::find().select_only().columns([C::Id, C::Tag]);
        let rows = rows.filter(C::Id.gt(self.last)).order_by_asc(C::Id).limit(MOST);
        let mut rows: Vec<(i64, i64)> = rows.into_tuple().all(db).await?;
        // Counted before the rows were read, so that the rows of each erasure are among them, unless more are to come.
        if (rows.len() as u64) < MOST {
            self.erased = counts.erasures;
        }
        if !self.skipped.is_empty() {
            let late = content_change::Entity::find().select_only().columns([C::Id, C::Tag]);
            let late = late.filter(C::Id.is_in(self.skipped.keys().copied()));
            rows.extend(late.into_tuple::<(i64, i64)>().all(db).await?);
        }
        self.skipped.retain(|_, noticed| now - *noticed < PATIENCE);
        for (id, _) in &rows {
            self.skipped.remove(id);
            for between in Ord::max(self.last + 1, id - MOST_SKIPPED)..*id {
                self.skipped.insert(between, now);
            }
            self.last = Ord::max(self.last, *id);
        }
        Ok(News::Some(rows.into_iter().map(|(_, tag)| tag).collect()))
    }

    /// Whether rows that were not read may have been thrown away. The newest never is.
    async fn was_forgotten(&self, db: &impl ConnectionTrait) -> Result<bool, DbErr> {
        use content_change::Column as C;
        let first = content_change::Entity::find().select_only().column(C::Id).order_by_asc(C::Id).limit(1);
        let first: Option<i64> = first.into_tuple().one(db).await?;
        Ok(first.is_some_and(|first| first > self.last + 1) || (first.is_none() && self.last > 0))
    }
}

/// What the tags of some news stand for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Touched {
    pub(super) questions: Vec<i64>,
    pub(super) doctors: Vec<i64>,
    pub(super) vocabulary: Vocabulary,
}

/// Whether topics and specialties changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Vocabulary {
    #[default]
    Same,
    Changed,
}

impl Touched {
    pub(super) fn of(tags: &BTreeSet<i64>) -> Self {
        let mut touched = Self::default();
        for tag in tags.iter().filter_map(|tag| Tag::of_number(*tag)) {
            match tag {
                Tag::Question(id) => touched.questions.push(id),
                Tag::Doctor(id) => touched.doctors.push(id),
                Tag::Vocabulary => touched.vocabulary = Vocabulary::Changed,
            }
        }
        touched
    }
}
