//! The nearest among very many vectors: by a look at all of them, and by the graph.

use std::collections::HashSet;
use std::path::Path;

use meaning::{About, Vectors, installed};

use crate::bench::generate::Random;
use crate::bench::run::{Folder, Stopwatch};

/// Queries, and how many are found for each.
const QUERIES: usize = 500;
const FOUND: usize = 10;
/// How far another wording of the same lies from the first, beside its length of one.
const APART: f32 = 0.5;

/// What it came to.
pub(super) struct Graph {
    pub(super) model: String,
    /// Milliseconds of one thread.
    pub(super) all: f64,
    pub(super) near: f64,
    /// Seconds to build it, on all processors.
    pub(super) built: f64,
    /// How many of those that a look at all finds.
    pub(super) recall: f64,
}

/// Of so many vectors: those that the site made of its questions, and others beside each of them as if the same had been asked in
/// other words.
pub(super) fn measure(data: &Path, folder: &Folder, count: u64) -> Result<Graph, String> {
    let model =
        installed::installed(data).map_err(|error| error.to_string())?.ok_or("no model is installed")?;
    let about = About {
        name: model.name.clone(),
        dimension: model.dimension,
        tokens: model.tokens,
        checksum: model.checksum.clone(),
    };
    let said = |error: meaning::VectorsError| error.to_string();
    let real = Vectors::read(&data.join("meaning").join(&model.checksum[..16]), &about).map_err(said)?;
    let real: Vec<Vec<f32>> = real.ids().filter_map(|id| real.vector(id)).collect();
    let random = &mut Random::new(1, 2);
    let mut vectors = Vectors::open(&folder.0.join("vectors"), &about).map_err(said)?;
    for (id, vector) in (0..count).zip(real.iter().cycle()) {
        vectors.put(id, &beside(vector, random)).map_err(said)?;
    }
    let queries: Vec<Vec<f32>> =
        real.iter().step_by((real.len() / QUERIES).max(1)).map(|vector| beside(vector, random)).collect();
    let (all, right) = ask(&vectors, &queries)?;
    let watch = Stopwatch::start();
    let graph = vectors.plan().build();
    let built = watch.seconds();
    vectors.adopt(graph);
    let (near, found) = ask(&vectors, &queries)?;
    let same: usize = found.iter().zip(&right).map(|(found, right)| found.intersection(right).count()).sum();
    let recall = same as f64 / (queries.len() * FOUND) as f64;
    Ok(Graph { model: model.name, all, near, built, recall })
}

/// Milliseconds for one, and what was found.
fn ask(vectors: &Vectors, queries: &[Vec<f32>]) -> Result<(f64, Vec<HashSet<u64>>), String> {
    let watch = Stopwatch::start();
    let ids = |query: &Vec<f32>| Ok(vectors.nearest(query, FOUND)?.iter().map(|hit| hit.id).collect());
    let found: Result<_, meaning::VectorsError> = queries.iter().map(ids).collect();
    Ok((watch.seconds() * 1e3 / queries.len() as f64, found.map_err(|error| error.to_string())?))
}

/// A vector of length one near to another one.
fn beside(vector: &[f32], random: &mut Random) -> Vec<f32> {
    let even = |random: &mut Random| random.below(2_000_001) as f32 / 1e6 - 1.0;
    // Numbers evenly between -1 and 1 have a mean square of a third.
    let each = APART * (3.0 / vector.len() as f32).sqrt();
    let moved: Vec<f32> = vector.iter().map(|number| number + each * even(random)).collect();
    let length = moved.iter().map(|number| number * number).sum::<f32>().sqrt();
    moved.iter().map(|number| number / length).collect()
}
