//! Builds a throw-away index of a set and asks it every query.

use std::{path::Path, time::Duration};

use serde::Serialize;

use super::{Difference, Set, mean, ndcg, paired, percentile, recall, reciprocal_rank};
use crate::{Bm25, Entry, Error, Index, Key, Rebuild, Request, Vocabulary, Weights, query::Query};

/// How deep recall looks.
const DEPTH: usize = 100;

/// What is switched on.
#[derive(Clone, Debug)]
pub struct Configuration<'a> {
    /// What it is called in the table.
    pub name: String,
    /// The wordings, if they are used.
    pub vocabulary: Option<&'a Vocabulary>,
    /// How words are weighed, in place of what suits the length of a query.
    pub bm25: Option<Bm25>,
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

/// Asks every query of a set. `clock` tells how long the program has run.
pub fn measure(
    set: &Set,
    index: &Index,
    configuration: &Configuration,
    clock: &dyn Fn() -> Duration,
) -> Result<Run, Error> {
    let view = index.view();
    let mut run = Run::default();
    for (id, text) in &set.queries {
        let before = clock();
        let query = Query::of_text(text);
        let mut request = Request::new(&query, DEPTH);
        request.vocabulary = configuration.vocabulary;
        request.bm25 = configuration.bm25;
        let results = view.search(&request)?;
        let took = clock().saturating_sub(before);
        let ids = results.hits.iter().filter_map(|hit| set.texts.get(usize::try_from(hit.key.id).ok()?));
        let ranking: Vec<String> = ids.map(|(id, ..)| id.clone()).filter(|found| found != id).collect();
        run.add(set, id, &ranking, took);
    }
    Ok(run)
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
