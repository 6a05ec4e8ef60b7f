//! What two questions have in common, as numbers from 0 to 1.

use std::collections::{HashMap, HashSet};

use super::intent::Intent;
use crate::{
    analysis::{is_stop_word, stem, words},
    essence::{self, essence},
    vocabulary::Vocabulary,
};

/// How many features there are.
pub const FEATURES: usize = 10;

/// What each is called.
pub const NAMES: [&str; FEATURES] = [
    "cosine", "contained", "rarest", "essence", "letters", "pairs", "wordings", "same wish", "other wish",
    "numbers",
];

/// A question made ready to be compared.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// Each stem with how telling it is.
    words: HashMap<String, f32>,
    /// The stems that carry it, with what they count.
    essence: HashMap<String, f32>,
    /// Three letters in a row, how often.
    letters: HashMap<[char; 3], f32>,
    /// Stems that follow one another.
    pairs: HashSet<(String, String)>,
    /// What else its words are called.
    wordings: HashSet<String>,
    numbers: HashSet<String>,
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
        let carrying = &text[carried.sentence.clone()];
        let mut side = Self {
            words: stems.iter().map(|stem| (stem.clone(), idf(stem))).collect(),
            essence: carried.words.iter().map(|(stem, weight)| (stem.clone(), weight * idf(stem))).collect(),
            pairs: stems.windows(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect(),
            numbers: kept
                .iter()
                .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
                .cloned()
                .collect(),
            wish: Intent::of(carrying),
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
            side.wordings = others.flat_map(|wording| wording.stems).collect();
        }
        side
    }
}

/// The features of a pair, the same whichever comes first.
pub(super) fn of(one: &Side, other: &Side) -> [f64; FEATURES] {
    let squared = |side: &Side| side.words.values().map(|idf| idf * idf).sum::<f32>();
    let shared = || one.words.iter().filter(|(stem, _)| other.words.contains_key(*stem)).map(|(_, idf)| *idf);
    let sum = |side: &Side| side.words.values().sum::<f32>();
    let rarest = |side: &Side| side.words.values().copied().fold(0.0, f32::max);
    let both = shared().map(|idf| idf * idf).sum::<f32>();
    let share = |part: f32, whole: f32| if whole > 0.0 { f64::from(part / whole) } else { 0.0 };
    let reached = worded(one, other).max(worded(other, one));
    let pairs = one.pairs.intersection(&other.pairs).count() as f32;
    let numbers = one.numbers.intersection(&other.numbers).count() as f32;
    [
        share(both, (squared(one) * squared(other)).sqrt()),
        share(shared().sum::<f32>(), sum(one).min(sum(other))),
        share(shared().fold(0.0, f32::max), rarest(one).min(rarest(other))).min(1.0),
        cosine(&one.essence, &other.essence),
        cosine(&one.letters, &other.letters),
        share(pairs, one.pairs.len().min(other.pairs.len()) as f32),
        reached,
        one.wish.shared(other.wish),
        f64::from(u8::from(one.wish.differ(other.wish))),
        share(numbers, one.numbers.len().max(other.numbers.len()) as f32),
    ]
}

/// The share of one side's words that the other has, in these words or others.
fn worded(one: &Side, other: &Side) -> f64 {
    let known = |stem: &String| {
        other.words.contains_key(stem) || one.wordings.contains(stem) || other.wordings.contains(stem)
    };
    let all: f32 = one.words.values().sum();
    let met: f32 = one.words.iter().filter(|(stem, _)| known(stem)).map(|(_, idf)| *idf).sum();
    if all > 0.0 { f64::from(met / all) } else { 0.0 }
}

fn cosine<K: std::hash::Hash + Eq>(one: &HashMap<K, f32>, other: &HashMap<K, f32>) -> f64 {
    let dot: f32 = one.iter().filter_map(|(key, value)| Some(value * other.get(key)?)).sum();
    let length = |side: &HashMap<K, f32>| side.values().map(|value| value * value).sum::<f32>().sqrt();
    let both = length(one) * length(other);
    if both > 0.0 { f64::from(dot / both) } else { 0.0 }
}
