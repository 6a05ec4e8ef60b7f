//! The words that an index knows: by how they begin, and by how they are nearly written.

use std::{cmp::Reverse, collections::HashMap};

use tantivy_fst::Automaton;

use crate::{
    engine::In,
    error::Error,
    index::{LETTERS as LETTERS_KEPT, View, failure},
};

/// So many words with one beginning are looked at in each segment.
const VISITED: usize = 5_000;

/// A word of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) text: String,
    /// In how many entries it stands.
    pub(crate) entries: u64,
    /// By how many letters it differs from what was asked.
    pub(crate) distance: u8,
}

impl View {
    /// The most frequent words with a beginning.
    pub(crate) fn beginning(&self, field: In, prefix: &str, limit: usize) -> Result<Vec<Known>, Error> {
        let Some(end) = after_all(prefix) else { return Ok(Vec::new()) };
        let mut found: HashMap<String, u64> = HashMap::new();
        if field == In::Names && prefix.chars().count() <= LETTERS_KEPT {
            let kept = self.starts.words(&self.searcher, self.fields.names, prefix).map_err(failure)?;
            for (word, entries) in kept {
                *found.entry(word).or_default() += entries;
            }
            let known = found.into_iter().map(|(text, entries)| Known { text, entries, distance: 0 });
            return Ok(first(known.collect(), limit));
        }
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(self.field(field)).map_err(failure)?;
            let range = index.terms().range().ge(prefix).lt(end.as_slice());
            let mut words = range.into_stream().map_err(|e| failure(e.into()))?;
            let mut visited = 0;
            while visited < VISITED && words.advance() {
                visited += 1;
                if let Ok(text) = std::str::from_utf8(words.key()) {
                    let entries = u64::from(words.value().doc_freq);
                    match found.get_mut(text) {
                        Some(known) => *known += entries,
                        None => drop(found.insert(text.to_owned(), entries)),
                    }
                }
            }
        }
        let known = found.into_iter().map(|(text, entries)| Known { text, entries, distance: 0 });
        Ok(first(known.collect(), limit))
    }

    /// Words written like another, the nearest and most frequent first. The word itself is not among them.
    pub(crate) fn near(
        &self,
        field: In,
        word: &str,
        distance: u8,
        limit: usize,
    ) -> Result<Vec<Known>, Error> {
        if distance == 0 || word.len() > LETTERS {
            return Ok(Vec::new());
        }
        let mut found: HashMap<String, (u64, u8)> = HashMap::new();
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(self.field(field)).map_err(failure)?;
            let automaton = Spelling { word: word.as_bytes(), distance };
            let mut words = index.terms().search(&automaton).into_stream().map_err(|e| failure(e.into()))?;
            while words.advance() {
                if let Ok(text) = std::str::from_utf8(words.key())
                    && text != word
                {
                    let known = found.entry(text.to_owned()).or_insert((0, automaton.distance_to(text)));
                    known.0 += u64::from(words.value().doc_freq);
                }
            }
        }
        let known = found.into_iter().map(|(text, (entries, distance))| Known { text, entries, distance });
        Ok(first(known.collect(), limit))
    }

    fn field(&self, field: In) -> tantivy::schema::Field {
        match field {
            In::Words => self.fields.words,
            In::Names => self.fields.names,
        }
    }
}

/// The nearest and most frequent of them.
pub(crate) fn first(mut known: Vec<Known>, limit: usize) -> Vec<Known> {
    known.sort_by(|a, b| {
        (a.distance, Reverse(a.entries), &a.text).cmp(&(b.distance, Reverse(b.entries), &b.text))
    });
    known.truncate(limit);
    known
}

/// What sorts after everything with this beginning.
fn after_all(prefix: &str) -> Option<Vec<u8>> {
    let mut end = prefix.as_bytes().to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}

/// How many mistakes are forgiven in a word of so many letters.
pub(crate) fn forgiven(word: &str) -> u8 {
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    match word.chars().count() {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// Longer words are not looked for by spelling.
const LETTERS: usize = 32;

/// Accepts words within some mistakes of one: a letter too many, too few, wrong, or two swapped. Mistakes in the first
/// letter are forgiven only where it is the one mistake: so the search stays small.
struct Spelling<'a> {
    word: &'a [u8],
    distance: u8,
}

/// For each beginning of the word, by how much it differs from what was read.
#[derive(Clone, Copy)]
struct Row {
    now: [u8; LETTERS + 1],
    before: [u8; LETTERS + 1],
    last: u8,
    read: u8,
}

impl Spelling<'_> {
    fn distance_to(&self, other: &str) -> u8 {
        let row = other.bytes().fold(self.start(), |row, byte| self.accept(&row, byte));
        row.now[self.word.len()]
    }
}

impl Automaton for Spelling<'_> {
    type State = Row;

    fn start(&self) -> Row {
        let now = std::array::from_fn(|at| u8::try_from(at).unwrap_or(u8::MAX));
        Row { now, before: now, last: 0, read: 0 }
    }

    fn is_match(&self, row: &Row) -> bool {
        row.now[self.word.len()] <= self.distance
    }

    fn can_match(&self, row: &Row) -> bool {
        let least = row.now[..=self.word.len()].iter().min().is_some_and(|least| *least <= self.distance);
        let same_letter = row.read != 1 || self.distance < 2 || self.word.first() == Some(&row.last);
        least && same_letter
    }

    fn accept(&self, row: &Row, byte: u8) -> Row {
        let mut now = [u8::MAX; LETTERS + 1];
        now[0] = row.now[0].saturating_add(1);
        for (index, letter) in self.word.iter().enumerate() {
            let at = index + 1;
            let wrong = row.now[index].saturating_add(u8::from(*letter != byte));
            let missing = row.now[at].min(now[index]).saturating_add(1);
            now[at] = wrong.min(missing);
            if index > 0 && *letter == row.last && self.word[index - 1] == byte {
                now[at] = now[at].min(row.before[index - 1].saturating_add(1));
            }
        }
        Row { now, before: row.now, last: byte, read: row.read.saturating_add(1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_counted_as_people_make_them() {
        for (word, other, expected) in [
            ("botox", "botox", 0),
            ("botox", "botx", 1),
            ("botox", "bootx", 1),
            ("botox", "bottox", 1),
            ("botox", "batax", 2),
            ("headache", "haedach", 2),
        ] {
            let spelling = Spelling { word: word.as_bytes(), distance: 2 };
            assert_eq!(spelling.distance_to(other), expected, "{other}");
        }
    }

    #[test]
    fn short_words_and_numbers_are_meant_as_written() {
        assert_eq!(["hiv", "acne", "eyelids", "headache", "b12factor"].map(forgiven), [0, 1, 1, 2, 0]);
    }
}
