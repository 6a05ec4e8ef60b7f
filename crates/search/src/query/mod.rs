//! What somebody typed. Any string is a query.

mod parse;

use std::fmt::{self, Display, Formatter};

use crate::{analysis::is_stop_word, entry::Facet};

/// No more of a text is read. A long letter has a twentieth of it.
pub const LONGEST: usize = 20_000;
/// No more words are looked at.
pub const WORDS: usize = 1_000;
/// No more filters, phrases and exclusions each.
pub const PARTS: usize = 16;

/// A text with more pieces than this is a letter: its quotes, hyphens and colons are punctuation.
const LETTER: usize = 40;

/// A word as it was typed, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// The word, not stemmed.
    pub text: String,
    /// Whether it is the joined form of the parts before it.
    pub joined: bool,
}

/// A narrowing as it was typed: the site finds out what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// By what.
    pub facet: Facet,
    /// The name, as it was typed.
    pub value: String,
    /// Whether what it names is wanted or not.
    pub wish: Wish,
}

impl Display for Filter {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let minus = if self.wish == Wish::Without { "-" } else { "" };
        write!(f, "{minus}{}:{}", self.facet.name(), self.value)
    }
}

/// Whether something is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Only this.
    With,
    /// Not this.
    Without,
}

/// Whether the last word may have been typed only in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It is whole.
    Whole,
    /// More letters may follow.
    Open,
}

/// A query in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// What was read of it.
    pub text: String,
    /// The words, those of phrases included.
    pub words: Vec<Typed>,
    /// Words that have to follow one another.
    pub phrases: Vec<Vec<String>>,
    /// Words and phrases that must not be there.
    pub without: Vec<Vec<String>>,
    /// What results are narrowed to.
    pub filters: Vec<Filter>,
    /// Filters, phrases and exclusions that were too many, as they were typed. They do nothing.
    pub beyond: Vec<String>,
    /// Whether the last word may go on.
    pub ending: Ending,
}

impl Query {
    /// Reads what was typed into a search box.
    pub fn parse(text: &str) -> Self {
        parse::query(text)
    }

    /// Reads a text in which nothing is an operator, such as a question being written.
    pub fn of_text(text: &str) -> Self {
        parse::text(text)
    }

    /// How many of its words tell something: by this a letter is told from a few words.
    pub fn telling(&self) -> usize {
        self.words.iter().filter(|word| !word.joined && !is_stop_word(&word.text)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telling_words_are_those_that_every_text_does_not_have() {
        for (text, count) in [("", 0), ("what is the", 0), ("What is a follow-up of botox?", 3)] {
            assert_eq!(Query::of_text(text).telling(), count, "{text}");
        }
    }
}
