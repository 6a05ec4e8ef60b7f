//! How well is found, ours and SQLite's, in sets that people have judged.

use std::path::Path;
use std::time::Duration;

use search::eval::{By, Configuration, Difference, Run, Set, measure, paired};
use search::{Vocabulary, Weights};

use super::fts::Fts;
use crate::bench::run::Stopwatch;

/// So many results are looked at.
const DEPTH: usize = 100;

/// nDCG@10 in one set.
pub(super) struct Found {
    pub(super) set: String,
    pub(super) queries: usize,
    pub(super) words: f64,
    pub(super) vocabulary: f64,
    pub(super) fts: f64,
    /// Of words only, against SQLite's.
    pub(super) gain: Difference,
}

/// Indexes the set both ways, in a folder for nothing else, and asks all its queries.
pub(super) fn found(folder: &Path, set_folder: &Path) -> Result<Found, String> {
    let set = Set::read(set_folder).map_err(|error| error.to_string())?;
    let said = |error: search::Error| error.to_string();
    let index = set.index(&folder.join("set"), Weights::default()).map_err(said)?;
    let known = Vocabulary::built_in().map_err(|error| error.to_string())?;
    let watch = Stopwatch::start();
    let clock = || Duration::from_secs_f64(watch.seconds());
    let ours = |vocabulary| {
        let configuration = Configuration { name: String::new(), by: By::Words(vocabulary) };
        measure(&set, &index, &configuration, &clock).map_err(|error| error.to_string())
    };
    let (words, vocabulary, fts) = (ours(None)?, ours(Some(&known))?, by_fts(&set)?);
    let ndcg = |run: &Run| run.figures("").ndcg10;
    Ok(Found {
        set: set_folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        queries: set.queries.len(),
        gain: paired(&fts.ndcg10, &words.ndcg10),
        words: ndcg(&words),
        vocabulary: ndcg(&vocabulary),
        fts: ndcg(&fts),
    })
}

fn by_fts(set: &Set) -> Result<Run, String> {
    let fts = Fts::open(Path::new(":memory:"))?;
    fts.begin()?;
    for (number, (_, title, text)) in (0..).zip(&set.texts) {
        fts.add(number, title, text)?;
    }
    fts.finish()?;
    let mut run = Run::default();
    for (id, text) in &set.queries {
        let found = fts.search(text, DEPTH)?;
        let ids = found.into_iter().filter_map(|place| set.texts.get(usize::try_from(place).ok()?));
        let ranking: Vec<String> = ids.map(|(id, ..)| id.clone()).filter(|found| found != id).collect();
        run.add(set, id, &ranking, Duration::ZERO);
    }
    Ok(run)
}
