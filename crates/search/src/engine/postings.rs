//! The lists of entries that hold a word, weighed once for all segments.

use tantivy::{
    SegmentReader, TERMINATED, Term as IndexTerm,
    postings::BlockSegmentPostings,
    schema::{Field, IndexRecordOption},
};

use super::{Group, Plan, Term, filter::Set, phrase};

/// A plan's groups with what they weigh in this index.
pub(super) struct Weighed<'a> {
    pub(super) groups: Vec<(&'a Group, f32)>,
    /// For each coded length of a text, what BM25 adds to the count of a word.
    pub(super) lengths: [f32; 256],
}

/// Works out the weight of each group from how rare it is.
pub(super) fn weigh<'a>(
    searcher: &tantivy::Searcher,
    field: Field,
    plan: &'a Plan,
) -> tantivy::Result<Weighed<'a>> {
    let (mut entries, mut tokens) = (0_u64, 0_u64);
    for reader in searcher.segment_readers() {
        entries += u64::from(reader.max_doc());
        tokens += reader.inverted_index(field)?.total_num_tokens();
    }
    let average = tokens as f32 / entries.max(1) as f32;
    let super::Bm25 { k1, b } = plan.bm25;
    let lengths = std::array::from_fn(|id| {
        let length =
            tantivy::fieldnorm::FieldNormReader::id_to_fieldnorm(u8::try_from(id).unwrap_or(u8::MAX));
        k1 * (1.0 - b + b * length as f32 / average.max(1.0))
    });
    let mut groups = Vec::with_capacity(plan.groups.len());
    for group in &plan.groups {
        let frequency = |term: &Term| term_frequency(searcher, field, term);
        let mut most = 0;
        for member in &group.members {
            // How rare the words are that were typed decides; other wordings only when those are nowhere.
            if member.weight >= 1.0 || most == 0 {
                most = most.max(frequency(&member.term)?);
            }
        }
        groups.push((group, group.weight * (k1 + 1.0) * idf(most, entries)));
    }
    Ok(Weighed { groups, lengths })
}

/// How telling a word is that stands in so many of all entries.
pub(crate) fn idf(frequency: u64, entries: u64) -> f32 {
    let (frequency, entries) = (frequency.min(entries) as f32, entries as f32);
    (1.0 + (entries - frequency + 0.5) / (frequency + 0.5)).ln()
}

fn term_frequency(searcher: &tantivy::Searcher, field: Field, term: &Term) -> tantivy::Result<u64> {
    match term {
        Term::Word(word) => searcher.doc_freq(&IndexTerm::from_field_text(field, word)),
        // A phrase is at most as frequent as its rarest word.
        Term::Phrase(words) => {
            let mut least = u64::MAX;
            for word in words {
                least = least.min(searcher.doc_freq(&IndexTerm::from_field_text(field, word))?);
            }
            Ok(if least == u64::MAX { 0 } else { least })
        }
    }
}

/// The entries of a segment with one term, and how often each has it. Read forwards only.
pub(super) enum List {
    Word { blocks: Box<BlockSegmentPostings>, at: usize },
    Phrase { found: Vec<(u32, u32)>, at: usize },
}

impl List {
    /// Opens a term's list, if any entry of the segment has it. Which entries have a phrase takes long to find out: it is
    /// looked up for those alone that may be found, if not all may.
    pub(super) fn open(
        reader: &SegmentReader,
        field: Field,
        term: &Term,
        within: Option<&Set>,
    ) -> tantivy::Result<Option<Self>> {
        let index = reader.inverted_index(field)?;
        match term {
            Term::Word(word) => {
                let term = IndexTerm::from_field_text(field, word);
                let blocks = index.read_block_postings(&term, IndexRecordOption::WithFreqs)?;
                Ok(blocks.map(|blocks| Self::Word { blocks: Box::new(blocks), at: 0 }))
            }
            Term::Phrase(words) => {
                let found = phrase::matches(&index, field, words, within)?;
                Ok((!found.is_empty()).then_some(Self::Phrase { found, at: 0 }))
            }
        }
    }

    /// Opens the list of the one entry of a key, older states of it included.
    pub(super) fn of_key(reader: &SegmentReader, term: IndexTerm) -> tantivy::Result<Option<Self>> {
        let index = reader.inverted_index(term.field())?;
        let blocks = index.read_block_postings(&term, IndexRecordOption::Basic)?;
        Ok(blocks.map(|blocks| Self::Word { blocks: Box::new(blocks), at: 0 }))
    }

    /// Hands every entry before `end` that was not read yet to `each`, with how often it has the term.
    #[inline]
    pub(super) fn before(&mut self, end: u32, mut each: impl FnMut(u32, u32)) {
        match self {
            Self::Word { blocks, at } => loop {
                let (docs, freqs) = (blocks.docs(), blocks.freqs());
                if docs.is_empty() {
                    return;
                }
                for (index, doc) in docs.iter().enumerate().skip(*at) {
                    if *doc >= end {
                        *at = index;
                        return;
                    }
                    each(*doc, freqs.get(index).copied().unwrap_or(1));
                }
                *at = 0;
                blocks.advance();
            },
            Self::Phrase { found, at } => {
                while let Some((doc, count)) = found.get(*at).filter(|(doc, _)| *doc < end) {
                    each(*doc, *count);
                    *at += 1;
                }
            }
        }
    }

    /// Every entry with the term.
    pub(super) fn all(mut self, mut each: impl FnMut(u32)) {
        self.before(TERMINATED, |doc, _| each(doc));
    }
}
