//! What each feature counts. Learnt by `cargo run -p search --example learn`, which says on what.

use super::FEATURES;

const BIAS: f64 = -1.76;
const WEIGHTS: [f64; FEATURES] = [1.37, 1.15, 1.50, 0.68, 0.60];

/// The logistic function of the weighted sum.
pub(super) fn score(features: &[f64; FEATURES]) -> f64 {
    let sum: f64 = WEIGHTS.iter().zip(features).map(|(weight, feature)| weight * feature).sum();
    1.0 / (1.0 + (-(BIAS + sum)).exp())
}
