//! Which keys an archive has used so far, in eight bytes each: two records with one key are a mistake of the archive
//! that would otherwise change the item back and forth at every import.

use std::{
    collections::{HashSet, hash_map::RandomState},
    hash::BuildHasher,
};

use super::item::Item;

/// The keys that came by.
#[derive(Debug, Default)]
pub(super) struct Seen {
    keys: HashSet<u64>,
    hasher: RandomState,
    /// What came since [`Seen::mark`].
    latest: Vec<u64>,
}

impl Seen {
    /// Remembers the record's key, and says whether it came before. A record that waited came once.
    pub(super) fn again(&mut self, item: &Item) -> bool {
        let Some(key) = item.record.key() else { return false };
        let key = self.hasher.hash_one(&key);
        let fresh = self.keys.insert(key);
        if fresh {
            self.latest.push(key);
        }
        !fresh && !item.waited
    }

    /// From here on keys can be forgotten again.
    pub(super) fn mark(&mut self) {
        self.latest.clear();
    }

    /// Forgets the keys that came since the mark.
    pub(super) fn forget(&mut self) {
        for key in self.latest.drain(..) {
            self.keys.remove(&key);
        }
    }
}
