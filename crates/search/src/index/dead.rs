//! Which entries of each segment were replaced or taken out: they stay in the lists until segments are merged. Listed
//! once after a commit, because to ask for each entry at each search would take longer than the search.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tantivy::{Opstamp, Searcher, SegmentReader, index::SegmentId};

/// A segment's state and the dead in it, in order.
type Listed = (Option<Opstamp>, Arc<[u32]>);

/// The dead of each segment. Shared by all views of an index.
#[derive(Clone, Default)]
pub(crate) struct Dead {
    segments: Arc<Mutex<HashMap<SegmentId, Listed>>>,
}

impl Dead {
    /// The dead of a segment, in order.
    pub(crate) fn of(&self, searcher: &Searcher, reader: &SegmentReader) -> Arc<[u32]> {
        let Some(alive) = reader.alive_bitset() else { return Arc::default() };
        let state = reader.delete_opstamp();
        let mut segments = self.segments.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((listed, dead)) = segments.get(&reader.segment_id())
            && *listed == state
        {
            return dead.clone();
        }
        let dead: Arc<[u32]> = (0..reader.max_doc()).filter(|doc| alive.is_deleted(*doc)).collect();
        segments.retain(|id, _| searcher.segment_readers().iter().any(|reader| reader.segment_id() == *id));
        segments.insert(reader.segment_id(), (state, dead.clone()));
        dead
    }
}
