//! Pairs of questions with labels, and how well they are told apart.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Pairs, Unreadable, beir::lines};
use crate::{
    Vocabulary,
    similar::{Likeness, Rarity, Side, THRESHOLD},
};

/// Two questions, and whether an answer to the second answers the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The first: what was asked.
    pub asked: String,
    /// The second: what was answered.
    pub answered: String,
    /// Whether they belong together.
    pub same: bool,
}

/// The figures of a configuration on pairs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairFigures {
    /// What was switched on.
    pub configuration: String,
    /// The area under the curve of hits against false alarms.
    pub auc: f64,
    /// The average precision.
    pub ap: f64,
    /// The share that is right at the threshold in use.
    pub accuracy: f64,
}

#[derive(Deserialize)]
struct Line {
    #[serde(alias = "q1", alias = "question1", alias = "question_1")]
    chq: String,
    #[serde(alias = "q2", alias = "question2", alias = "question_2")]
    faq: String,
    label: Label,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Label {
    Number(f64),
    Truth(bool),
    Text(String),
}

impl Label {
    fn same(&self) -> Option<bool> {
        match self {
            Self::Number(number) if *number == 1.0 => Some(true),
            Self::Number(number) if *number == 0.0 => Some(false),
            Self::Number(_) => None,
            Self::Truth(truth) => Some(*truth),
            Self::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
                "1" | "true" | "yes" => Some(true),
                "0" | "false" | "no" => Some(false),
                _ => None,
            },
        }
    }
}

/// Reads a file with one JSON object a line: chq and faq, or q1 and q2, and a label.
pub fn read_pairs(file: &Path) -> Result<Vec<Pair>, Unreadable> {
    let mut pairs = Vec::new();
    lines(file, |_, line| {
        let line: Line = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let same = line.label.same().ok_or("the label is neither 0 nor 1")?;
        pairs.push(Pair { asked: line.chq, answered: line.faq, same });
        Ok(())
    })?;
    let same = pairs.iter().filter(|pair| pair.same).count();
    if same == 0 || same == pairs.len() {
        return Err(Unreadable::OneSided(file.display().to_string()));
    }
    Ok(pairs)
}

/// Scores pairs by words alone, and with the vocabulary. How telling a word is comes from the pairs themselves.
pub fn pairs_by_words(pairs: &[Pair], vocabulary: Option<&Vocabulary>) -> Vec<f64> {
    scored(pairs, vocabulary, |likeness, _, one, other| likeness.score(one, other))
}

/// The same with how near the two lie in meaning: a cosine for each pair.
pub fn pairs_by_meaning(pairs: &[Pair], vocabulary: Option<&Vocabulary>, cosines: &[f64]) -> Vec<f64> {
    scored(pairs, vocabulary, |likeness, place, one, other| {
        // A pair without a cosine has nothing in common in meaning.
        let cosine = cosines.get(place).copied().unwrap_or_default();
        likeness.score_with_meaning(one, other, cosine)
    })
}

fn scored(
    pairs: &[Pair],
    vocabulary: Option<&Vocabulary>,
    score: impl Fn(&Likeness, usize, &Side, &Side) -> f64,
) -> Vec<f64> {
    let texts = pairs.iter().flat_map(|pair| [pair.asked.as_str(), pair.answered.as_str()]);
    let rarity = Rarity::of(texts);
    let idf = |stem: &str| rarity.idf(stem);
    let likeness = Likeness::new(&idf, vocabulary);
    let each = pairs.iter().enumerate().map(|(place, pair)| {
        score(&likeness, place, &likeness.side(&pair.asked), &likeness.side(&pair.answered))
    });
    each.collect()
}

/// The figures of scores, at the threshold in use.
pub fn pair_figures(configuration: &str, pairs: &[Pair], scores: &[f64]) -> PairFigures {
    let scored: Vec<(f64, bool)> =
        scores.iter().zip(pairs).map(|(score, pair)| (*score, pair.same)).collect();
    let Pairs { auc, ap, accuracy } = Pairs::of(&scored, THRESHOLD);
    PairFigures { configuration: configuration.to_owned(), auc, ap, accuracy }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn both_forms_are_read_and_a_bad_line_is_named() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        writeln!(file, r#"{{"pid":"1","chq":"a","faq":"b","label":1}}"#).unwrap();
        writeln!(file, r#"{{"q1":"c","q2":"d","label":"0"}}"#).unwrap();
        let pairs = read_pairs(file.path()).unwrap();
        assert_eq!(pairs.iter().map(|pair| pair.same).collect::<Vec<_>>(), [true, false]);
        writeln!(file, r#"{{"q1":"c","label":0}}"#).unwrap();
        assert!(read_pairs(file.path()).unwrap_err().to_string().contains(":3: "));
        let said = |line: &str| {
            std::fs::write(file.path(), line).unwrap();
            read_pairs(file.path()).unwrap_err().to_string()
        };
        assert!(said(r#"{"q1":"c","q2":"d","label":7}"#).contains("neither 0 nor 1"));
        assert!(said(r#"{"q1":"c","q2":"d","label":1}"#).contains("label 0"));
        assert!(said("").contains("label 0"));
    }
}
