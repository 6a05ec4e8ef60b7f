//! Makes one ranking of two, such as that of words and that of meaning.

use std::{collections::HashMap, hash::Hash};

use crate::ranking;

/// One ranking of what words found and what meaning found for one query, each best first and at most
/// [`CANDIDATES`](crate::CANDIDATES) long. `telling` is how many [words of the query](crate::query::Query::telling)
/// tell something: the longer it is, the more its meaning counts.
pub fn words_and_meaning<K: Copy + Eq + Hash + Ord>(
    words: &[(K, f64)],
    meaning: &[(K, f64)],
    telling: usize,
) -> Vec<(K, f64)> {
    let share = ranking::meaning(telling);
    by_score(&[(1.0 - share, words), (share, meaning)])
}

/// Reciprocal rank fusion: each ranking gives `weight / (60 + place)`. It needs no scores that can be compared.
pub fn by_rank<K: Copy + Eq + Hash + Ord>(rankings: &[(f64, &[(K, f64)])]) -> Vec<(K, f64)> {
    let given = rankings.iter().flat_map(|(weight, ranking)| {
        ranking.iter().enumerate().map(move |(place, (key, _))| (*key, weight / (61.0 + place as f64)))
    });
    sorted(given)
}

/// Weighted sum of scores, each ranking brought to 0 to 1 between its worst and its best. What a ranking lacks counts as
/// its worst.
pub fn by_score<K: Copy + Eq + Hash + Ord>(rankings: &[(f64, &[(K, f64)])]) -> Vec<(K, f64)> {
    let given = rankings.iter().flat_map(|(weight, ranking)| {
        let best = ranking.iter().map(|(_, score)| *score).fold(f64::NEG_INFINITY, f64::max);
        let worst = ranking.iter().map(|(_, score)| *score).fold(f64::INFINITY, f64::min);
        let range = best - worst;
        ranking.iter().map(move |(key, score)| {
            let share = if range > 0.0 { (score - worst) / range } else { 1.0 };
            (*key, weight * share)
        })
    });
    sorted(given)
}

fn sorted<K: Copy + Eq + Hash + Ord>(given: impl Iterator<Item = (K, f64)>) -> Vec<(K, f64)> {
    let mut sums: HashMap<K, f64> = HashMap::new();
    for (key, score) in given {
        *sums.entry(key).or_default() += score;
    }
    let mut fused: Vec<(K, f64)> = sums.into_iter().collect();
    fused.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    fused
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_find_comes_first() {
        let words = [(1, 9.0), (2, 5.0), (3, 1.0)];
        let meaning = [(4, 0.9), (2, 0.8), (5, 0.1)];
        let rankings = [(1.0, &words[..]), (1.0, &meaning[..])];
        assert_eq!(by_rank(&rankings)[0].0, 2);
        assert_eq!(by_score(&rankings)[0].0, 2);
        assert_eq!(by_rank(&rankings).len(), 5);
    }

    #[test]
    fn the_longer_the_query_the_more_its_meaning_counts() {
        let words = [(1, 9.0), (2, 1.0), (3, 0.0)];
        let meaning = [(4, 0.9), (1, 0.5), (5, 0.1)];
        let first = |telling| words_and_meaning(&words, &meaning, telling)[0].0;
        assert_eq!((first(2), first(40)), (1, 4));
        // What only one of them found is there too.
        assert_eq!(words_and_meaning(&words, &meaning, 2).len(), 5);
    }

    #[test]
    fn where_one_found_nothing_the_other_stays_in_order() {
        let found = [(3, 9.0), (1, 5.0), (2, 1.0)];
        for telling in [0, 5, 100] {
            for fused in [words_and_meaning(&found, &[], telling), words_and_meaning(&[], &found, telling)] {
                assert_eq!(fused.iter().map(|(key, _)| *key).collect::<Vec<_>>(), [3, 1, 2]);
            }
        }
    }

    #[test]
    fn one_score_for_all_is_the_best_score() {
        assert_eq!(by_score(&[(0.5, &[(1, 3.0), (2, 3.0)][..])]), [(1, 0.5), (2, 0.5)]);
        assert_eq!(by_score::<u8>(&[]), []);
    }
}
