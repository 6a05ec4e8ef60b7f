//! How well the essence of a letter is what a person made of it in a few words.

use std::{collections::HashSet, path::Path};

use serde::{Deserialize, Serialize};

use super::{Unreadable, beir::lines, mean, ndcg};
use crate::{
    analysis::stems,
    essence::{Weights, essence},
    similar::Rarity,
};

/// A letter, and what somebody who read it says that it asks.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Letter {
    /// As it was written.
    #[serde(alias = "letter")]
    pub chq: String,
    /// In a few words.
    pub summary: String,
}

/// The figures of a way to reduce letters.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EssenceFigures {
    /// Which.
    pub configuration: String,
    /// How well the letter's words are ordered, from the most telling down: those of the summary first. The mean of nDCG@10.
    pub words: f64,
    /// How much the sentence that is said to carry the question has in common with the summary: the mean of F1, over
    /// different words.
    pub sentence: f64,
}

impl Weights {
    /// Nothing counts but how rare a word is.
    pub const RARITY_ALONE: Self = Self {
        first: 1.0,
        telling: 1.0,
        asking: 1.0,
        chatter: 1.0,
        common: 1.0,
        again: 0.0,
        rare: 0.0,
        words: usize::MAX,
    };
}

/// Reads a file with one JSON object a line: chq (or letter) and summary.
pub fn read_letters(file: &Path) -> Result<Vec<Letter>, Unreadable> {
    let mut letters = Vec::new();
    lines(file, |_, line| {
        letters.push(serde_json::from_str(line).map_err(|error| error.to_string())?);
        Ok(())
    })?;
    if letters.is_empty() {
        return Err(Unreadable::NoLetter(file.display().to_string()));
    }
    Ok(letters)
}

/// Reduces every letter and compares what is left with its summary. How telling a word is comes from the letters themselves.
pub fn essence_figures(configuration: &str, letters: &[Letter], weights: Weights) -> EssenceFigures {
    let rarity = Rarity::of(letters.iter().map(|letter| letter.chq.as_str()));
    let (mut words, mut sentences) = (Vec::new(), Vec::new());
    for Letter { chq, summary } in letters {
        let reduced = essence(chq, weights, &|stem| rarity.idf(stem));
        let (letter, wanted) = (distinct(chq), distinct(summary));
        let judged = wanted.intersection(&letter).map(|stem| (stem.clone(), 1.0)).collect();
        let ranking: Vec<String> = reduced.words.into_iter().map(|(stem, _)| stem).collect();
        words.push(ndcg(&ranking, &judged, 10));
        sentences.push(f1(&distinct(&chq[reduced.sentence]), &wanted));
    }
    EssenceFigures {
        configuration: configuration.to_owned(),
        words: mean(&words),
        sentence: mean(&sentences),
    }
}

fn distinct(text: &str) -> HashSet<String> {
    stems(text).into_iter().collect()
}

/// The harmonic mean of the shares that each has in common with the other.
fn f1(one: &HashSet<String>, other: &HashSet<String>) -> f64 {
    let common = one.intersection(other).count();
    if common == 0 { 0.0 } else { 2.0 * common as f64 / (one.len() + other.len()) as f64 }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn letter(chq: &str, summary: &str) -> Letter {
        Letter { chq: chq.to_owned(), summary: summary.to_owned() }
    }

    #[test]
    fn what_greets_and_thanks_is_seen_through() {
        let letters = [
            letter(
                "Hello from Zanesville Ohiotown. Is ribavirin dangerous? Thanks, Bartholomew.",
                "Is ribavirin dangerous?",
            ),
            letter("Ribavirin again. What helps against hives? Regards", "How are hives treated?"),
        ];
        let plain = essence_figures("plain", &letters, Weights::RARITY_ALONE);
        let reduced = essence_figures("essence", &letters, Weights::default());
        assert!(reduced.words > plain.words, "{reduced:?} {plain:?}");
        assert!(reduced.sentence > 0.5, "{reduced:?}");
    }

    #[test]
    fn letters_are_read_and_a_bad_line_is_named() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        assert!(read_letters(file.path()).unwrap_err().to_string().contains("no letter"));
        writeln!(file, r#"{{"file":"1","chq":"a","summary":"b"}}"#).unwrap();
        writeln!(file, r#"{{"letter":"c","summary":"d"}}"#).unwrap();
        assert_eq!(read_letters(file.path()).unwrap(), [letter("a", "b"), letter("c", "d")]);
        writeln!(file, r#"{{"chq":"a"}}"#).unwrap();
        assert!(read_letters(file.path()).unwrap_err().to_string().contains(":3: "));
    }
}
