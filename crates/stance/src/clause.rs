//! From a sentence to its clauses, and what part each plays.

use crate::sentence::Word;

/// The part a clause plays in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A plain statement.
    Main,
    /// What follows "but" or "however": it wins over what stood before.
    After,
    /// What is granted: "although ...".
    Granted,
    /// What is only supposed: "if ...", "unless ...".
    Condition,
}

/// A run of words that makes one statement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clause {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) part: Part,
}

/// Cuts a sentence into clauses.
pub(crate) fn split(words: &[Word<'_>]) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    let mut from = 0;
    let mut part = Part::Main;
    for at in 1..=words.len() {
        let next = words.get(at).map(|word| boundary(words, at, word, part));
        if at == 1 {
            part = words.first().and_then(|word| opens(word.text, true)).unwrap_or(Part::Main);
        }
        let starts = match next {
            None => Part::Main,
            Some(Some(starts)) => starts,
            Some(None) => continue,
        };
        if at > from {
            clauses.push(Clause { from, to: at, part });
        }
        from = at;
        part = starts;
    }
    clauses
}

/// Whether a new clause begins at a word, and which part it plays.
fn boundary(words: &[Word<'_>], at: usize, word: &Word<'_>, current: Part) -> Option<Part> {
    if ["as", "so"].contains(&word.text) && words.get(at + 1).is_some_and(|next| next.text == "long") {
        return Some(Part::Condition);
    }
    if let Some(part) = opens(word.text, word.follows_pause()) {
        return Some(part);
    }
    match word.before {
        ';' | ':' | '-' => Some(Part::Main),
        ',' if matches!(current, Part::Granted | Part::Condition) => Some(Part::Main),
        ',' if starts_statement(words, at) => Some(current),
        _ if word.text == "and" && starts_statement(words, at + 1) => Some(current),
        _ => None,
    }
}

fn opens(word: &str, paused: bool) -> Option<Part> {
    match word {
        "but" | "however" | "nevertheless" | "nonetheless" | "yet" => Some(Part::After),
        "although" | "though" | "despite" | "notwithstanding" => Some(Part::Granted),
        "while" | "whereas" if paused => Some(Part::Granted),
        "if" | "unless" | "provided" => Some(Part::Condition),
        "because" | "since" => Some(Part::Main),
        _ => None,
    }
}

/// Whether the words at a place begin a statement of their own ("and is safe", "it will ...").
fn starts_statement(words: &[Word<'_>], at: usize) -> bool {
    const STARTS: [&str; 26] = [
        "is", "are", "was", "were", "can", "may", "might", "could", "should", "would", "will", "has", "have",
        "had", "does", "do", "did", "it", "they", "this", "there", "we", "i", "you", "these", "he",
    ];
    words.get(at).is_some_and(|word| STARTS.contains(&word.text))
}
