//! Puts entries in and takes them out.

use std::path::{Path, PathBuf};

use tantivy::{IndexWriter, index::SegmentId};

use super::{Fields, Weights};
use crate::{
    entry::{Entry, Key},
    error::Error,
};

/// Memory for what is not committed yet. With few entries a commit it is hardly touched.
const MEMORY: usize = 30_000_000;

/// The one that writes to an index. What it does is seen after [`Writer::commit`].
pub struct Writer {
    writer: IndexWriter,
    fields: Fields,
    weights: Weights,
    root: PathBuf,
}

impl Writer {
    pub(super) fn open(index: &tantivy::Index, fields: Fields, root: &Path) -> Result<Self, Error> {
        let writer = index.writer_with_num_threads(1, MEMORY).map_err(|e| Error::of(e, root))?;
        Ok(Self { writer, fields, weights: Weights::default(), root: root.to_owned() })
    }

    /// Puts an entry in, in place of an earlier one of the same key.
    pub fn put(&mut self, entry: &Entry) -> Result<(), Error> {
        self.delete(entry.key);
        let document = self.fields.document(entry, self.weights);
        self.writer.add_document(document).map_err(|e| Error::of(e, &self.root))?;
        Ok(())
    }

    /// Takes an entry out, if it is there.
    pub fn delete(&mut self, key: Key) {
        self.writer.delete_term(self.fields.key_term(key));
    }

    /// Makes all of it so, together with how far this is in the site's changes. After a failure nothing of it is, the
    /// commit before stands, and the caller starts again from its position with a new writer.
    pub fn commit(&mut self, position: &str) -> Result<(), Error> {
        let mut prepared = self.writer.prepare_commit().map_err(|e| Error::of(e, &self.root))?;
        prepared.set_payload(position);
        prepared.commit().map_err(|e| Error::of(e, &self.root))?;
        Ok(())
    }

    /// Writes anew every part of the index in which something was taken out, and throws the old files away: what was taken
    /// out, and committed, is in no file then. It takes as long as copying these parts does. False: some of them are being
    /// merged just now; try again a moment later.
    pub fn purge(&mut self) -> Result<bool, Error> {
        let mut refused = None;
        for segment in self.with_deletes()? {
            if let Err(error) = self.writer.merge(&[segment]).wait() {
                refused = Some(Error::of(error, &self.root));
            }
        }
        self.writer.garbage_collect_files().wait().map_err(|e| Error::of(e, &self.root))?;
        let done = self.with_deletes()?.is_empty();
        match refused {
            Some(error @ (Error::Full(_) | Error::Stopped { .. } | Error::Refused { .. })) if !done => {
                Err(error)
            }
            // One that was being merged already is refused too, and done by the next time.
            _ => Ok(done),
        }
    }

    fn with_deletes(&self) -> Result<Vec<SegmentId>, Error> {
        let segments =
            self.writer.index().searchable_segment_metas().map_err(|e| Error::of(e, &self.root))?;
        Ok(segments.iter().filter(|segment| segment.has_deletes()).map(|segment| segment.id()).collect())
    }

    /// Lets go of the index, after the merges that are under way.
    pub fn close(self) -> Result<(), Error> {
        self.writer.wait_merging_threads().map_err(|e| Error::of(e, &self.root))
    }
}
