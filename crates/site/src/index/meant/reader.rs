//! Reads questions for as long as the site runs: all of them once with each model, and then those that change.

use std::{collections::HashSet, fs, io, path::Path, sync::Arc};

use meaning::{Vectors, VectorsError, installed};
use search::Kind;
use twox_hash::XxHash3_128;

use super::{FOLDER, Meant, Unread, WORDS, file, number};
use crate::{
    app::App,
    index::{
        Finder, entries,
        feed::{Feed, News, Position, Touched},
        texts::{self, Asked},
    },
};

/// Questions that are fetched at once: with the smallest models they are read within a second or two.
const SOME: usize = 200;
/// Texts that go through the model at once.
const AT_ONCE: usize = 8;
/// Seconds after which a model that could not be used is tried again.
const AGAIN: i64 = 30;

/// Whether there is more to do at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Not before something changes.
    Nothing,
    /// Questions that nobody has read yet.
    More,
}

/// What is known from one step to the next.
#[derive(Debug, Default)]
pub struct Reader {
    reading: Option<Reading>,
    /// Whether files were removed that belong to no model.
    tidied: bool,
    /// When a model could not be used, and which.
    failed: Option<(i64, String)>,
    /// What went wrong last: told once, and not each second.
    told: Option<String>,
}

/// A model at work.
#[derive(Debug)]
struct Reading {
    checksum: String,
    meant: Meant,
    feed: Feed,
    /// How far the reading of everything is, while that lasts.
    pass: Option<Pass>,
}

/// A reading of everything there is.
#[derive(Debug)]
struct Pass {
    /// The question that was looked at last.
    after: i64,
    /// Vectors of which no question was met yet.
    unmet: HashSet<u64>,
}

/// Reads until the future is dropped.
pub async fn keep(app: App) {
    let mut reader = Reader::default();
    loop {
        if step(&app, &mut reader).await == Left::Nothing {
            tokio::time::sleep(app.config.search.every.get()).await;
        }
    }
}

/// Takes in what changed since the last step, and reads a few more of what was not read yet. What goes wrong is logged, once;
/// the next step tries again.
pub async fn step(app: &App, reader: &mut Reader) -> Left {
    match reader.follow(app, &Finder::of(app)).await {
        Ok(left) => {
            if reader.failed.is_none() && reader.told.take().is_some() {
                tracing::info!("questions are read again");
            }
            left
        }
        Err(error) => {
            if let Some(reading) = &mut reader.reading {
                reading.rewind();
            }
            let error = error.to_string();
            if reader.told.as_ref() != Some(&error) {
                tracing::warn!(error, "what questions mean is not kept for now; trying again");
                reader.told = Some(error);
            }
            Left::Nothing
        }
    }
}

impl Reader {
    async fn follow(&mut self, app: &App, finder: &Arc<Finder>) -> Result<Left, Unread> {
        let data = app.config.storage.data_dir.clone();
        let installed = apart(move || Ok(installed::installed(&data)?)).await?;
        let Some(installed) = installed else {
            if self.reading.take().is_some() || !self.tidied {
                self.tidied = false;
                finder.understand(None);
                app.gauges.set("consilium_meaning_questions", 0);
                self.tidy(&app.config.storage.data_dir, None).await?;
            }
            return Ok(Left::Nothing);
        };
        let now = app.clock.now();
        let reading = match &mut self.reading {
            Some(reading) if reading.checksum == installed.checksum => reading,
            _ => {
                let failed = self.failed.as_ref();
                if failed.is_some_and(|(at, which)| *which == installed.checksum && now - at < AGAIN) {
                    return Ok(Left::Nothing);
                }
                // Said now, so that it holds whatever goes wrong.
                self.failed = Some((now, installed.checksum.clone()));
                // It may be in use still, where another was installed and given up meanwhile.
                let known = finder.meant().filter(|meant| meant.model.about().checksum == installed.checksum);
                let reading = match known {
                    Some(meant) => Some(Reading::of(meant)),
                    None => Reading::open(&app.config.storage.data_dir).await?,
                };
                let Some(reading) = reading else { return Ok(Left::Nothing) };
                (self.failed, self.tidied) = (None, false);
                self.reading.insert(reading)
            }
        };
        let left = reading.step(app).await?;
        let read = reading.meant.all().len();
        app.gauges.set("consilium_meaning_questions", i64::try_from(read).unwrap_or(i64::MAX));
        if reading.pass.is_none() && !self.tidied {
            finder.understand(Some(reading.meant.clone()));
            let checksum = reading.checksum.clone();
            self.tidy(&app.config.storage.data_dir, Some(checksum)).await?;
        }
        if let Some(reading) = self.reading.as_ref().filter(|reading| reading.pass.is_none())
            && reading.meant.all().wants_graph()
        {
            reading.connect().await?;
        }
        Ok(left)
    }

    /// Removes the vectors of other models.
    async fn tidy(&mut self, data: &Path, keep: Option<String>) -> Result<(), Unread> {
        let data = data.to_owned();
        apart(move || {
            let keep = keep.map(|checksum| file(&data, &checksum));
            let failed = |error: io::Error| Unread::Vectors(error.into());
            let files = match fs::read_dir(data.join(FOLDER)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
                files => files.map_err(failed)?,
            };
            for file in files {
                let path = file.map_err(failed)?.path();
                if keep.as_ref().is_none_or(|keep| path.file_stem() != keep.file_name()) {
                    fs::remove_file(path).map_err(failed)?;
                }
            }
            Ok(())
        })
        .await?;
        self.tidied = true;
        Ok(())
    }
}

impl Reading {
    /// None where no model is installed any more.
    async fn open(data: &Path) -> Result<Option<Self>, Unread> {
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
        let checksum = meant.model.about().checksum.clone();
        let mut reading = Self { checksum, meant, feed: Feed::from(Position::default()), pass: None };
        reading.rewind();
        reading
    }

    /// Goes on from what was noted last: what was read since is known by its marks, and not read again.
    fn rewind(&mut self) {
        let vectors = self.meant.all();
        match Position::parse(vectors.note()) {
            Some(position) => (self.feed, self.pass) = (Feed::from(position), None),
            None => self.pass = Some(Pass { after: 0, unmet: vectors.ids().collect() }),
        }
    }

    async fn step(&mut self, app: &App) -> Result<Left, Unread> {
        let db = app.db.read();
        if self.pass.as_ref().is_some_and(|pass| pass.after == 0) {
            // What changes from here on is taken in beside it.
            self.feed = Feed::from(Position::now(db).await?);
        }
        let before = self.feed.position();
        let mut changed = false;
        match self.feed.news(db, app.clock.now()).await? {
            News::Everything => {
                self.feed = Feed::from(Position::now(db).await?);
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
            apart(move || Ok(meant.change().purge()?)).await?;
            self.feed.purged();
        }
        let position = self.feed.position();
        if changed || purge || position != before {
            let (meant, note) = (self.meant.clone(), self.pass.is_none().then(|| position.text()));
            apart(move || {
                let mut vectors = meant.change();
                if let Some(note) = note {
                    vectors.set_note(&note);
                }
                Ok(vectors.save()?)
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

    /// Builds the graph that finds the nearest among very many.
    async fn connect(&self) -> Result<(), Unread> {
        let meant = self.meant.clone();
        apart(move || {
            let plan = meant.all().plan();
            let built = plan.build();
            meant.change().adopt(built);
            Ok(())
        })
        .await
    }
}

/// Tells whether a text is the one that was read.
fn mark(text: &str) -> u64 {
    XxHash3_128::oneshot(text.as_bytes()) as u64
}

/// What takes long is done where no page waits for it.
async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Unread> + Send + 'static,
) -> Result<T, Unread> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Unread::BrokenOff)?
}
