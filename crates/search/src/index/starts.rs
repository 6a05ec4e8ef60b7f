//! The most frequent words of titles by their first one or two letters. Read once for each segment, which never changes:
//! so many words begin with a letter that walking through them at each key would take longer than typing the next.

use std::{
    cmp::Reverse,
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tantivy::{Searcher, SegmentReader, index::SegmentId, schema::Field};

use crate::analysis::is_stop_word;

/// Longer beginnings are looked up in the dictionary itself.
pub(crate) const LETTERS: usize = 2;
/// So many words are kept of each beginning.
const KEPT: usize = 24;

type Words = Vec<(String, u64)>;
type ByStart = HashMap<String, Words>;

/// What is known of each segment. Shared by all views of an index.
#[derive(Clone, Default)]
pub(crate) struct Starts {
    segments: Arc<Mutex<HashMap<SegmentId, Arc<ByStart>>>>,
}

impl Starts {
    /// Words that begin with one or two letters, by segment, with the number of entries.
    pub(crate) fn words(&self, searcher: &Searcher, field: Field, start: &str) -> tantivy::Result<Words> {
        let mut words = Vec::new();
        for reader in searcher.segment_readers() {
            let known = self.known(reader.segment_id());
            let by_start = match known {
                Some(by_start) => by_start,
                None => {
                    let read = Arc::new(read(reader, field)?);
                    self.keep(searcher, reader.segment_id(), &read);
                    read
                }
            };
            words.extend(by_start.get(start).into_iter().flatten().cloned());
        }
        Ok(words)
    }

    fn known(&self, segment: SegmentId) -> Option<Arc<ByStart>> {
        self.segments.lock().unwrap_or_else(PoisonError::into_inner).get(&segment).cloned()
    }

    /// Keeps what was read, and forgets segments that were merged away.
    fn keep(&self, searcher: &Searcher, segment: SegmentId, read: &Arc<ByStart>) {
        let mut segments = self.segments.lock().unwrap_or_else(PoisonError::into_inner);
        segments.retain(|id, _| searcher.segment_readers().iter().any(|reader| reader.segment_id() == *id));
        segments.insert(segment, read.clone());
    }
}

fn read(reader: &SegmentReader, field: Field) -> tantivy::Result<ByStart> {
    let index = reader.inverted_index(field)?;
    let mut by_start = ByStart::new();
    let mut words = index.terms().stream()?;
    while words.advance() {
        let Ok(word) = std::str::from_utf8(words.key()) else { continue };
        if is_stop_word(word) {
            continue;
        }
        let entries = u64::from(words.value().doc_freq);
        let ends = word.char_indices().map(|(at, char)| at + char.len_utf8());
        for end in ends.take(LETTERS) {
            let kept = match by_start.get_mut(&word[..end]) {
                Some(kept) => kept,
                None => by_start.entry(word[..end].to_owned()).or_default(),
            };
            kept.push((word.to_owned(), entries));
            if kept.len() > 8 * KEPT {
                cut(kept);
            }
        }
    }
    by_start.values_mut().for_each(cut);
    Ok(by_start)
}

fn cut(words: &mut Words) {
    words.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    words.truncate(KEPT);
}
