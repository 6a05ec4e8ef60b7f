//! How results stand in order. Every weight besides BM25's own is here.

use crate::{engine::Hit, plan::SHORT};

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

impl Order {
    /// When a result of this order last changed, in Unix seconds, if that is what it is ordered by.
    pub fn changed(self, hit: &Hit) -> Option<i64> {
        (self == Self::Newest).then_some(hit.rank as i64)
    }
}

/// What agreement adds to the score of words, at full agreement.
pub const AGREEMENT: f64 = 0.10;
/// What many doctors add: half of it with three, all of it never.
pub const DOCTORS: f64 = 0.10;
/// What being new adds, on the first day.
pub const FRESH: f64 = 0.05;
/// After so many days half of that is left.
pub const FRESH_DAYS: f64 = 365.0;

/// So many of what words found, and so many of what meaning found, are brought together. With 300 or 100 of each, nDCG@10 of
/// letters to answers is 0.01 or 0.03 less, that of short questions the same.
pub const CANDIDATES: usize = 1_000;
/// What meaning counts, of 1, where the query is a few words; words count the rest. Measured with all-MiniLM-L6-v2 on answers
/// of MedQuAD asked for in short questions and by other names, on K-QA and on PubMedQA: other names are best at 0.3, questions
/// between 0.5 and 0.8, and no set is more than 0.015 below its best here. By places (reciprocal rank fusion) all of
/// them, and letters, are 0.015 to 0.035 worse; by scores from worst to best short ones are the same, letters up to 0.016 worse.
const MEANING: f64 = 0.55;
/// The same for a letter: on letters with their summaries (MeQSum), with the questions that answer them (RQE) and with answers
/// of MedQuAD. The first two are best at 0.8, the last at 0.7. Where the letter's own sentence that asks is read too, all
/// become worse: so the whole of it is read once.
const MEANING_OF_LETTER: f64 = 0.7;

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
