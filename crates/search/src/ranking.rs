//! How results stand in order. Every weight besides BM25's own is here.

use crate::plan::SHORT;

/// By what results are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By words, and what doctors say.
    #[default]
    Relevance,
    /// By words alone.
    Words,
    /// What changed last comes first.
    Newest,
    /// What doctors agree on most comes first.
    Agreement,
}

/// What agreement adds to the score of words, at full agreement.
pub const AGREEMENT: f64 = 0.10;
/// What many doctors add: half of it with three, all of it never.
pub const DOCTORS: f64 = 0.10;
/// What being new adds, on the first day.
pub const FRESH: f64 = 0.05;
/// After so many days half of that is left.
pub const FRESH_DAYS: f64 = 365.0;

/// So many of what words found, and so many of what meaning found, are brought together.
pub const CANDIDATES: usize = 300;
/// What meaning counts, of 1, where the query is a few words.
const MEANING: f64 = 0.5;
/// The same for a letter.
const MEANING_OF_LETTER: f64 = 0.8;

/// What meaning counts, of 1, for a query with so many telling words.
pub(crate) fn meaning(telling: usize) -> f64 {
    if telling > SHORT { MEANING_OF_LETTER } else { MEANING }
}

/// How one search is ordered.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ranking {
    /// By what.
    pub order: Order,
    /// Now, in Unix seconds, for what is new.
    pub now: i64,
}

impl Ranking {
    /// `1 + AGREEMENT · agreement + DOCTORS · n/(n+3) + FRESH · ½^(days/365)`: with what the score of words is
    /// multiplied. So small that words decide, and signals only between what is about as good.
    pub fn factor(&self, agreement: u64, doctors: u64, updated: i64) -> f64 {
        let doctors = doctors as f64;
        let days = self.now.saturating_sub(updated).max(0) as f64 / 86_400.0;
        1.0 + AGREEMENT * agreement as f64 / 100.0
            + DOCTORS * doctors / (doctors + 3.0)
            + FRESH * 0.5_f64.powf(days / FRESH_DAYS)
    }

    /// No factor is greater.
    pub(crate) fn most(&self) -> f64 {
        1.0 + AGREEMENT + DOCTORS + FRESH
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_raise_and_never_rule() {
        let ranking = Ranking { order: Order::Relevance, now: 1_000_000_000 };
        let plain = ranking.factor(0, 0, 0);
        let best = ranking.factor(100, 50, 1_000_000_000);
        assert!(plain < best && best <= ranking.most());
        assert!(best / plain < 1.3);
        assert!(ranking.factor(0, 0, i64::MAX) <= ranking.most());
    }
}
