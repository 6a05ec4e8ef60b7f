//! Entries in which words follow one another.

use tantivy::{
    DocSet, InvertedIndexReader, TERMINATED, Term,
    postings::{Postings, SegmentPostings},
    schema::{Field, IndexRecordOption},
};

use super::filter::Set;

/// The entries with the words in this order, and how often; of some entries alone, if they are given.
pub(super) fn matches(
    index: &InvertedIndexReader,
    field: Field,
    words: &[String],
    within: Option<&Set>,
) -> tantivy::Result<Vec<(u32, u32)>> {
    let mut lists = Vec::with_capacity(words.len());
    for (offset, word) in words.iter().enumerate() {
        let term = Term::from_field_text(field, word);
        let option = IndexRecordOption::WithFreqsAndPositions;
        let Some(list) = index.read_postings(&term, option)? else { return Ok(Vec::new()) };
        lists.push((offset as u32, list));
    }
    // The rarest word leads, the others are asked only where it stands.
    lists.sort_by_key(|(_, list)| list.doc_freq());
    let Some(((offset, leader), others)) = lists.split_first_mut() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let (mut starts, mut next) = (Vec::new(), Vec::new());
    while leader.doc() != TERMINATED {
        let doc = leader.doc();
        let asked = within.is_none_or(|within| within.has(doc));
        if asked && others.iter_mut().all(|(_, list)| reach(list, doc)) {
            begins(leader, *offset, &mut starts);
            for (offset, list) in others.iter_mut() {
                begins(list, *offset, &mut next);
                starts.retain(|start| next.binary_search(start).is_ok());
            }
            if !starts.is_empty() {
                found.push((doc, starts.len() as u32));
            }
        }
        leader.advance();
    }
    Ok(found)
}

/// Moves a list to an entry. Whether it has it.
fn reach(list: &mut SegmentPostings, doc: u32) -> bool {
    if list.doc() < doc {
        list.seek(doc);
    }
    list.doc() == doc
}

/// Where a phrase would begin for the word to stand in its place.
fn begins(list: &mut SegmentPostings, offset: u32, out: &mut Vec<u32>) {
    list.positions(out);
    out.retain_mut(|position| match position.checked_sub(offset) {
        Some(start) => {
            *position = start;
            true
        }
        None => false,
    });
    out.dedup();
}
