//! What each feature counts. Learnt by `cargo run -p search --example learn`, which says on what.

use super::FEATURES;

const BIAS: f64 = -3.0;
const WEIGHTS: [f64; FEATURES] = [2.0, 1.0, 1.0, 2.0, 2.0, 0.5, 0.5, 1.0, -0.7, 0.2];

/// The logistic function of the weighted sum.
pub(super) fn score(features: &[f64; FEATURES]) -> f64 {
    let sum: f64 = WEIGHTS.iter().zip(features).map(|(weight, feature)| weight * feature).sum();
    1.0 / (1.0 + (-(BIAS + sum)).exp())
}
