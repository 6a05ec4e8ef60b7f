//! Whether two questions ask the same: whether the answer to one would answer the other.

mod features;
mod intent;
mod weights;

use std::collections::HashMap;

use crate::{analysis::stems, vocabulary::Vocabulary};
pub use features::{FEATURES, NAMES, Side, WISH};

/// From this score up two questions are taken for the same.
pub const THRESHOLD: f64 = 0.5;

/// How telling words are, counted in texts.
#[derive(Clone, Debug, Default)]
pub struct Rarity {
    texts: f32,
    counts: HashMap<String, f32>,
}

impl Rarity {
    /// Counts the stems of texts.
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut rarity = Self::default();
        for text in texts {
            rarity.texts += 1.0;
            let mut stems = stems(text);
            stems.sort_unstable();
            stems.dedup();
            for stem in stems {
                *rarity.counts.entry(stem).or_default() += 1.0;
            }
        }
        rarity
    }

    /// Great for a stem that stands in few of the texts.
    pub fn idf(&self, stem: &str) -> f32 {
        let count = self.counts.get(stem).copied().unwrap_or_default();
        (1.0 + (self.texts - count + 0.5).max(0.0) / (count + 0.5)).ln()
    }
}

/// Tells how alike questions are.
pub struct Likeness<'a> {
    idf: &'a dyn Fn(&str) -> f32,
    vocabulary: Option<&'a Vocabulary>,
}

impl<'a> Likeness<'a> {
    /// With how telling each stem is, and the wordings that are known.
    pub fn new(idf: &'a dyn Fn(&str) -> f32, vocabulary: Option<&'a Vocabulary>) -> Self {
        Self { idf, vocabulary }
    }

    /// A question made ready to be compared.
    pub fn side(&self, text: &str) -> Side {
        Side::of(text, self.idf, self.vocabulary)
    }

    /// How likely it is that both ask the same, 0 to 1.
    pub fn score(&self, one: &Side, other: &Side) -> f64 {
        weights::score(&features::of(one, other))
    }

    /// The same where it is known how near the two lie in meaning: the cosine of their vectors.
    pub fn score_with_meaning(&self, one: &Side, other: &Side, cosine: f64) -> f64 {
        weights::score_with_meaning(&features::of(one, other), cosine)
    }

    /// What the score is made of, by [`NAMES`].
    pub fn features(&self, one: &Side, other: &Side) -> [f64; FEATURES] {
        features::of(one, other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(one: &str, other: &str) -> f64 {
        let texts = [
            "How is scoliosis treated?",
            "What causes scoliosis?",
            "How is sepsis treated?",
            "Can botox make my hair fall out?",
            "What is a good cream for dry skin?",
        ];
        let rarity = Rarity::of(texts.into_iter());
        let idf = |stem: &str| rarity.idf(stem);
        let likeness = Likeness::new(&idf, None);
        likeness.score(&likeness.side(one), &likeness.side(other))
    }

    #[test]
    fn the_same_in_other_words_is_nearer_than_another_matter() {
        let asked = "My daughter has scoliosis. Is there any treatment?";
        let same = score(asked, "How is scoliosis treated?");
        assert!(same > score(asked, "What causes scoliosis?"), "{same}");
        assert!(same > score(asked, "How is sepsis treated?"), "{same}");
        assert!(score(asked, asked) > same);
    }

    #[test]
    fn what_lies_near_in_meaning_is_more_likely_the_same() {
        let rarity = Rarity::of(["My hair falls out", "Am I going bald?"].into_iter());
        let idf = |stem: &str| rarity.idf(stem);
        let likeness = Likeness::new(&idf, None);
        let (one, other) = (likeness.side("My hair falls out"), likeness.side("Am I going bald?"));
        let with = |cosine: f64| likeness.score_with_meaning(&one, &other, cosine);
        // They share no word.
        assert!(likeness.score(&one, &other) < THRESHOLD);
        assert!(with(0.9) > THRESHOLD && with(0.2) < THRESHOLD, "{} {}", with(0.9), with(0.2));
        // And of two pairs as near, that which wants to know the same.
        let [cause, why, cure] = ["What causes hair loss?", "Why do I go bald?", "What cures a bald head?"]
            .map(|text| likeness.side(text));
        let with = |one, other| likeness.score_with_meaning(one, other, 0.6);
        assert!(with(&cause, &why) > with(&cure, &why));
    }

    #[test]
    fn nothing_is_like_nothing() {
        for (one, other) in [("", ""), ("?", "botox"), ("the", "the")] {
            assert!(score(one, other).is_finite());
        }
    }
}
