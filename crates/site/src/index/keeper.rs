//! Keeps the index in step with the database, for as long as the site runs.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    path::Path,
    sync::Arc,
};

use search::{Entry, Error, Index, Key, Kind, Opened, Writer};

use super::{
    Finder, Standing,
    entries::{self, Face},
    feed::{Feed, News, Position, Touched, Vocabulary},
    rebuild::{Unbuilt, apart, rebuild},
    words,
};
use crate::{
    app::App,
    taxonomy::{self, Taxonomy},
};

/// Entries that are read at once.
const SOME: usize = 500;
/// Seconds after which an index that could not be built is tried again: it may have filled the disk, and it reads everything.
const AGAIN: i64 = 60;
/// Seconds after which the files are read again to see why searches fail.
const EXAMINED: i64 = 3600;

/// What the keeper knows from one step to the next.
#[derive(Default)]
pub struct Keeper {
    /// The one that may write; none while another process writes.
    writing: Option<Writing>,
    /// What entries of answers say of each doctor, as a number that changes with it.
    faces: HashMap<i64, u64>,
    /// The entry of each topic, likewise.
    topics: HashMap<i64, u64>,
    /// When the files were read last because a search failed.
    examined: Option<i64>,
    /// When building an index began that never came to be.
    unbuilt: Option<i64>,
    hasher: RandomState,
    /// The operator's words as they were read last.
    own_words: Option<words::Look>,
    /// What was said of their folder last, so that it is said once.
    words_trouble: Option<String>,
    /// What went wrong last: told once, and not each second.
    told: Option<String>,
}

struct Writing {
    writer: Writer,
    feed: Feed,
}

/// Keeps the index until the future is dropped.
pub(super) async fn keep(app: App) {
    let mut keeper = Keeper::default();
    loop {
        step(&app, &mut keeper).await;
        tokio::time::sleep(app.config.search.every.get()).await;
    }
}

/// Takes in what changed since the last step, or builds the index where there is none that can be used. What goes wrong is
/// logged, once; the next step tries again.
pub async fn step(app: &App, keeper: &mut Keeper) {
    let finder = Finder::of(app);
    keeper.read_words(app, &finder).await;
    match keeper.follow(app, &finder).await {
        Ok(()) => {
            if let (Standing::Ready { entries }, true) = (finder.standing(), keeper.writing.is_some()) {
                app.gauges.set("consilium_search_entries", i64::try_from(entries).unwrap_or(i64::MAX));
                app.gauges.set("consilium_search_kept_timestamp_seconds", app.clock.now());
            }
            if keeper.told.take().is_some() {
                tracing::info!("the search index is kept again");
            }
        }
        Err(error) => {
            // What was not committed is written again from the position of the last commit, with what it brought along.
            keeper.forget();
            keeper.tell(&error.to_string());
        }
    }
}

impl Keeper {
    fn tell(&mut self, error: &str) {
        if self.told.as_deref() != Some(error) {
            tracing::warn!(error, "the search index is not kept for now; trying again");
            self.told = Some(error.to_owned());
        }
    }

    /// Reads the words anew when the operator changed their files. Broken ones are refused whole, and the old ones stay.
    async fn read_words(&mut self, app: &App, finder: &Arc<Finder>) {
        let folder = app.config.search.vocabulary.clone();
        let before = self.own_words.clone();
        let read = tokio::task::spawn_blocking(move || {
            let look = folder.map_or_else(|| Ok(Vec::new()), |folder| words::look(Path::new(&folder)));
            let (look, trouble) = match look {
                Ok(look) => (look, None),
                Err(trouble) => (before.clone().unwrap_or_default(), Some(trouble)),
            };
            let changed = before.as_ref() != Some(&look);
            (changed.then(|| (words::read(&look), look)), trouble)
        });
        let Ok((read, trouble)) = read.await else { return };
        if trouble != self.words_trouble {
            if let Some(trouble) = &trouble {
                tracing::warn!("{trouble}; the words known so far stay in use");
            }
            self.words_trouble = trouble;
        }
        let Some((read, look)) = read else { return };
        let first = self.own_words.replace(look).is_none();
        match read {
            Ok(vocabulary) => finder.learn(vocabulary),
            Err(error) if first => {
                tracing::error!("{error}; until that is mended only the words that ship are known");
                if let Ok(shipped) = words::read(&Vec::new()) {
                    finder.learn(shipped);
                }
            }
            Err(error) => tracing::error!("{error}; the words known before stay in use"),
        }
    }

    async fn follow(&mut self, app: &App, finder: &Arc<Finder>) -> Result<(), Unbuilt> {
        let Some(index) = self.opened(app, finder).await? else { return Ok(()) };
        if self.writing.is_none() {
            self.writing = begin(&index).await?;
        }
        let taxonomy = match taxonomy::current(app).await {
            Ok(taxonomy) => taxonomy,
            // The next step meets the same database.
            Err(_) => return Ok(()),
        };
        let Some(mut writing) = self.writing.take() else { return Ok(()) };
        let before = writing.feed.position();
        match writing.feed.news(app.db.read(), app.clock.now()).await? {
            News::Everything => {
                // Nobody else may write while it is built, and the old one is searched until the new one is there.
                drop(writing);
                self.build(app, finder, &taxonomy).await
            }
            News::Some(tags) => {
                let after = writing.feed.position();
                if !tags.is_empty() {
                    writing = self.take_in(app, &taxonomy, Touched::of(&tags), writing).await?;
                    writing = commit(writing, after).await?;
                    apart(move || index.refresh()).await?;
                } else if after != before {
                    writing = commit(writing, after).await?;
                }
                if writing.feed.has_erasures() {
                    writing = purge(writing).await?;
                }
                self.writing = Some(writing);
                Ok(())
            }
        }
    }

    /// The index in use, opened if it was not yet; built if it can't be.
    async fn opened(&mut self, app: &App, finder: &Arc<Finder>) -> Result<Option<Index>, Unbuilt> {
        let now = app.clock.now();
        if finder.failed() && self.examined.is_none_or(|at| now - at > EXAMINED) {
            self.examined = Some(now);
            if damaged(finder).await {
                return self.mend(app, finder).await;
            }
        }
        if let Some(index) = finder.index() {
            let of_it = index.clone();
            match apart(move || of_it.refresh()).await {
                // Somebody built a new one meanwhile: what was being written belongs to the old one.
                Ok(true) => self.writing = None,
                Ok(false) => {}
                Err(Unbuilt::Index(Error::Corrupt { why, .. })) => {
                    tracing::error!(why, "the search index is damaged and is built anew");
                    return self.mend(app, finder).await;
                }
                Err(other) => return Err(other),
            }
            return Ok(Some(index));
        }
        let root = finder.root.clone();
        match apart(move || Index::open(&root)).await? {
            Opened::Ready(index) => {
                finder.put_in_use(Some(index.clone()));
                // It is searched meanwhile.
                if !damaged(finder).await {
                    return Ok(Some(index));
                }
                return self.mend(app, finder).await;
            }
            Opened::Missing => tracing::info!("there is no search index yet; building it"),
            Opened::Corrupt(why) => tracing::warn!(why, "the search index is damaged; building it anew"),
            Opened::Older => tracing::info!("the search index is of another version; building it anew"),
        }
        let Ok(taxonomy) = taxonomy::current(app).await else { return Ok(None) };
        self.build(app, finder, &taxonomy).await?;
        Ok(finder.index())
    }

    /// Builds another one in the place of a damaged one, which nobody searches any more.
    async fn mend(&mut self, app: &App, finder: &Arc<Finder>) -> Result<Option<Index>, Unbuilt> {
        self.writing = None;
        finder.put_in_use(None);
        let Ok(taxonomy) = taxonomy::current(app).await else { return Ok(None) };
        self.build(app, finder, &taxonomy).await?;
        Ok(finder.index())
    }

    async fn build(&mut self, app: &App, finder: &Arc<Finder>, taxonomy: &Taxonomy) -> Result<(), Unbuilt> {
        let now = app.clock.now();
        if self.unbuilt.is_some_and(|at| now - at < AGAIN) {
            return Ok(());
        }
        self.unbuilt = Some(now);
        let index =
            rebuild(&app.db, taxonomy, (&finder.root, now), |entries| finder.building(entries)).await?;
        tracing::info!(entries = index.view().entries(), "the search index is built");
        self.unbuilt = None;
        self.forget();
        finder.put_in_use(Some(index));
        Ok(())
    }

    /// What was known of the entries in an index that is not written any more.
    fn forget(&mut self) {
        self.writing = None;
        self.faces.clear();
        self.topics.clear();
    }

    /// Writes what changed, a part at a time.
    async fn take_in(
        &mut self,
        app: &App,
        taxonomy: &Taxonomy,
        touched: Touched,
        mut writing: Writing,
    ) -> Result<Writing, Unbuilt> {
        let db = app.db.read();
        let mut questions = touched.questions;
        for face in entries::faces(db, touched.doctors.iter().copied()).await? {
            if self.is_new(&face) {
                questions.extend(all_answered_by(app, face.id).await?);
            }
        }
        questions.sort_unstable();
        questions.dedup();
        for some in questions.chunks(SOME) {
            let entries = entries::questions(db, taxonomy, some).await?;
            writing = write(writing, Changes::of(Kind::Question, some, entries)).await?;
        }
        for some in touched.doctors.chunks(SOME) {
            let entries = entries::doctors(db, taxonomy, some).await?;
            writing = write(writing, Changes::of(Kind::Doctor, some, entries)).await?;
        }
        if touched.vocabulary == Vocabulary::Changed {
            writing = write(writing, self.topics(taxonomy)).await?;
        }
        Ok(writing)
    }

    /// The topics whose entries are not as they were: that many questions are on one is in none.
    fn topics(&mut self, taxonomy: &Taxonomy) -> Changes {
        let mut put = entries::of_topics(taxonomy);
        let now: HashMap<i64, u64> =
            put.iter().map(|entry| (entry.key.id, self.hasher.hash_one(entry))).collect();
        put.retain(|entry| self.topics.get(&entry.key.id) != now.get(&entry.key.id));
        let gone = self.topics.keys().filter(|id| !now.contains_key(id));
        let gone = gone.map(|id| Key { kind: Kind::Topic, id: *id }).collect();
        self.topics = now;
        Changes { put, gone }
    }

    /// Whether the entries of a doctor's answers may say something of them that is not so any more.
    fn is_new(&mut self, face: &Face) -> bool {
        let now = self.hasher.hash_one(face);
        self.faces.insert(face.id, now) != Some(now)
    }
}

/// Whether any file is not as it was written. What another process merges away while it is read is no damage.
async fn damaged(finder: &Finder) -> bool {
    let root = finder.root.clone();
    match apart(move || Index::damage(&root)).await {
        Ok(Some(why)) => {
            tracing::error!(why, "the search index is damaged; building it anew");
            true
        }
        _ => false,
    }
}

async fn all_answered_by(app: &App, doctor: i64) -> Result<Vec<i64>, Unbuilt> {
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let some = entries::answered_by(app.db.read(), doctor, after, SOME as u64).await?;
        let Some(last) = some.last().copied() else { return Ok(all) };
        after = last;
        all.extend(some);
    }
}

/// Entries to put in, and keys of what is to be found no more.
struct Changes {
    put: Vec<Entry>,
    gone: Vec<Key>,
}

impl Changes {
    /// Of these things, those that everybody may see have an entry; the others are gone.
    fn of(kind: Kind, ids: &[i64], put: Vec<Entry>) -> Self {
        let keys = ids.iter().map(|id| Key { kind, id: *id });
        let gone = keys.filter(|key| !put.iter().any(|entry| entry.key == *key)).collect();
        Self { put, gone }
    }
}

/// The writer, with where it goes on; none while another process has it, which keeps the index then.
async fn begin(index: &Index) -> Result<Option<Writing>, Unbuilt> {
    let index = index.clone();
    let begun = apart(move || {
        let position = index.position()?.and_then(|kept| Position::parse(&kept)).unwrap_or_default();
        Ok(Writing { writer: index.writer()?, feed: Feed::from(position) })
    });
    match begun.await {
        Ok(writing) => Ok(Some(writing)),
        Err(Unbuilt::Index(Error::Locked(_))) => Ok(None),
        Err(other) => Err(other),
    }
}

async fn write(mut writing: Writing, changes: Changes) -> Result<Writing, Unbuilt> {
    apart(move || {
        for key in changes.gone {
            writing.writer.delete(key);
        }
        for entry in &changes.put {
            writing.writer.put(entry)?;
        }
        Ok(writing)
    })
    .await
}

async fn commit(mut writing: Writing, position: Position) -> Result<Writing, Unbuilt> {
    apart(move || {
        writing.writer.commit(&position.text())?;
        Ok(writing)
    })
    .await
}

/// Takes what was taken out of the index out of its files too.
async fn purge(mut writing: Writing) -> Result<Writing, Unbuilt> {
    apart(move || {
        if writing.writer.purge()? {
            writing.feed.purged();
            writing.writer.commit(&writing.feed.position().text())?;
        }
        Ok(writing)
    })
    .await
}
