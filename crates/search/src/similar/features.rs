//! What two questions have in common, as numbers from 0 to 1.

use std::collections::{BTreeMap, BTreeSet};

use super::intent::Intent;
use crate::{
    analysis::{is_stop_word, stem, words},
    essence::{self, essence},
    vocabulary::Vocabulary,
};

/// How many features there are.
pub const FEATURES: usize = 5;

/// What each is called.
pub const NAMES: [&str; FEATURES] = ["wordings", "letters", "essence", "pairs", "same wish"];

/// Which of them tells whether both want to know the same.
pub const WISH: usize = 4;

/// What a wording counts beside the word itself.
const WORDING: f32 = 0.5;

/// A question made ready to be compared. Its words are kept in order, so that sums are the same each time.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// Each stem with how telling it is, and with less of that what else it is called.
    wordings: BTreeMap<String, f32>,
    /// The stems that carry it, with what they count.
    essence: BTreeMap<String, f32>,
    /// Three letters in a row, how often.
    letters: BTreeMap<[char; 3], f32>,
    /// Stems that follow one another.
    pairs: BTreeSet<(String, String)>,
    wish: Intent,
}

impl Side {
    pub(super) fn of(text: &str, idf: &dyn Fn(&str) -> f32, vocabulary: Option<&Vocabulary>) -> Self {
        let kept: Vec<String> = words(text)
            .filter(|word| !word.joined && !is_stop_word(&word.text))
            .map(|word| word.text)
            .collect();
        let stems: Vec<String> = kept.iter().map(|word| stem(word)).collect();
        let carried = essence(text, essence::Weights::default(), idf);
        let mut side = Self {
            wordings: stems.iter().map(|stem| (stem.clone(), idf(stem))).collect(),
            essence: carried.words.iter().map(|(stem, weight)| (stem.clone(), weight * idf(stem))).collect(),
            pairs: stems.windows(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect(),
            wish: Intent::of(&text[carried.sentence.clone()]),
            ..Self::default()
        };
        if side.wish.is_open() {
            side.wish = Intent::of(text);
        }
        for word in &kept {
            let framed: Vec<char> = format!(" {word} ").chars().collect();
            for three in framed.windows(3) {
                *side.letters.entry([three[0], three[1], three[2]]).or_default() += 1.0;
            }
        }
        if let Some(vocabulary) = vocabulary {
            let all: Vec<String> =
                words(text).filter(|word| !word.joined).map(|word| stem(&word.text)).collect();
            let others = vocabulary.known(&all).into_iter().flat_map(|known| known.wordings);
            for stem in others.flat_map(|wording| wording.stems) {
                let idf = idf(&stem);
                side.wordings.entry(stem).or_insert(WORDING * idf);
            }
        }
        side
    }
}

/// The features of a pair, the same whichever comes first.
pub(super) fn of(one: &Side, other: &Side) -> [f64; FEATURES] {
    let pairs = one.pairs.intersection(&other.pairs).count() as f64;
    let fewer = one.pairs.len().min(other.pairs.len()).max(1) as f64;
    [
        cosine(&one.wordings, &other.wordings),
        cosine(&one.letters, &other.letters),
        cosine(&one.essence, &other.essence),
        pairs / fewer,
        one.wish.shared(other.wish),
    ]
}

fn cosine<K: Ord>(one: &BTreeMap<K, f32>, other: &BTreeMap<K, f32>) -> f64 {
    let dot: f32 = one.iter().filter_map(|(key, value)| Some(value * other.get(key)?)).sum();
    let length = |side: &BTreeMap<K, f32>| side.values().map(|value| value * value).sum::<f32>().sqrt();
    let both = length(one) * length(other);
    if both > 0.0 { f64::from(dot / both) } else { 0.0 }
}
