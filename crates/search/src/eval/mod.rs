//! Measures how well is found, on sets that people have judged.

mod beir;
mod bootstrap;
mod measures;
mod search;

pub use beir::{Set, Unreadable};
pub use bootstrap::{Difference, paired};
pub use measures::{Pairs, mean, ndcg, percentile, recall, reciprocal_rank};
pub use search::{Compared, Configuration, Figures, Run, compare, measure};
