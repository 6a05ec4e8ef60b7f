//! How many results have each value by which they could be narrowed.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    ops::{Bound, Range},
};

use tantivy::columnar::StrColumn;

use crate::entry::Facet;

/// So many results are counted. More take longer than anybody waits.
const COUNTED: usize = 5_000;

/// Of a segment, so many of the most frequent values are counted.
const VALUES: usize = 300;

/// How near to the truth counts are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precision {
    /// Everything was counted.
    #[default]
    Exact,
    /// Some results were counted, which lie evenly among all.
    Estimated,
}

/// Which facets are counted. Doctors are so many that they would crowd out the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Doctors,
    AllOthers,
}

/// Results of a segment that lie evenly among all of them.
pub(super) struct Facets {
    column: StrColumn,
    /// Numbers of the values that are doctors.
    doctors: Range<u64>,
    wanted: Wanted,
    kept: Vec<u32>,
    /// Results are kept whose numbers are a multiple of this.
    each: u32,
    /// How many results there are.
    met: usize,
}

impl Facets {
    pub(super) fn of(column: StrColumn, wanted: Wanted) -> tantivy::Result<Self> {
        let (first, last) = (Facet::Doctor.term(""), Facet::Doctor.term_after());
        let bounds = (Bound::Included(first), Bound::Excluded(last));
        let doctors = match column.dictionary().term_bounds_to_ord(bounds.0, bounds.1)? {
            (Bound::Included(first), Bound::Excluded(end)) => first..end,
            _ => 0..0,
        };
        Ok(Self { column, doctors, wanted, kept: Vec::new(), each: 1, met: 0 })
    }

    /// Entries of which one in so many is looked at; a power of two.
    pub(super) fn each(&self) -> u32 {
        self.each
    }

    /// Meets a result.
    pub(super) fn meet(&mut self, doc: u32) {
        if doc & (self.each - 1) != 0 {
            return;
        }
        if self.kept.len() == COUNTED {
            // About every other one makes room for as many more.
            self.each *= 2;
            let mask = self.each - 1;
            self.kept.retain(|kept| kept & mask == 0);
            if doc & mask != 0 {
                return;
            }
        }
        self.kept.push(doc);
    }

    /// That so many results were met in all.
    pub(super) fn of_all(mut self, met: usize) -> Self {
        self.met = met;
        self
    }

    /// Counts the values of one in `step` of those that were kept, each of them for as many as it stands for.
    fn count(&self, step: usize, counts: &mut BTreeMap<String, f64>) -> tantivy::Result<()> {
        let mut by_ord = vec![0_u32; self.column.dictionary().num_terms()];
        for doc in self.kept.iter().step_by(step) {
            for ord in self.column.term_ords(*doc) {
                if self.doctors.contains(&ord) != (self.wanted == Wanted::Doctors) {
                    continue;
                }
                if let Some(count) = usize::try_from(ord).ok().and_then(|ord| by_ord.get_mut(ord)) {
                    *count += 1;
                }
            }
        }
        let each = self.met as f64 / self.kept.len().div_ceil(step).max(1) as f64;
        let mut met: Vec<(usize, u32)> = by_ord.into_iter().enumerate().filter(|(_, n)| *n > 0).collect();
        met.sort_unstable_by_key(|(ord, count)| (Reverse(*count), *ord));
        met.truncate(VALUES);
        // In the dictionary's own order each block of it is unpacked once.
        met.sort_unstable();
        let ords: Vec<u64> = met.iter().map(|(ord, _)| *ord as u64).collect();
        let mut next = met.iter();
        self.column.dictionary().sorted_ords_to_term_cb(&ords, |value| {
            if let (Some((_, count)), Ok(value)) = (next.next(), std::str::from_utf8(value)) {
                *counts.entry(value.to_owned()).or_default() += f64::from(*count) * each;
            }
        })?;
        Ok(())
    }
}

/// How many results have each value, by the word that stands in the index.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) precision: Precision,
    values: BTreeMap<String, f64>,
}

impl Counts {
    /// Counts the results of all segments.
    pub(super) fn of(parts: &[Facets]) -> tantivy::Result<Self> {
        let kept: usize = parts.iter().map(|facets| facets.kept.len()).sum();
        let met: usize = parts.iter().map(|facets| facets.met).sum();
        let precision = if met <= COUNTED { Precision::Exact } else { Precision::Estimated };
        let mut counts = Self { precision, ..Self::default() };
        for facets in parts {
            facets.count(kept.div_ceil(COUNTED).max(1), &mut counts.values)?;
        }
        Ok(counts)
    }

    /// The most frequent first.
    pub(super) fn into_sorted(self) -> Vec<(Facet, String, usize)> {
        let parted = self.values.into_iter().filter_map(|(word, count)| {
            let (name, value) = word.split_once(':')?;
            Some((Facet::named(name)?, value.to_owned(), count.round() as usize))
        });
        let mut sorted: Vec<_> = parted.collect();
        sorted.sort_by(|a, b| a.0.cmp(&b.0).then(b.2.cmp(&a.2)).then_with(|| a.1.cmp(&b.1)));
        sorted
    }
}
