//! Wordings that speak for themselves: "not at all", "it depends", "nothing to worry about".
//!
//! The entries live in `data/phrases.txt`, one a line under the heading of what they say.

use std::sync::LazyLock;

use crate::sentence::Word;
use crate::table::Table;

/// What a wording says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Saying {
    /// Yes, in so many words.
    Yes,
    /// No, in so many words.
    No,
    /// What was asked about is not so, as far as is known.
    Deny,
    /// What was asked about is known to be so.
    Affirm,
    /// Not in every case.
    NotAll,
    /// It depends.
    Depends,
    /// The writer does not know.
    Unknown,
    /// No cause for worry.
    Reassure,
    /// Cause for worry.
    Alarm,
    /// Go ahead.
    Allow,
    /// Do not.
    Forbid,
    /// Reads like a negation and is none ("no doubt", "not uncommon").
    Mask,
    /// Says nothing about the question ("further studies are needed").
    Skip,
}

/// A wording found in a sentence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) saying: Saying,
    /// The first word, and the word after the last.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// It opened the sentence.
    pub(crate) leads: bool,
}

impl Found {
    /// Whether an overlapping wording that begins later is to be preferred: it is longer, or as long and more telling.
    fn yields_to(&self, later: &Found) -> bool {
        let (own, other) = (self.to - self.from, later.to - later.from);
        other > own
            || other == own && matches!(self.saying, Saying::Allow | Saying::Affirm | Saying::Reassure)
    }
}

#[derive(Debug)]
enum Part {
    Word(Vec<&'static str>),
    Gap,
    Pause,
}

#[derive(Debug)]
struct Pattern {
    saying: Saying,
    leads: bool,
    parts: Vec<Part>,
}

static PATTERNS: LazyLock<Table<Vec<Pattern>>> = LazyLock::new(|| load(include_str!("../data/phrases.txt")));

fn load(list: &'static str) -> Table<Vec<Pattern>> {
    let mut patterns: Table<Vec<Pattern>> = Table::default();
    let mut saying = Saying::Skip;
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            saying = named(name);
            continue;
        }
        let leads = line.starts_with('^');
        let mut tokens = line.trim_start_matches('^').split_whitespace();
        let Some(first) = tokens.next() else { continue };
        let rest: Vec<&'static str> = tokens.collect();
        for word in first.split('|') {
            let parts = rest.iter().map(|token| part(token)).collect();
            patterns.entry(word).or_default().push(Pattern { saying, leads, parts });
        }
    }
    patterns
}

fn part(token: &'static str) -> Part {
    match token {
        "*" => Part::Gap,
        "$" => Part::Pause,
        _ => Part::Word(token.split('|').collect()),
    }
}

fn named(name: &str) -> Saying {
    match name {
        "yes" => Saying::Yes,
        "no" => Saying::No,
        "deny" => Saying::Deny,
        "affirm" => Saying::Affirm,
        "notall" => Saying::NotAll,
        "depends" => Saying::Depends,
        "unknown" => Saying::Unknown,
        "reassure" => Saying::Reassure,
        "alarm" => Saying::Alarm,
        "allow" => Saying::Allow,
        "forbid" => Saying::Forbid,
        "mask" => Saying::Mask,
        _ => Saying::Skip,
    }
}

/// All wordings in a sentence, in its order; where two overlap the longer one wins.
pub(crate) fn find(words: &[Word<'_>], start: usize) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(patterns) = PATTERNS.get(word.text) else { continue };
        let fits = patterns.iter().filter(|pattern| !pattern.leads || at == start);
        let longest = fits
            .filter_map(|pattern| Some((pattern, ends(words, at + 1, &pattern.parts)?)))
            .max_by_key(|(pattern, to)| (*to, pattern.leads));
        let Some((pattern, to)) = longest else { continue };
        let one = Found { saying: pattern.saying, from: at, to, leads: pattern.leads };
        match found.last_mut() {
            Some(last) if last.to > at && !last.yields_to(&one) => {}
            Some(last) if last.to > at => *last = one,
            _ => found.push(one),
        }
    }
    found
}

/// Where the parts end when they are matched from a place on.
fn ends(words: &[Word<'_>], at: usize, parts: &[Part]) -> Option<usize> {
    let Some((part, rest)) = parts.split_first() else { return Some(at) };
    match part {
        Part::Word(options) => {
            let word = words.get(at)?;
            options.contains(&word.text).then(|| ends(words, at + 1, rest))?
        }
        Part::Gap => (0..=2)
            .take_while(|skip| *skip == 0 || words.get(at + skip - 1).is_some_and(|word| !word.negates()))
            .find_map(|skip| ends(words, at + skip, rest)),
        Part::Pause => words.get(at).is_none_or(Word::follows_pause).then(|| ends(words, at, rest))?,
    }
}
