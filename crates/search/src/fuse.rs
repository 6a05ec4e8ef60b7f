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
    by_spread(&[(1.0 - share, words), (share, meaning)])
}

/// Weighted sum of how far each score lies above the worst of its ranking, by how far the scores of that ranking lie from
/// one another (their standard deviation): one that stands out counts more than the first of many that are nearly alike.
/// What a ranking lacks counts as its worst; where it has only a few, as a score of 0.
pub fn by_spread<K: Copy + Eq + Hash + Ord>(rankings: &[(f64, &[(K, f64)])]) -> Vec<(K, f64)> {
    let given = rankings.iter().flat_map(|(weight, ranking)| {
        let lacking = FEW.saturating_sub(ranking.len());
        let scores = || ranking.iter().map(|(_, score)| *score).chain(std::iter::repeat_n(0.0, lacking));
        let count = (ranking.len() + lacking) as f64;
        let mean = scores().sum::<f64>() / count;
        let spread = (scores().map(|score| (score - mean).powi(2)).sum::<f64>() / count).sqrt();
        let worst = scores().fold(f64::INFINITY, f64::min);
        ranking.iter().map(move |(key, score)| {
            let above = if spread > 0.0 { (score - worst) / spread } else { 1.0 };
            (*key, weight * above)
        })
    });
    sorted(given)
}

/// From so many scores on it can be told how far they lie from one another.
const FEW: usize = 10;

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
        assert_eq!(by_spread(&rankings)[0].0, 2);
        assert_eq!(by_spread(&rankings).len(), 5);
    }

    #[test]
    fn the_longer_the_query_the_more_its_meaning_counts() {
        let words = [(1, 9.0), (2, 1.0), (3, 0.5)];
        let meaning = [(4, 0.9), (1, 0.3), (5, 0.1)];
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
    fn what_stands_out_counts_more_than_the_first_of_many_alike() {
        let alike: Vec<(usize, f64)> = (0..100).map(|key| (key, 5.0 - key as f64 / 100.0)).collect();
        let clear: Vec<(usize, f64)> =
            (0..100).map(|key| (key + 200, if key == 0 { 5.0 } else { 4.0 - key as f64 / 100.0 })).collect();
        assert_eq!(by_spread(&[(0.6, &alike[..]), (0.4, &clear[..])])[0].0, 200);
    }

    #[test]
    fn the_one_text_with_a_rare_word_is_found_among_many_of_like_meaning() {
        let meaning: Vec<(usize, f64)> = (0..1000).map(|key| (key, 0.6 - key as f64 / 2000.0)).collect();
        assert_eq!(words_and_meaning(&[(400, 7.5)], &meaning, 2)[0].0, 400);
    }

    #[test]
    fn one_score_for_all_is_the_best_score() {
        let alike: Vec<(usize, f64)> = (0..20).map(|key| (key, 3.0)).collect();
        assert!(by_spread(&[(0.5, &alike[..])]).iter().all(|(_, score)| *score == 0.5));
        assert_eq!(by_spread::<u8>(&[(1.0, &[])]), []);
    }
}
