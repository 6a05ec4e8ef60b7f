//! What the texts of a set mean, worked out by a model that is named by its folder.

use std::{
    num::NonZero,
    path::Path,
    sync::{Mutex, PoisonError},
    thread,
};

use meaning::{Model, Vectors};
use search::{
    Key,
    eval::{Fault, Set},
};
use site::{app::Clock, archive::Progress};
use tempfile::TempDir;

use crate::{
    failure::{Failure, Outcome},
    open::Global,
    terminal::{self, Bar},
};

/// So many texts a processor takes at once: few enough that none waits long for the others at the end.
const AT_ONCE: usize = 32;

/// The texts of a set by what they mean. Kept and looked at as a site does it.
pub(super) struct Meant {
    model: Model,
    vectors: Vectors,
    _folder: TempDir,
}

impl Meant {
    /// Works out what every text of a set means.
    pub(super) fn of(set: &Set, folder: &Path, global: &Global) -> Outcome<Self> {
        let model = open(folder)?;
        let texts: Vec<String> = set.texts.iter().map(|(_, title, text)| whole(title, text)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let made = embed(&model, &texts, global);
        let folder =
            tempfile::tempdir().map_err(|e| Failure::io("a folder for the vectors can't be made", &e))?;
        let mut vectors =
            Vectors::anew(&folder.path().join("vectors"), model.about()).map_err(Failure::failed)?;
        for (place, vector) in (0..).zip(&made) {
            vectors.put(place, vector).map_err(Failure::failed)?;
        }
        Ok(Self { model, vectors, _folder: folder })
    }

    /// The texts nearest to one: keys by their place in the set, with cosines.
    pub(super) fn nearest(&self, text: &str, count: usize) -> Result<Vec<(Key, f64)>, Fault> {
        let vector = self.model.embed(&[text]).concat();
        let hits = self.vectors.nearest(&vector, count)?.into_iter();
        let keys = hits.map(|hit| -> Result<(Key, f64), Fault> {
            Ok((Key::question(i64::try_from(hit.id)?), f64::from(hit.cosine)))
        });
        keys.collect()
    }
}

/// Opens a model where it lies. It need not be the one that the site uses.
pub(super) fn open(folder: &Path) -> Outcome<Model> {
    Model::open(folder).map_err(|e| {
        let folder = folder.display();
        Failure::failed(format!("{folder} can't be used as a model: {e}"))
    })
}

/// What all processors have made so far.
#[derive(Default)]
struct Made {
    /// Of so many texts.
    texts: u64,
    /// Each part of the texts by its place, as they were done.
    parts: Vec<(usize, Vec<Vec<f32>>)>,
}

/// A vector for each text, made on all processors, with how far it is on standard error.
pub(super) fn embed(model: &Model, texts: &[&str], global: &Global) -> Vec<Vec<f32>> {
    if !global.json {
        // Where no line can be drawn, this is all that is heard for minutes.
        terminal::note(&format!("{} reads {} texts...", model.about().name, texts.len()));
    }
    let bar = Bar::new(&Clock::system());
    let total = texts.len() as u64;
    let parts = Mutex::new(texts.chunks(AT_ONCE).enumerate());
    let made: Mutex<Made> = Mutex::default();
    let work = || loop {
        let next = parts.lock().unwrap_or_else(PoisonError::into_inner).next();
        let Some((place, part)) = next else { return };
        let vectors = model.embed(part);
        let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
        made.texts += part.len() as u64;
        made.parts.push((place, vectors));
        bar.show(Progress { records: made.texts, bytes: made.texts, total_bytes: Some(total) });
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, NonZero::get) {
            scope.spawn(work);
        }
    });
    let Made { mut parts, .. } = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    parts.sort_unstable_by_key(|(place, _)| *place);
    parts.into_iter().flat_map(|(_, vectors)| vectors).collect()
}

/// A text with its title before it, as one reads it.
fn whole(title: &str, text: &str) -> String {
    if title.trim().is_empty() { text.to_owned() } else { format!("{title} {text}") }
}
