//! The best so far, after a place where an earlier page ended.

use std::{cmp::Ordering, collections::BinaryHeap};

use super::Hit;
use crate::entry::Key;

/// Ordered so that the worst is the greatest: what a heap gives back first.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Worst {
    rank: f64,
    key: u64,
}

impl Eq for Worst {}

impl Ord for Worst {
    fn cmp(&self, other: &Self) -> Ordering {
        other.rank.total_cmp(&self.rank).then(self.key.cmp(&other.key))
    }
}

impl PartialOrd for Worst {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Keeps the best.
pub(crate) struct Top {
    limit: usize,
    after: Option<Worst>,
    heap: BinaryHeap<Worst>,
}

impl Top {
    /// Keeps this many, all of them after a hit if one is given.
    pub(crate) fn new(limit: usize, after: Option<Hit>) -> Self {
        let after = after.map(|hit| Worst { rank: hit.rank, key: hit.key.number() });
        Self { limit, after, heap: BinaryHeap::with_capacity(limit.min(1000) + 1) }
    }

    /// What must be reached, at least, to be kept.
    pub(crate) fn bar(&self) -> f64 {
        if self.heap.len() < self.limit {
            return f64::NEG_INFINITY;
        }
        self.heap.peek().map_or(f64::INFINITY, |worst| worst.rank)
    }

    pub(crate) fn offer(&mut self, rank: f64, key: u64) {
        let new = Worst { rank, key };
        if self.after.is_some_and(|after| new <= after) {
            return;
        }
        if self.heap.len() < self.limit {
            self.heap.push(new);
        } else if let Some(mut worst) = self.heap.peek_mut()
            && new < *worst
        {
            *worst = new;
        }
    }

    /// The best first.
    pub(crate) fn into_hits(self) -> Vec<Hit> {
        let sorted = self.heap.into_sorted_vec();
        sorted.into_iter().map(|one| Hit { key: Key::of_number(one.key), rank: one.rank }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_one_another_without_gap_or_repetition() {
        let ranks = [3.0, 1.0, 2.0, 2.0, 5.0, 2.0, 0.5];
        let page = |after| {
            let mut top = Top::new(2, after);
            for (id, rank) in ranks.iter().enumerate() {
                top.offer(*rank, id as u64);
            }
            top.into_hits()
        };
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let hits = page(after);
            let Some(last) = hits.last() else { break };
            after = Some(*last);
            seen.extend(hits.iter().map(|hit| hit.key.id));
        }
        assert_eq!(seen, [4, 0, 2, 3, 5, 1, 6]);
    }
}
