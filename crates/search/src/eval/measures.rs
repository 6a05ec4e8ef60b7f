//! The measures, as trec_eval and BEIR define them. Pure.

use std::collections::HashMap;

/// Normalised discounted cumulative gain at a depth, with linear gain. The ideal order is over all that was judged.
pub fn ndcg(ranking: &[String], judged: &HashMap<String, f64>, depth: usize) -> f64 {
    let discounted = |gains: &mut dyn Iterator<Item = f64>| -> f64 {
        gains.take(depth).enumerate().map(|(place, gain)| gain / (place as f64 + 2.0).log2()).sum()
    };
    let mut ideal: Vec<f64> = judged.values().copied().filter(|gain| *gain > 0.0).collect();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let best = discounted(&mut ideal.into_iter());
    if best == 0.0 {
        return 0.0;
    }
    discounted(&mut ranking.iter().map(|id| judged.get(id).copied().unwrap_or(0.0).max(0.0))) / best
}

/// The share of what is relevant that stands within a depth.
pub fn recall(ranking: &[String], judged: &HashMap<String, f64>, depth: usize) -> f64 {
    let relevant = judged.values().filter(|gain| **gain > 0.0).count();
    let found = ranking.iter().take(depth).filter(|id| is_relevant(judged, id)).count();
    if relevant == 0 { 0.0 } else { found as f64 / relevant as f64 }
}

/// One over the place of the first that is relevant; 0 if there is none within a depth.
pub fn reciprocal_rank(ranking: &[String], judged: &HashMap<String, f64>, depth: usize) -> f64 {
    let first = ranking.iter().take(depth).position(|id| is_relevant(judged, id));
    first.map_or(0.0, |place| 1.0 / (place as f64 + 1.0))
}

fn is_relevant(judged: &HashMap<String, f64>, id: &str) -> bool {
    judged.get(id).is_some_and(|gain| *gain > 0.0)
}

/// The mean; 0 of nothing.
pub fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

/// The value below which a share of them lies, by the nearest rank.
pub fn percentile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (share * sorted.len() as f64).ceil().max(1.0) as usize;
    sorted.get(rank - 1).copied().unwrap_or(0.0)
}

/// How well scores tell pairs that belong together from those that do not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pairs {
    /// How often a pair that belongs together scores above one that does not; ties count half.
    pub auc: f64,
    /// The mean of the precision at each pair that belongs together, from the highest score down.
    pub ap: f64,
    /// The share that is right when everything from a threshold up is said to belong together.
    pub accuracy: f64,
}

impl Pairs {
    /// Measures scores with their labels.
    pub fn of(scored: &[(f64, bool)], threshold: f64) -> Self {
        let right = scored.iter().filter(|(score, label)| (*score >= threshold) == *label).count();
        Self {
            auc: auc(scored),
            ap: average_precision(scored),
            accuracy: right as f64 / scored.len().max(1) as f64,
        }
    }
}

/// Runs of equal scores, from the highest down: how many of each label.
fn runs(scored: &[(f64, bool)]) -> Vec<(f64, f64)> {
    let mut sorted = scored.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let runs = sorted.chunk_by(|a, b| a.0 == b.0);
    runs.map(|run| {
        let yes = run.iter().filter(|(_, label)| *label).count();
        (yes as f64, (run.len() - yes) as f64)
    })
    .collect()
}

fn auc(scored: &[(f64, bool)]) -> f64 {
    let (mut above, mut area) = (0.0, 0.0);
    let (mut yes, mut no) = (0.0, 0.0);
    for (run_yes, run_no) in runs(scored) {
        area += run_no * (above + run_yes / 2.0);
        above += run_yes;
        yes += run_yes;
        no += run_no;
    }
    if yes == 0.0 || no == 0.0 { 0.5 } else { area / (yes * no) }
}

fn average_precision(scored: &[(f64, bool)]) -> f64 {
    let (mut seen, mut yes, mut sum) = (0.0, 0.0, 0.0);
    for (run_yes, run_no) in runs(scored) {
        seen += run_yes + run_no;
        yes += run_yes;
        sum += run_yes * yes / seen;
    }
    if yes == 0.0 { 0.0 } else { sum / yes }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(gains: &[f64]) -> (Vec<String>, HashMap<String, f64>) {
        let ids: Vec<String> = (0..gains.len()).map(|n| format!("d{n}")).collect();
        let judged = ids.iter().cloned().zip(gains.iter().copied()).collect();
        (ids, judged)
    }

    #[test]
    fn ndcg_is_as_published() {
        let (ranking, judged) = judged(&[3.0, 2.0, 3.0, 0.0, 1.0, 2.0]);
        assert!((ndcg(&ranking, &judged, 10) - 0.960_808).abs() < 1e-6);
        assert!(ndcg(&ranking, &judged, 2) < 1.0);
        assert_eq!(ndcg(&[], &judged, 10), 0.0);
    }

    #[test]
    fn recall_and_rank_count_what_is_relevant() {
        let (mut ranking, judged) = judged(&[0.0, 1.0, 0.0, 2.0]);
        assert_eq!(recall(&ranking, &judged, 2), 0.5);
        assert_eq!(reciprocal_rank(&ranking, &judged, 10), 0.5);
        ranking.truncate(1);
        assert_eq!(reciprocal_rank(&ranking, &judged, 10), 0.0);
    }

    #[test]
    fn percentiles_are_values_that_were_met() {
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!((percentile(&values, 0.5), percentile(&values, 0.99)), (50.0, 99.0));
        assert_eq!(percentile(&[], 0.5), 0.0);
    }

    #[test]
    fn pairs_are_measured_with_ties() {
        let scored = [(0.9, true), (0.5, false), (0.5, true), (0.1, false)];
        let measured = Pairs::of(&scored, 0.5);
        assert_eq!((measured.auc, measured.accuracy), (0.875, 0.75));
        assert!((measured.ap - (1.0 + 2.0 / 3.0) / 2.0).abs() < 1e-12);
        assert_eq!(Pairs::of(&[(0.3, true), (0.3, false)], 1.0).auc, 0.5);
    }
}
