//! What each feature counts. Learnt by `cargo run --release -p cli --example learn`, which says on what.

use super::FEATURES;

const BIAS: f64 = -1.76;
const WEIGHTS: [f64; FEATURES] = [1.37, 1.15, 1.50, 0.68, 0.60];

/// Where there is a cosine too, which tells most of it.
const BIAS_BESIDE_MEANING: f64 = -3.0;
const WEIGHTS_BESIDE_MEANING: [f64; FEATURES] = [0.6, 0.5, 0.6, 0.3, 0.6];
const MEANING: f64 = 4.0;

/// How likely it is by words alone.
pub(super) fn score(features: &[f64; FEATURES]) -> f64 {
    logistic(BIAS + sum(&WEIGHTS, features))
}

/// How likely it is by words and by the cosine of the vectors.
pub(super) fn score_with_meaning(features: &[f64; FEATURES], cosine: f64) -> f64 {
    logistic(BIAS_BESIDE_MEANING + sum(&WEIGHTS_BESIDE_MEANING, features) + MEANING * cosine)
}

fn sum(weights: &[f64; FEATURES], features: &[f64; FEATURES]) -> f64 {
    weights.iter().zip(features).map(|(weight, feature)| weight * feature).sum()
}

fn logistic(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}
