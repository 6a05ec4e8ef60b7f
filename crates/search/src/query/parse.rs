//! Reads queries: words, "phrases", -exclusions, name:value.

use std::fmt::{self, Display, Formatter};

use super::{Ending, Filter, LETTER, LONGEST, PARTS, Query, Typed, WORDS, Wish};
use crate::{analysis, entry::Facet};

/// A piece of a query between spaces.
#[derive(Debug, PartialEq, Eq)]
struct Piece<'a> {
    wish: Wish,
    filter: Option<Facet>,
    text: &'a str,
    quoted: bool,
}

/// The beginning of a text, at most so many bytes.
fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

pub(super) fn text(text: &str) -> Query {
    let mut query = empty(beginning(text));
    query.add_words(beginning(text));
    query
}

pub(super) fn query(text: &str) -> Query {
    let read = beginning(text);
    if read.split_whitespace().nth(LETTER).is_some() {
        return self::text(read);
    }
    let mut query = empty(read);
    for piece in (Pieces { rest: read }) {
        query.add(&piece);
    }
    if query.words.is_empty() && query.filters.is_empty() && query.without.is_empty() {
        query.add_words(read);
    }
    let open = read.chars().next_back().is_some_and(char::is_alphanumeric);
    query.ending = if open { Ending::Open } else { Ending::Whole };
    query
}

fn empty(text: &str) -> Query {
    Query {
        text: text.to_owned(),
        words: Vec::new(),
        phrases: Vec::new(),
        without: Vec::new(),
        filters: Vec::new(),
        beyond: Vec::new(),
        ending: Ending::Whole,
    }
}

impl Query {
    fn add_words(&mut self, text: &str) {
        let room = WORDS.saturating_sub(self.words.len());
        let words = analysis::words(text).take(room);
        self.words.extend(words.map(|word| Typed { text: word.text, joined: word.joined }));
    }

    fn add(&mut self, piece: &Piece) {
        if let Some(facet) = piece.filter {
            let value = piece.text.trim();
            if !value.is_empty() {
                let filter = Filter { facet, value: value.to_owned(), wish: piece.wish };
                add_part(&mut self.filters, filter, &mut self.beyond, piece);
            }
            return;
        }
        let words = || analysis::words(piece.text).filter(|word| !word.joined).map(|word| word.text);
        if piece.wish == Wish::Without {
            let words: Vec<String> = words().take(PARTS).collect();
            if !words.is_empty() {
                add_part(&mut self.without, words, &mut self.beyond, piece);
            }
            return;
        }
        self.add_words(piece.text);
        let phrase: Vec<String> = if piece.quoted { words().take(PARTS).collect() } else { Vec::new() };
        if !phrase.is_empty() {
            add_part(&mut self.phrases, phrase, &mut self.beyond, piece);
        }
    }
}

/// Adds a part while there is room, and else notes what was typed.
fn add_part<T>(parts: &mut Vec<T>, part: T, beyond: &mut Vec<String>, piece: &Piece) {
    if parts.len() < PARTS {
        parts.push(part);
    } else {
        beyond.push(piece.to_string());
    }
}

impl Display for Piece<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.wish == Wish::Without {
            f.write_str("-")?;
        }
        if let Some(facet) = self.filter {
            write!(f, "{}:", facet.name())?;
        }
        if self.quoted { write!(f, "\"{}\"", self.text) } else { f.write_str(self.text) }
    }
}

/// Cuts a query at its spaces and quotes.
struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let mut rest = self.rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let mut wish = Wish::With;
        if let Some(after) = rest.strip_prefix(['-', '−'])
            && after.starts_with(|next: char| next.is_alphanumeric() || is_quote(next))
        {
            (rest, wish) = (after, Wish::Without);
        }
        let mut filter = None;
        if let Some((name, after)) = rest.split_once(':')
            && let Some(facet) = Facet::named(name)
            && after.starts_with(|next: char| next.is_alphanumeric() || is_quote(next))
        {
            (rest, filter) = (after, Some(facet));
        }
        let (text, quoted, after) = match take(rest) {
            // A name whose quote was never closed goes on to the end.
            ("", false, name) if filter.is_some() => (name, true, ""),
            taken => taken,
        };
        self.rest = after;
        Some(Piece { wish, filter, text, quoted })
    }
}

/// The quoted text or the word at the beginning, and what follows. A quote that is never closed is none.
fn take(rest: &str) -> (&str, bool, &str) {
    if let Some(opening) = rest.chars().next().filter(|first| is_quote(*first)) {
        let inner = &rest[opening.len_utf8()..];
        return match inner.find(is_quote) {
            Some(end) => {
                let closing = inner[end..].chars().next().map_or(1, char::len_utf8);
                (&inner[..end], true, &inner[end + closing..])
            }
            None => ("", false, inner),
        };
    }
    let end = rest.find(|next: char| next.is_whitespace() || is_quote(next)).unwrap_or(rest.len());
    (&rest[..end], false, &rest[end..])
}

fn is_quote(char: char) -> bool {
    matches!(char, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(query: &Query) -> Vec<&str> {
        query.words.iter().map(|word| word.text.as_str()).collect()
    }

    #[test]
    fn parts_are_told_apart() {
        let query =
            Query::parse("botox \"hair loss\" -face topic:botox doctor:\"Ada Example\" -place:Berlin no");
        assert_eq!(words(&query), ["botox", "hair", "loss", "no"]);
        assert_eq!(query.phrases, [["hair", "loss"]]);
        assert_eq!(query.without, [["face"]]);
        let filters: Vec<_> = query.filters.iter().map(|f| (f.facet, f.value.as_str(), f.wish)).collect();
        assert_eq!(
            filters,
            [
                (Facet::Topic, "botox", Wish::With),
                (Facet::Doctor, "Ada Example", Wish::With),
                (Facet::Place, "Berlin", Wish::Without),
            ]
        );
        assert_eq!(query.ending, Ending::Open);
    }

    #[test]
    fn a_name_needs_a_beginning_and_no_end() {
        for (text, names, rest) in [
            ("topic:\"hair loss", vec!["hair loss"], vec![]),
            ("itch topic:\"hair loss ", vec!["hair loss"], vec!["itch"]),
            ("topic:\"\" itch", vec![], vec!["itch"]),
            ("topic:\"", vec![], vec!["topic"]),
        ] {
            let query = Query::parse(text);
            let read: Vec<&str> = query.filters.iter().map(|filter| filter.value.as_str()).collect();
            assert_eq!((read, words(&query)), (names, rest), "{text}");
        }
    }

    #[test]
    fn what_is_no_operator_is_words() {
        for (text, expected) in [
            ("note: this", vec!["note", "this"]),
            ("topic:", vec!["topic"]),
            ("follow-up", vec!["follow", "up", "followup"]),
            ("\"open quote", vec!["open", "quote"]),
            ("- botox", vec!["botox"]),
            ("a \" b", vec!["a", "b"]),
            ("https://example.org", vec!["https", "example", "org"]),
            ("\"\"", vec![]),
            ("((( *? [a-z", vec!["a", "z", "az"]),
            ("\u{0}\u{7}botox\u{1b}", vec!["botox"]),
        ] {
            let query = Query::parse(text);
            assert_eq!(words(&query), expected, "{text:?}");
            assert!(query.filters.is_empty() && query.without.is_empty(), "{text:?}");
        }
    }

    #[test]
    fn a_letter_has_no_operators() {
        let letter = format!("{} -not topic:botox", "word ".repeat(LETTER));
        let query = Query::parse(&letter);
        assert!(query.without.is_empty() && query.filters.is_empty());
        assert_eq!(query.words.len(), LETTER + 3);
    }

    #[test]
    fn what_is_read_is_bounded() {
        let long = "wörd ".repeat(300_000);
        assert!(Query::parse(&long).words.len() <= WORDS);
        let operators = "topic:a -b \"c\" ".repeat(13);
        let query = Query::parse(&operators);
        assert!(query.filters.len() <= PARTS && query.without.len() <= PARTS && query.phrases.len() <= PARTS);
        assert!(Query::parse(&"\"".repeat(1_000_000)).words.is_empty());
        assert!(Query::parse(&"-".repeat(1_000_000)).words.is_empty());
    }

    #[test]
    fn what_is_too_much_is_told_as_it_was_typed() {
        for (one, last) in [("topic:a ", "-topic:\"b c\""), ("-a ", "-\"b c\""), ("\"a\" ", "\"b c\"")] {
            let most = one.repeat(PARTS);
            assert!(Query::parse(&most).beyond.is_empty(), "{most}");
            assert_eq!(Query::parse(&format!("{most}{last}")).beyond, [last]);
        }
    }

    proptest! {
        #[test]
        fn any_string_is_a_query(text in any::<String>()) {
            let query = Query::parse(&text);
            prop_assert!(query.words.len() <= WORDS);
        }

        #[test]
        fn any_mixture_of_operators_is_a_query(text in "([a-c\\-\":“ ]|topic:|by:|é|\u{200f}){0,60}") {
            let query = Query::parse(&text);
            prop_assert!(query.without.iter().all(|phrase| !phrase.is_empty()));
            prop_assert!(query.filters.iter().all(|filter| !filter.value.contains('"')));
        }
    }
}
