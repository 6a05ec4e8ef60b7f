//! Measures how well is found, on sets that people have judged.

mod beir;
mod bootstrap;
mod essence;
mod measures;
mod pairs;
mod search;

pub use beir::{Set, Unreadable};
pub use bootstrap::{Difference, paired};
pub use essence::{EssenceFigures, Letter, essence_figures, read_letters};
pub use measures::{Pairs, mean, ndcg, percentile, recall, reciprocal_rank};
pub use pairs::{Pair, PairFigures, pair_figures, pairs_by_meaning, pairs_by_words, read_pairs};
pub use search::{By, Compared, Configuration, Fault, Figures, Nearest, Run, compare, measure};
