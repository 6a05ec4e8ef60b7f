//! Finding the nearest without looking at all: a graph in which each vector knows its neighbours (HNSW).
//!
//! The crate that builds it takes a copy of every point. A point here is only the number of a row, and the rows are
//! shared, so that a vector is in memory once.

use std::sync::Arc;

use instant_distance::{Builder, Heuristic, Hnsw, Point, Search};

use super::rows::{Packed, Rows, distance};

/// Neighbours that are looked at while one is put into the graph, and while one is looked for: more finds more of the
/// right ones and takes longer. Among 44,602 real questions about health these found 99% of what a look at all finds;
/// 100 and 160 found 94%. Made-up vectors are easier: measure changes on real ones.
const WHILE_BUILDING: usize = 400;
pub(super) const WHILE_LOOKING: usize = 320;
/// A point keeps only neighbours in different directions. To fill up with more of the same takes several times as long
/// to build and finds less than looking at more neighbours does.
const NEIGHBOURS: Heuristic = Heuristic { extend_candidates: false, keep_pruned: false };
/// Where chance begins: the same vectors give the same layers.
const SEED: u64 = 7;

/// Vectors that will not change any more, and how they are neighbours.
pub(super) struct Graph {
    pub(super) rows: Arc<Rows>,
    hnsw: Hnsw<Spot>,
}

impl Graph {
    /// Takes a while, on all processors.
    pub(super) fn build(rows: Rows) -> Self {
        let rows = Arc::new(rows);
        let spots = (0..rows.len()).map(|row| Spot::Row(Arc::clone(&rows), row)).collect();
        let builder = Builder::default().seed(SEED).select_heuristic(Some(NEIGHBOURS));
        let builder = builder.ef_construction(WHILE_BUILDING).ef_search(WHILE_LOOKING);
        let (hnsw, _) = builder.build_hnsw(spots);
        Self { rows, hnsw }
    }

    /// Rows near to the query, about [`WHILE_LOOKING`] of them, the nearest first.
    pub(super) fn near(&self, query: &Packed) -> Vec<usize> {
        let mut search = Search::default();
        let spot = Spot::Query(Arc::new(query.clone()));
        let found = self.hnsw.search(&spot, &mut search);
        found
            .filter_map(|item| match item.point {
                Spot::Row(_, row) => Some(*row),
                Spot::Query(_) => None,
            })
            .collect()
    }
}

impl std::fmt::Debug for Graph {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Graph").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}

#[derive(Clone)]
enum Spot {
    Row(Arc<Rows>, usize),
    Query(Arc<Packed>),
}

impl Spot {
    fn packed(&self) -> (&[i8], f32) {
        match self {
            Self::Row(rows, row) => (rows.codes(*row), rows.scale(*row)),
            Self::Query(packed) => (&packed.codes, packed.scale),
        }
    }
}

impl Point for Spot {
    fn distance(&self, other: &Self) -> f32 {
        distance(self.packed(), other.packed())
    }
}
