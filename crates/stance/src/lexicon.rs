//! The word list: what a single word says (an effect, a difference, a benefit, a need ...).
//!
//! The entries live in `data/words.txt`, one a line under the heading of their class. They are read
//! once, at the first use.

use std::sync::LazyLock;

use crate::table::Table;

/// A set of word classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Classes(u32);

/// The names of the classes that carry meaning, in the order of the value tables in `values`.
pub(crate) const MEANINGS: [&str; 11] =
    ["effect", "noeffect", "same", "differ", "up", "down", "good", "bad", "need", "noneed", "exist"];

/// One thing changes another, or tells of it.
pub(crate) const EFFECT: usize = 0;
/// One thing has no bearing on another.
pub(crate) const NO_EFFECT: usize = 1;
/// Two things are alike.
pub(crate) const SAME: usize = 2;
/// Two things are unlike.
pub(crate) const DIFFER: usize = 3;
/// More of something.
pub(crate) const UP: usize = 4;
/// Less of something.
pub(crate) const DOWN: usize = 5;
/// Praise.
pub(crate) const GOOD: usize = 6;
/// Blame or danger.
pub(crate) const BAD: usize = 7;
/// It has to be.
pub(crate) const NEED: usize = 8;
/// It does not have to be.
pub(crate) const NO_NEED: usize = 9;
/// It is there, or was seen.
pub(crate) const EXIST: usize = 10;

const NEGATOR: u32 = 1 << 16;
const HEDGE: u32 = 1 << 17;
const STOP: u32 = 1 << 18;
const NARROW: u32 = 1 << 19;

impl Classes {
    /// Whether the word turns what follows into its opposite.
    pub(crate) fn negates(self) -> bool {
        self.0 & NEGATOR != 0
    }

    /// Whether the word weakens what is said.
    pub(crate) fn hedges(self) -> bool {
        self.0 & HEDGE != 0
    }

    /// Whether the word limits what is said to a part ("some", "selected", "only").
    pub(crate) fn narrows(self) -> bool {
        self.0 & NARROW != 0
    }

    /// Whether the word is too common to tell what a sentence is about.
    pub(crate) fn is_common(self) -> bool {
        self.0 & STOP != 0
    }

    /// Whether the word has the given meaning (an index into [`MEANINGS`]).
    pub(crate) fn means(self, meaning: usize) -> bool {
        self.0 & (1 << meaning) != 0
    }

    /// Whether the word has any meaning at all.
    pub(crate) fn any_meaning(self) -> bool {
        self.0 & 0xffff != 0
    }

    /// The meanings of the word, as indexes into [`MEANINGS`].
    pub(crate) fn meanings(self) -> impl Iterator<Item = usize> {
        (0..MEANINGS.len()).filter(move |&meaning| self.means(meaning))
    }

    /// The first meaning of the word.
    pub(crate) fn first_meaning(self) -> Option<usize> {
        self.meanings().next()
    }
}

struct Lexicon {
    exact: Table<Classes>,
    stems: Table<Classes>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| load(include_str!("../data/words.txt")));

fn load(list: &'static str) -> Lexicon {
    let mut lexicon = Lexicon { exact: Table::default(), stems: Table::default() };
    let mut bit = 0;
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            bit = class_bit(name);
            continue;
        }
        for entry in line.split_whitespace() {
            let set = match entry.strip_suffix('~') {
                Some(word) => lexicon.stems.entry(stem(word)),
                None => lexicon.exact.entry(entry),
            };
            set.or_default().0 |= bit;
        }
    }
    lexicon
}

fn class_bit(name: &str) -> u32 {
    match name {
        "negator" => NEGATOR,
        "hedge" => HEDGE,
        "stop" => STOP,
        "narrow" => NARROW,
        _ => MEANINGS.iter().position(|meaning| *meaning == name).map_or(0, |index| 1 << index),
    }
}

/// The classes of a lower-case word.
pub(crate) fn classes(word: &str, stem: &str) -> Classes {
    match LEXICON.exact.get(word) {
        Some(set) => *set,
        None => LEXICON.stems.get(stem).copied().unwrap_or_default(),
    }
}

/// Endings that are cut from a word to compare it with its relatives, longest first.
const ENDINGS: [&str; 28] = [
    "ations", "ation", "ative", "ating", "ators", "ator", "ated", "ates", "able", "ments", "ment", "ness",
    "ions", "ings", "edly", "ives", "ors", "or", "ate", "ion", "ing", "ive", "ity", "ed", "ly", "es", "al",
    "s",
];

/// The word without its endings: "increases", "increased" and "increasing" share one stem.
pub(crate) fn stem(word: &str) -> &str {
    let mut rest = word.strip_suffix("'s").unwrap_or(word);
    for _ in 0..3 {
        let cut =
            ENDINGS.iter().find_map(|ending| rest.strip_suffix(ending).filter(|short| short.len() >= 4));
        match cut {
            Some(short) => rest = short,
            None => break,
        }
    }
    let short = match rest.as_bytes() {
        // "stopped" was cut to "stopp".
        [.., one, other] if rest.len() > 4 && one == other && one.is_ascii_alphabetic() => {
            &rest[..rest.len() - 1]
        }
        _ => rest,
    };
    if short.len() > 3 { short.trim_end_matches(['y', 'i', 'e']) } else { short }
}
