//! Which entries may be found at all.

use tantivy::{SegmentReader, schema::Field};

use super::{Term, postings::List};
use crate::{
    entry::{Facet, Key},
    index::Fields,
};

/// What results are narrowed to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Narrow {
    /// Only this entry.
    pub(crate) only: Option<Key>,
    /// Of each facet, one of these values.
    pub(crate) with: Vec<(Facet, Vec<String>)>,
    /// None of these.
    pub(crate) without: Vec<(Facet, String)>,
    /// All of these words and phrases.
    pub(crate) terms: Vec<Term>,
    /// None of these.
    pub(crate) no_terms: Vec<Term>,
}

impl Narrow {
    pub(crate) fn is_empty(&self) -> bool {
        self.only.is_none()
            && self.with.is_empty()
            && self.without.is_empty()
            && self.terms.is_empty()
            && self.no_terms.is_empty()
    }

    /// The entries of a segment that may be found; none when all may.
    pub(super) fn allowed(&self, reader: &SegmentReader, fields: Fields) -> tantivy::Result<Option<Set>> {
        if self.is_empty() {
            return Ok(None);
        }
        let facet = |facet: Facet, value: &str| Term::Word(facet.term(value));
        let gather = |field, terms: &[Term], within: &Set| -> tantivy::Result<Set> {
            let mut set = Set::none(reader.max_doc());
            for term in terms {
                if let Some(list) = List::open(reader, field, term, Some(within))? {
                    list.all(|doc| set.add(doc));
                }
            }
            Ok(set)
        };
        let one = |key: Key| -> tantivy::Result<Set> {
            let mut set = Set::none(reader.max_doc());
            if let Some(list) = List::of_key(reader, fields.key_term(key))? {
                list.all(|doc| set.add(doc));
            }
            Ok(set)
        };
        let mut allowed = match self.only {
            Some(key) => one(key)?,
            None => Set::every(reader.max_doc()),
        };
        for (name, values) in &self.with {
            let terms: Vec<Term> = values.iter().map(|value| facet(*name, value)).collect();
            let having = gather(fields.facets, &terms, &allowed)?;
            allowed.keep(&having);
        }
        for term in &self.terms {
            let having = gather(fields.words, std::slice::from_ref(term), &allowed)?;
            allowed.keep(&having);
        }
        let unwanted: Vec<(Field, Term)> = (self.without.iter())
            .map(|(name, value)| (fields.facets, facet(*name, value)))
            .chain(self.no_terms.iter().map(|term| (fields.words, term.clone())))
            .collect();
        for (field, term) in unwanted {
            if let Some(list) = List::open(reader, field, &term, Some(&allowed))? {
                list.all(|doc| allowed.remove(doc));
            }
        }
        Ok(Some(allowed))
    }
}

/// Some entries of a segment, one bit each.
pub(super) struct Set {
    bits: Vec<u64>,
}

impl Set {
    fn none(size: u32) -> Self {
        Self { bits: vec![0; size as usize / 64 + 1] }
    }

    fn every(size: u32) -> Self {
        Self { bits: vec![u64::MAX; size as usize / 64 + 1] }
    }

    fn add(&mut self, doc: u32) {
        self.bits[doc as usize / 64] |= 1 << (doc % 64);
    }

    fn remove(&mut self, doc: u32) {
        self.bits[doc as usize / 64] &= !(1 << (doc % 64));
    }

    fn keep(&mut self, others: &Self) {
        self.bits.iter_mut().zip(&others.bits).for_each(|(bits, other)| *bits &= other);
    }

    /// Each of them, in their order.
    pub(super) fn each(&self, mut give: impl FnMut(u32)) {
        for (place, bits) in self.bits.iter().enumerate() {
            let mut left = *bits;
            while left != 0 {
                give(place as u32 * 64 + left.trailing_zeros());
                left &= left - 1;
            }
        }
    }

    pub(super) fn has(&self, doc: u32) -> bool {
        self.bits[doc as usize / 64] >> (doc % 64) & 1 == 1
    }
}
