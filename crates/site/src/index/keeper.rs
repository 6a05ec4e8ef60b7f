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

/// What the keeper knows from one step to the next.
#[derive(Default)]
pub struct Keeper {
    /// The one that may write; none while another process writes.
    writing: Option<Writing>,
    /// What entries of answers say of each doctor, as a number that changes with it.
    faces: HashMap<i64, u64>,
    hasher: RandomState,
    /// The operator's words as they were read last.
    own_words: Option<words::Look>,
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
            keeper.writing = None;
            keeper.faces.clear();
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
            let look = look.unwrap_or_else(|error| {
                if before.is_none() {
                    tracing::warn!("{error}; the words that ship are used alone");
                }
                before.clone().unwrap_or_default()
            });
            let changed = before.as_ref() != Some(&look);
            changed.then(|| (words::read(&look), look))
        });
        let Ok(Some((read, look))) = read.await else { return };
        let first = self.own_words.replace(look).is_none();
        match read {
            Ok(vocabulary) => finder.learn(vocabulary),
            Err(error) => {
                tracing::error!("{error}; the words known before stay in use");
                if first && let Ok(shipped) = words::read(&Vec::new()) {
                    finder.learn(shipped);
                }
            }
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
                    let touched = Touched::of(&tags);
                    let changes = self.changes(app, &taxonomy, touched).await?;
                    writing = commit(writing, changes, after).await?;
                    apart(move || index.refresh()).await?;
                } else if after != before {
                    writing = commit(writing, Changes::default(), after).await?;
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
        if let Some(index) = finder.index() {
            let of_it = index.clone();
            match apart(move || of_it.refresh()).await {
                // Somebody built a new one meanwhile: what was being written belongs to the old one.
                Ok(true) => self.writing = None,
                Ok(false) => {}
                Err(Unbuilt::Index(Error::Corrupt { why, .. })) => {
                    tracing::error!(why, "the search index is damaged and is built anew");
                    self.writing = None;
                    finder.put_in_use(None);
                    return Ok(None);
                }
                Err(other) => return Err(other),
            }
            return Ok(Some(index));
        }
        let root = finder.root.clone();
        match apart(move || Index::open(&root)).await? {
            Opened::Ready(index) => {
                finder.put_in_use(Some(index.clone()));
                return Ok(Some(index));
            }
            Opened::Missing => tracing::info!("there is no search index yet; building it"),
            Opened::Corrupt(why) => tracing::warn!(why, "the search index is damaged; building it anew"),
            Opened::Older => tracing::info!("the search index is of another version; building it anew"),
        }
        let Ok(taxonomy) = taxonomy::current(app).await else { return Ok(None) };
        self.build(app, finder, &taxonomy).await?;
        Ok(finder.index())
    }

    async fn build(&mut self, app: &App, finder: &Arc<Finder>, taxonomy: &Taxonomy) -> Result<(), Unbuilt> {
        let index = rebuild(&app.db, taxonomy, &finder.root, |entries| finder.building(entries)).await?;
        tracing::info!(entries = index.view().entries(), "the search index is built");
        self.faces.clear();
        finder.put_in_use(Some(index));
        Ok(())
    }

    async fn changes(
        &mut self,
        app: &App,
        taxonomy: &Taxonomy,
        touched: Touched,
    ) -> Result<Changes, Unbuilt> {
        let db = app.db.read();
        let mut changes = Changes::default();
        let mut questions = touched.questions;
        for face in entries::faces(db, touched.doctors.iter().copied()).await? {
            if self.is_new(&face) {
                questions.extend(all_answered_by(app, face.id).await?);
            }
        }
        questions.sort_unstable();
        questions.dedup();
        for some in questions.chunks(SOME) {
            changes.put(Kind::Question, some, entries::questions(db, taxonomy, some).await?);
        }
        for some in touched.doctors.chunks(SOME) {
            changes.put(Kind::Doctor, some, entries::doctors(db, taxonomy, some).await?);
        }
        if touched.vocabulary == Vocabulary::Changed {
            changes.put(Kind::Topic, &[], entries::of_topics(taxonomy));
        }
        Ok(changes)
    }

    /// Whether the entries of a doctor's answers may say something of them that is not so any more.
    fn is_new(&mut self, face: &Face) -> bool {
        let now = self.hasher.hash_one(face);
        self.faces.insert(face.id, now) != Some(now)
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
#[derive(Default)]
struct Changes {
    put: Vec<Entry>,
    gone: Vec<Key>,
}

impl Changes {
    /// Of these things, those that everybody may see have an entry; the others are gone.
    fn put(&mut self, kind: Kind, ids: &[i64], entries: Vec<Entry>) {
        let gone = ids.iter().map(|id| Key { kind, id: *id });
        self.gone.extend(gone.filter(|key| !entries.iter().any(|entry| entry.key == *key)));
        self.put.extend(entries);
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

async fn commit(mut writing: Writing, changes: Changes, position: Position) -> Result<Writing, Unbuilt> {
    apart(move || {
        for key in changes.gone {
            writing.writer.delete(key);
        }
        for entry in &changes.put {
            writing.writer.put(entry)?;
        }
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
