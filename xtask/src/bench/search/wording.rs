//! Other words for the made-up texts. Those of `bench generate` are a thousand different ones, each in every tenth
//! question, with which no search has to do what it does on a real site. Here every word that says something is
//! drawn anew: a few words are used by nearly everybody, tens of thousands by hardly anybody, and some are written wrong.

use std::collections::{HashMap, HashSet};

use search::analysis::is_stop_word;

use crate::bench::generate::{Random, patterns};

/// So many different words, those written wrong not counted.
const WORDS: usize = 50_000;
/// Zipf's law counts ranks from here, as Mandelbrot has it: after words such as `the`, which are not drawn.
const FIRST_RANK: f64 = 20.0;
/// Of so many words that a patient types one is written wrong.
const ONE_WRONG_OF: u64 = 300;

/// Whose text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writer {
    Patient,
    Doctor,
}

/// All words with how likely each is.
pub(super) struct Wording {
    words: Vec<String>,
    /// For each word, how likely it or one before it is, not yet divided by that of all.
    shares: Vec<f64>,
}

/// Which word stands for which in one question and its answers: they keep to their subject.
pub(super) type Said = HashMap<String, usize>;

impl Wording {
    pub(super) fn new(seed: u64) -> Self {
        let random = &mut Random::new(seed, 0);
        let mut words = known_words();
        for index in (1..words.len()).rev() {
            words.swap(index, random.below(index as u64 + 1) as usize);
        }
        let mut taken: HashSet<String> = words.iter().cloned().collect();
        while words.len() < WORDS {
            let word = made_up(random, words.len());
            if !is_stop_word(&word) && taken.insert(word.clone()) {
                words.push(word);
            }
        }
        let mut all = 0.0;
        let shares = (0..words.len()).map(|rank| {
            all += 1.0 / (rank as f64 + FIRST_RANK);
            all
        });
        let shares = shares.collect();
        Self { words, shares }
    }

    /// A text in one line with other words.
    pub(super) fn reworded(
        &self,
        random: &mut Random,
        text: &str,
        said: &mut Said,
        writer: Writer,
    ) -> String {
        let mut out = String::with_capacity(text.len() * 5 / 4);
        let mut rest = text;
        while let Some(start) = rest.find(|char: char| char.is_ascii_alphabetic()) {
            out.extend(rest[..start].chars().map(|char| if char == '\n' { ' ' } else { char }));
            let from = &rest[start..];
            let end = from.find(|char: char| !char.is_ascii_alphabetic() && char != '\'');
            let (word, after) = from.split_at(end.unwrap_or(from.len()));
            let before = out.len();
            self.push(random, &mut out, word, said);
            if writer == Writer::Patient && random.below(ONE_WRONG_OF) == 0 {
                let wrong = slipped(random, &out[before..]);
                out.truncate(before);
                out.push_str(&wrong);
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn push(&self, random: &mut Random, out: &mut String, word: &str, said: &mut Said) {
        let small = word.to_ascii_lowercase();
        if is_stop_word(&small.replace('\'', "")) {
            out.push_str(word);
            return;
        }
        let drawn = *said.entry(small).or_insert_with(|| self.draw(random));
        let start = out.len();
        out.push_str(self.words.get(drawn).map_or(word, String::as_str));
        if word.starts_with(|first: char| first.is_ascii_uppercase())
            && let Some(first) = out.get_mut(start..start + 1)
        {
            first.make_ascii_uppercase();
        }
    }

    fn draw(&self, random: &mut Random) -> usize {
        let all = self.shares.last().copied().unwrap_or_default();
        let at = random.below(1 << 52) as f64 / (1_u64 << 52) as f64 * all;
        self.shares.partition_point(|share| *share <= at)
    }
}

/// The words of the sentences themselves, so that some of a text's words are in the vocabulary that search knows.
fn known_words() -> Vec<String> {
    let mut seen = HashSet::new();
    let words = patterns().flat_map(|pattern| pattern.split(|char: char| !char.is_ascii_alphabetic()));
    let words = words.map(str::to_ascii_lowercase).filter(|word| word.len() > 2 && !is_stop_word(word));
    words.filter(|word| seen.insert(word.clone())).collect()
}

/// A word that can be said, longer the rarer it is.
fn made_up(random: &mut Random, rank: usize) -> String {
    const BEGIN: [&str; 27] = [
        "b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl", "qu",
        "r", "s", "st", "t", "tr", "v", "w", "z",
    ];
    const MIDDLE: [&str; 10] = ["a", "e", "i", "o", "u", "ai", "ea", "io", "ou", "y"];
    const END: [&str; 12] = ["l", "m", "n", "r", "s", "t", "x", "nd", "rt", "st", "th", "ck"];
    let syllables = match rank {
        0..4_000 => 2,
        4_000..20_000 => random.within(2, 3),
        _ => random.within(3, 4),
    };
    let mut word = String::new();
    for _ in 0..syllables {
        word.push_str(random.pick(&BEGIN));
        word.push_str(random.pick(&MIDDLE));
        if random.percent(30) {
            word.push_str(random.pick(&END));
        }
    }
    word
}

/// A word with one mistake of the hand: two letters swapped, one left out, twice or wrong. Short ones stay.
pub(super) fn slipped(random: &mut Random, word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 5 {
        return word.to_owned();
    }
    // People rarely get the first letter wrong.
    let at = random.within(1, letters.len() as u64 - 2) as usize;
    match random.below(4) {
        0 => letters.swap(at, at + 1),
        1 => drop(letters.remove(at)),
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = char::from(b'a' + random.below(26) as u8),
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_shape_and_its_subject() {
        let wording = Wording::new(1);
        assert_eq!(wording.words.len(), WORDS);
        let (mut said, random) = (Said::new(), &mut Random::new(1, 1));
        let text = wording.reworded(
            random,
            "Is a walk good?\n\nI don't walk after noon.",
            &mut said,
            Writer::Doctor,
        );
        let words: Vec<&str> = text.split([' ', '?', '.']).filter(|word| !word.is_empty()).collect();
        let ["Is", "a", walk, good, "I", "don't", again, "after", noon] = words[..] else { panic!("{text}") };
        assert_eq!(walk, again);
        assert!(good != walk && noon != walk && good != "good", "{text}");
        assert!(!text.contains('\n'), "{text}");
    }

    #[test]
    fn few_words_are_frequent_and_most_are_rare() {
        let (wording, random) = (Wording::new(1), &mut Random::new(1, 1));
        let drawn: Vec<usize> = (0..100_000).map(|_| wording.draw(random)).collect();
        let share = |limit: usize| drawn.iter().filter(|rank| **rank < limit).count() as f64 / 100_000.0;
        assert!((0.2..0.25).contains(&share(100)), "{}", share(100));
        assert!((0.45..0.55).contains(&share(1000)), "{}", share(1000));
        assert!(drawn.iter().all(|rank| *rank < WORDS));
    }

    #[test]
    fn a_slip_is_small() {
        let random = &mut Random::new(1, 1);
        assert_eq!(slipped(random, "acne"), "acne");
        let slips: Vec<String> = (0..50).map(|_| slipped(random, "eczema")).collect();
        assert!(slips.iter().all(|slip| (5..=7).contains(&slip.len()) && slip.starts_with('e')), "{slips:?}");
        assert!(slips.iter().filter(|slip| *slip != "eczema").count() > 40, "{slips:?}");
    }
}
