//! What a search is narrowed to, told apart from what it looks for.

use tantivy::Searcher;

use super::Narrow;
use crate::{
    entry::{Key, Kind},
    index::{Dead, Fields, column},
};

/// Greater ids are kept in no set. At a bit each, so many take 512 MiB.
const MOST: usize = 1 << 32;

/// Ids of one kind, a bit each.
#[derive(Clone, Debug, Default)]
pub struct Ids(Vec<u64>);

impl Ids {
    fn add(&mut self, id: i64) {
        let Some(id) = usize::try_from(id).ok().filter(|id| *id < MOST) else { return };
        if id / 64 >= self.0.len() {
            self.0.resize(id / 64 + 1, 0);
        }
        self.0[id / 64] |= 1 << (id % 64);
    }

    /// Whether this one is among them.
    pub fn has(&self, id: i64) -> bool {
        let bits = usize::try_from(id).ok().and_then(|id| self.0.get(id / 64));
        bits.is_some_and(|bits| bits >> (id % 64) & 1 == 1)
    }
}

/// The ids of one kind to which a search is narrowed; none where it may find all of them.
pub(crate) fn narrowed(
    searcher: &Searcher,
    dead: &Dead,
    fields: Fields,
    narrow: &Narrow,
    kind: Kind,
) -> tantivy::Result<Option<Ids>> {
    if narrow.is_empty() {
        return Ok(None);
    }
    let mut ids = Ids::default();
    for reader in searcher.segment_readers() {
        let Some(allowed) = narrow.allowed(reader, fields)? else { continue };
        let keys = reader.fast_fields().column_first_or_default::<u64>(column::KEY)?;
        let dead = dead.of(searcher, reader);
        allowed.each(|doc| {
            if doc < reader.max_doc() && dead.binary_search(&doc).is_err() {
                let key = Key::of_number(keys.get_val(doc));
                if key.kind == kind {
                    ids.add(key.id);
                }
            }
        });
    }
    Ok(Some(ids))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_id_may_be_asked_for() {
        let mut ids = Ids::default();
        for id in [0, 63, 64, 1_000, -1, i64::MAX] {
            ids.add(id);
        }
        let there = [0, 1, 63, 64, 1_000, 1_001, -1, i64::MIN, i64::MAX].map(|id| ids.has(id));
        assert_eq!(there, [true, false, true, true, true, false, false, false, false]);
    }
}
