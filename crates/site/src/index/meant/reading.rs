//! One model at work: reads all questions once, and then those that change.

use std::{
    collections::HashSet,
    fs,
    path::Path,
    thread::{self, JoinHandle},
};

use meaning::{Built, Vectors, VectorsError, installed};
use search::Kind;
use twox_hash::XxHash3_128;

use super::{FOLDER, Left, Meant, Unread, WORDS, apart, file, number};
use crate::{
    app::App,
    index::{
        entries,
        feed::{Feed, News, Position, Touched},
        texts::{self, Asked},
    },
};

/// Questions that are fetched at once: what changes waits for them.
const SOME: usize = 200;
/// Texts that go through the model at once.
const AT_ONCE: usize = 8;

/// A model at work.
#[derive(Debug)]
pub(super) struct Reading {
    meant: Meant,
    feed: Feed,
    /// How far the reading of everything is, while that lasts.
    pass: Option<Pass>,
    /// The graph that is being built.
    graph: Option<JoinHandle<Built>>,
}

/// A reading of everything there is.
#[derive(Debug)]
struct Pass {
    /// The question that was looked at last.
    after: i64,
    /// Vectors of which no question was met yet.
    unmet: HashSet<u64>,
}

impl Reading {
    /// None where no model is installed any more.
    pub(super) async fn open(data: &Path) -> Result<Option<Self>, Unread> {
        let data = data.to_owned();
        apart(move || {
            let Some(model) = installed::open(&data)? else { return Ok(None) };
            let about = model.about().clone();
            let path = file(&data, &about.checksum);
            fs::create_dir_all(data.join(FOLDER)).map_err(VectorsError::from)?;
            let vectors = match Vectors::open(&path, &about) {
                // What is damaged so is no use to anybody.
                Err(VectorsError::AnotherModel | VectorsError::AnotherFormat | VectorsError::NotOurs) => {
                    Vectors::anew(&path, &about)?
                }
                vectors => vectors?,
            };
            if vectors.spoilt() > 0 {
                tracing::warn!(
                    bytes = vectors.spoilt(),
                    "the end of the file of vectors was damaged, and is made anew"
                );
            }
            tracing::info!(
                model = about.name,
                vectors = vectors.len(),
                "questions are found by what they mean"
            );
            Ok(Some(Self::of(Meant::new(model, vectors))))
        })
        .await
    }

    fn of(meant: Meant) -> Self {
        let feed = Feed::from(Position::default());
        let mut reading = Self { meant, feed, pass: None, graph: None };
        reading.rewind();
        reading
    }

    /// Which model it is.
    pub(super) fn checksum(&self) -> &str {
        &self.meant.model.about().checksum
    }

    /// What its model understands of all questions, once every one was read.
    pub(super) fn whole(&self) -> Option<&Meant> {
        self.pass.is_none().then_some(&self.meant)
    }

    /// How many questions were read.
    pub(super) fn len(&self) -> usize {
        self.meant.all().len()
    }

    /// Takes in what changed since the last step, and reads a few more of what was not read yet.
    pub(super) async fn step(&mut self, app: &App) -> Result<Left, Unread> {
        let left = self.follow(app).await;
        if left.is_err() {
            self.rewind();
        }
        let left = left?;
        self.connect().await?;
        Ok(left)
    }

    /// Goes on from what was noted last: what was read since is known by its marks, and not read again.
    fn rewind(&mut self) {
        let vectors = self.meant.all();
        match Position::parse(vectors.note()) {
            Some(position) => (self.feed, self.pass) = (Feed::from(position), None),
            None => self.pass = Some(Pass { after: 0, unmet: vectors.ids().collect() }),
        }
    }

    async fn follow(&mut self, app: &App) -> Result<Left, Unread> {
        let db = app.db.read();
        if self.pass.as_ref().is_some_and(|pass| pass.after == 0) {
            // What changes from here on is taken in beside it.
            self.feed = Feed::from(Position::now(db, app.clock.now()).await?);
        }
        let before = self.feed.position();
        let mut changed = false;
        match self.feed.news(db, app.clock.now()).await? {
            News::Everything => {
                self.feed = Feed::from(Position::now(db, app.clock.now()).await?);
                self.pass = Some(Pass { after: 0, unmet: self.meant.all().ids().collect() });
                self.meant.change().set_note("");
            }
            News::Some(tags) => {
                let questions = Touched::of(&tags).questions;
                if let Some(pass) = &mut self.pass {
                    // They are looked at now, wherever the reading of everything is.
                    for id in &questions {
                        pass.unmet.remove(&number(*id));
                    }
                }
                for some in questions.chunks(SOME) {
                    changed |= self.read(some, texts::published(db, some).await?).await?;
                }
            }
        }
        let passing = self.pass.is_some();
        if let Some(after) = self.pass.as_ref().map(|pass| pass.after) {
            let ids = entries::ids(db, Kind::Question, after, SOME as u64).await?;
            self.read(&ids, texts::published(db, &ids).await?).await?;
            self.passed(&ids);
            changed = true;
        }
        // What was erased while everything was read, or before it, is in no count that the files know.
        let finished = passing && self.pass.is_none();
        let purge = finished || self.feed.has_erasures();
        if purge {
            let meant = self.meant.clone();
            apart(move || Ok(meant.all().purge()?)).await?;
            self.feed.purged();
        }
        let position = self.feed.position();
        if changed || purge || position != before {
            let (meant, note) = (self.meant.clone(), self.pass.is_none().then(|| position.text()));
            apart(move || {
                if let Some(note) = note {
                    meant.change().set_note(&note);
                }
                Ok(meant.all().save()?)
            })
            .await?;
        }
        Ok(if self.pass.is_some() { Left::More } else { Left::Nothing })
    }

    /// Reads those of these questions that are published and were not read as they are now, and forgets the others. Whether
    /// anything is different.
    async fn read(&self, ids: &[i64], asked: Vec<Asked>) -> Result<bool, Unread> {
        let (meant, ids) = (self.meant.clone(), ids.to_vec());
        apart(move || {
            let texts = asked.iter().map(|asked| {
                let text = asked.text(WORDS);
                (number(asked.id), mark(&text), text)
            });
            let texts: Vec<(u64, u64, String)> = texts.collect();
            let new: Vec<_> = {
                let vectors = meant.all();
                texts.iter().filter(|(id, mark, _)| vectors.mark(*id) != Some(*mark)).collect()
            };
            for few in new.chunks(AT_ONCE) {
                let read: Vec<&str> = few.iter().map(|(_, _, text)| text.as_str()).collect();
                let made = meant.model.embed(&read);
                let mut vectors = meant.change();
                for ((id, mark, _), vector) in few.iter().zip(&made) {
                    vectors.put_marked(*id, *mark, vector)?;
                }
            }
            let mut vectors = meant.change();
            let gone =
                ids.iter().map(|id| number(*id)).filter(|id| !texts.iter().any(|(there, ..)| there == id));
            let gone: Vec<u64> = gone.filter(|id| vectors.mark(*id).is_some()).collect();
            for id in &gone {
                vectors.delete(*id);
            }
            Ok(!new.is_empty() || !gone.is_empty())
        })
        .await
    }

    /// These were looked at. None means that all were: what no question was met of is forgotten.
    fn passed(&mut self, ids: &[i64]) {
        let Some(pass) = &mut self.pass else { return };
        if let Some(last) = ids.last() {
            pass.after = *last;
            for id in ids {
                pass.unmet.remove(&number(*id));
            }
            return;
        }
        let mut vectors = self.meant.change();
        for id in pass.unmet.drain() {
            vectors.delete(id);
        }
        tracing::info!(questions = vectors.len(), "all questions are read");
        self.pass = None;
    }

    /// Sees to the graph that finds the nearest among very many. It is built beside everything else, and taken into use when it
    /// is there.
    async fn connect(&mut self) -> Result<(), Unread> {
        match self.graph.take() {
            Some(task) if task.is_finished() => {
                let built = task.join().map_err(|_| Unread::BrokenOff)?;
                let meant = self.meant.clone();
                apart(move || {
                    meant.change().adopt(built);
                    Ok(())
                })
                .await?;
            }
            Some(task) => self.graph = Some(task),
            None if self.pass.is_none() && self.meant.all().wants_graph() => {
                let meant = self.meant.clone();
                let plan = apart(move || Ok(meant.all().plan())).await?;
                // A thread of its own: a site that is stopped does not wait for it.
                let task = thread::Builder::new().name("meaning-graph".to_owned());
                let task = task.spawn(move || plan.build());
                self.graph = Some(task.map_err(VectorsError::from)?);
            }
            None => {}
        }
        Ok(())
    }
}

/// Tells whether a text is the one that was read.
fn mark(text: &str) -> u64 {
    XxHash3_128::oneshot(text.as_bytes()) as u64
}
