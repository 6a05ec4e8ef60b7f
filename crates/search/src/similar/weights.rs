//! What each feature counts. Learnt by `cargo run --release -p cli --example learn`, which says on what.

use super::{FEATURES, WISH};

const BIAS: f64 = -1.76;
const WEIGHTS: [f64; FEATURES] = [1.37, 1.15, 1.50, 0.68, 0.60];

/// Where it is known how near the two lie in meaning, their words say nothing more, save what is wanted: on sets that were not
/// learnt from, all six together do worse than these two. Learnt with all-MiniLM-L6-v2.
const BIAS_BESIDE_MEANING: f64 = -2.17;
const WISH_BESIDE_MEANING: f64 = 0.49;
const MEANING: f64 = 3.73;

/// How likely it is by words alone.
pub(super) fn score(features: &[f64; FEATURES]) -> f64 {
    logistic(BIAS + sum(&WEIGHTS, features))
}

/// How likely it is by what both want to know and by the cosine of their vectors.
pub(super) fn score_with_meaning(features: &[f64; FEATURES], cosine: f64) -> f64 {
    logistic(BIAS_BESIDE_MEANING + WISH_BESIDE_MEANING * features[WISH] + MEANING * cosine)
}

fn sum(weights: &[f64; FEATURES], features: &[f64; FEATURES]) -> f64 {
    weights.iter().zip(features).map(|(weight, feature)| weight * feature).sum()
}

fn logistic(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}
