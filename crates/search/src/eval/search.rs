//! Builds a throw-away index of a set and asks it every query.

use std::{collections::HashSet, error, path::Path, time::Duration};

use serde::Serialize;

use super::{Difference, Set, mean, ndcg, paired, percentile, recall, reciprocal_rank};
use crate::{
    CANDIDATES, Entry, Error, Index, Key, Rebuild, Request, View, Vocabulary, Weights, query::Query,
    words_and_meaning,
};

/// How deep recall looks.
const DEPTH: usize = 100;

/// What stands nearest to a text in meaning: so many keys, each with its cosine, the nearest first.
pub type Nearest<'a> = dyn Fn(&str, usize) -> Result<Vec<(Key, f64)>, Fault> + 'a;

/// What went wrong, wherever.
pub type Fault = Box<dyn error::Error + Send + Sync>;

/// By what texts are found.
#[derive(Clone, Copy)]
pub enum By<'a> {
    /// Words, with the wordings if they are used.
    Words(Option<&'a Vocabulary>),
    /// Meaning.
    Meaning(&'a Nearest<'a>),
    /// Both, as a site does it.
    Both(Option<&'a Vocabulary>, &'a Nearest<'a>),
}

/// What is switched on.
#[derive(Clone)]
pub struct Configuration<'a> {
    /// What it is called in the table.
    pub name: String,
    /// By what texts are found.
    pub by: By<'a>,
}

/// What a configuration did with each query.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// nDCG@10 of each query.
    pub ndcg10: Vec<f64>,
    /// Recall@100 of each.
    pub recall100: Vec<f64>,
    /// One over the rank of the first relevant of ten, of each.
    pub mrr10: Vec<f64>,
    /// How long each took, in milliseconds.
    pub millis: Vec<f64>,
}

/// The figures of a configuration.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// What was switched on.
    pub configuration: String,
    /// The mean of nDCG@10.
    pub ndcg10: f64,
    /// The mean of Recall@100.
    pub recall100: f64,
    /// The mean of the reciprocal rank among ten.
    pub mrr10: f64,
    /// Half of the queries took no longer, in milliseconds.
    pub p50_ms: f64,
    /// 99 of 100 took no longer.
    pub p99_ms: f64,
}

/// Two configurations and by how much the second is better in nDCG@10.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// The first.
    pub from: String,
    /// The second.
    pub to: String,
    /// The difference.
    #[serde(flatten)]
    pub difference: Difference,
}

impl Run {
    /// Adds what was found for a query: the ids, best first.
    pub fn add(&mut self, set: &Set, query: &str, ranking: &[String], took: Duration) {
        let Some(judged) = set.judged.get(query) else { return };
        self.ndcg10.push(ndcg(ranking, judged, 10));
        self.recall100.push(recall(ranking, judged, DEPTH));
        self.mrr10.push(reciprocal_rank(ranking, judged, 10));
        self.millis.push(took.as_secs_f64() * 1e3);
    }

    /// The figures over all queries.
    pub fn figures(&self, configuration: &str) -> Figures {
        Figures {
            configuration: configuration.to_owned(),
            ndcg10: mean(&self.ndcg10),
            recall100: mean(&self.recall100),
            mrr10: mean(&self.mrr10),
            p50_ms: percentile(&self.millis, 0.5),
            p99_ms: percentile(&self.millis, 0.99),
        }
    }
}

impl Set {
    /// Makes an index of the texts in a folder. A text's key is its place in the set.
    pub fn index(&self, folder: &Path, weights: Weights) -> Result<Index, Error> {
        let mut rebuild = Rebuild::begin(folder, weights)?;
        for (place, (_, title, text)) in self.texts.iter().enumerate() {
            let id = i64::try_from(place).unwrap_or(i64::MAX);
            rebuild.add(&Entry::new(Key::question(id), title.as_str(), text.as_str()))?;
        }
        rebuild.finish("")
    }
}

/// Asks every query of a set. `clock` tells how long the program has run. What is timed is all that a site would do:
/// with meaning also to find out what the query means.
pub fn measure(
    set: &Set,
    index: &Index,
    configuration: &Configuration,
    clock: &dyn Fn() -> Duration,
) -> Result<Run, Fault> {
    let view = index.view();
    let mut run = Run::default();
    for (id, text) in &set.queries {
        let before = clock();
        let found = configuration.by.find(&view, text)?;
        let took = clock().saturating_sub(before);
        let ids = found.iter().filter_map(|(key, _)| set.texts.get(usize::try_from(key.id).ok()?));
        let mut seen = HashSet::new();
        let others = ids.map(|(found, ..)| found).filter(|found| *found != id && seen.insert(*found));
        let ranking: Vec<String> = others.cloned().collect();
        run.add(set, id, &ranking, took);
    }
    Ok(run)
}

impl By<'_> {
    fn find(&self, view: &View, text: &str) -> Result<Vec<(Key, f64)>, Fault> {
        let query = Query::of_text(text);
        let by_words = |vocabulary, limit| -> Result<Vec<(Key, f64)>, Error> {
            let worded = view.worded(&query, vocabulary)?;
            let request = Request { worded: Some(&worded), ..Request::new(&query, limit) };
            Ok(view.search(&request)?.hits.iter().map(|hit| (hit.key, hit.rank)).collect())
        };
        match *self {
            Self::Words(vocabulary) => Ok(by_words(vocabulary, DEPTH)?),
            Self::Meaning(nearest) => nearest(text, DEPTH),
            Self::Both(vocabulary, nearest) => {
                let words = by_words(vocabulary, CANDIDATES)?;
                let meaning = nearest(text, CANDIDATES)?;
                let mut fused = words_and_meaning(&words, &meaning, query.telling());
                fused.truncate(DEPTH);
                Ok(fused)
            }
        }
    }
}

/// Each configuration against the one before it.
pub fn compare(runs: &[(String, Run)]) -> Vec<Compared> {
    let pairs = runs.windows(2).filter_map(|pair| match pair {
        [(from, first), (to, second)] => {
            let difference = paired(&first.ndcg10, &second.ndcg10);
            Some(Compared { from: from.clone(), to: to.clone(), difference })
        }
        _ => None,
    });
    pairs.collect()
}
