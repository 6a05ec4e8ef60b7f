//! From text to sentences, and from a sentence to words.

use crate::lexicon::{self, Classes};

/// One word of a sentence, in lower case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'a> {
    pub(crate) text: &'a str,
    pub(crate) stem: &'a str,
    pub(crate) classes: Classes,
    /// The mark that stands before the word: a comma, a dash, a bracket ... or a space.
    pub(crate) before: char,
}

/// Titles and Latin shorthands whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 16] =
    ["dr", "mr", "mrs", "ms", "st", "vs", "e.g", "i.e", "eg", "ie", "al", "fig", "approx", "etc", "no", "cf"];

/// Cuts text into sentences, each with the mark that ends it.
pub(crate) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let end = sentence_end(rest);
            let (sentence, tail) = rest.split_at(end);
            rest = tail;
            let sentence = sentence.trim();
            if sentence.chars().any(char::is_alphanumeric) {
                return Some(sentence);
            }
        }
        None
    })
}

fn sentence_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        let ends = match byte {
            b'\n' => next == b'\n' || next == b'-' || next == b'*',
            b'?' | b'!' => true,
            b'.' => next.is_ascii_whitespace() && !is_abbreviation(&bytes[..at], bytes.get(at + 2)),
            _ => false,
        };
        if ends {
            return at + 1;
        }
    }
    text.len()
}

fn is_abbreviation(before: &[u8], after: Option<&u8>) -> bool {
    let start =
        before.iter().rposition(|byte| byte.is_ascii_whitespace() || *byte == b'(').map_or(0, |at| at + 1);
    let word = &before[start..];
    if word.eq_ignore_ascii_case(b"no") {
        return after.is_some_and(u8::is_ascii_digit);
    }
    let initial = word.len() == 1 && word[0].is_ascii_uppercase() && word[0] != b'I';
    initial || ABBREVIATIONS.iter().any(|short| word.eq_ignore_ascii_case(short.as_bytes()))
}

/// Lower case with plain apostrophes and hyphens.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\u{2018}' | '\u{2019}' | '`' | '\u{b4}' => out.push('\''),
            '\u{2013}' | '\u{2014}' => out.push_str(" - "),
            _ if letter.is_ascii() => out.push(letter.to_ascii_lowercase()),
            _ => out.extend(letter.to_lowercase()),
        }
    }
    out
}

/// The words of a sentence that went through [`plain`].
pub(crate) fn words(sentence: &str) -> Vec<Word<'_>> {
    let mut found = Vec::with_capacity(sentence.len() / 6 + 1);
    let mut start = None;
    let mut before = ' ';
    for (at, letter) in sentence.char_indices().chain([(sentence.len(), ' ')]) {
        if letter.is_alphanumeric() || (letter == '\'' && start.is_some()) {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            push(&mut found, sentence[from..at].trim_end_matches('\''), before);
            before = ' ';
        }
        if letter == '-' {
            let dash = before == ' ' && sentence[..at].ends_with(' ') || sentence[at + 1..].starts_with('-');
            before = if dash { '-' } else { before };
        } else if !letter.is_whitespace() {
            before = letter;
        }
    }
    found
}

/// Adds a word, written out where it was drawn together ("can't" becomes "can not").
fn push<'a>(found: &mut Vec<Word<'a>>, text: &'a str, before: char) {
    let (base, tail) = match text {
        "can't" | "cannot" | "cant" => ("can", "not"),
        "won't" | "wont" => ("will", "not"),
        "shan't" => ("shall", "not"),
        "dont" | "doesnt" | "didnt" | "isnt" | "arent" | "wasnt" | "wouldnt" | "shouldnt" | "couldnt" => {
            (text.trim_end_matches("nt"), "not")
        }
        "it's" | "that's" | "there's" | "he's" | "she's" | "what's" | "here's" => {
            (text.trim_end_matches("'s"), "is")
        }
        _ => drawn_together(text).unwrap_or((text, "")),
    };
    push_plain(found, base, before);
    if !tail.is_empty() {
        push_plain(found, tail, ' ');
    }
}

fn drawn_together(text: &str) -> Option<(&str, &'static str)> {
    let endings =
        [("n't", "not"), ("'ve", "have"), ("'re", "are"), ("'ll", "will"), ("'d", "would"), ("'m", "am")];
    endings.iter().find_map(|(ending, full)| Some((text.strip_suffix(ending)?, *full)))
}

fn push_plain<'a>(found: &mut Vec<Word<'a>>, text: &'a str, before: char) {
    let stem = lexicon::stem(text);
    let some = matches!(text, "few" | "little")
        && found
            .last()
            .is_some_and(|last| ["a", "the", "first", "last", "next", "quite", "these"].contains(&last.text));
    let classes = if some { Classes::default() } else { lexicon::classes(text, stem) };
    found.push(Word { text, stem, classes, before });
}

impl Word<'_> {
    /// Whether the word turns what follows into its opposite ("no", "not", "without").
    pub(crate) fn negates(&self) -> bool {
        self.classes.negates()
    }

    /// Whether something more than a space stands before the word.
    pub(crate) fn follows_pause(&self) -> bool {
        self.before != ' ' && self.before != '\'' && self.before != '"' && self.before != '/'
    }
}
