//! Builds a new index beside the one in use, and swaps.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use tantivy::{IndexWriter, directory::MmapDirectory};

use super::{Fields, Folder, Index, Opened, Weights, schema};
use crate::{analysis, entry::Entry, error::Error};

/// Memory of each thread for what is not written yet.
const MEMORY: usize = 150_000_000;

/// An index in the making. Dropped before [`Rebuild::finish`] it leaves the old one as it was.
pub struct Rebuild {
    folder: Folder,
    number: u64,
    writer: IndexWriter,
    fields: Fields,
    weights: Weights,
    half: Half,
    /// Held as long as this is being built.
    _lock: File,
}

/// Removes what was not finished: it may fill a disk, and nobody takes out of it what is erased meanwhile.
struct Half(Option<PathBuf>);

impl Drop for Half {
    fn drop(&mut self) {
        if let Some(folder) = &self.0 {
            // What stays is removed by the next one that builds or writes.
            let _left = std::fs::remove_dir_all(folder);
        }
    }
}

impl Rebuild {
    /// Begins, in a folder where there may be nothing, something damaged, or an index in use.
    pub fn begin(root: &Path, weights: Weights) -> Result<Self, Error> {
        let folder = Folder::of(root);
        let lock = folder.lock()?;
        let number = folder.begin()?;
        let half = Half(Some(folder.generation(number)));
        let failure = |error| Error::of(error, root);
        let directory = MmapDirectory::open(folder.generation(number)).map_err(|e| failure(e.into()))?;
        let (schema, fields) = schema();
        let index = tantivy::Index::builder().schema(schema).tokenizers(analysis::tokenizers());
        let index = index.open_or_create(directory).map_err(failure)?;
        let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(4));
        let writer = index.writer_with_num_threads(threads, MEMORY * threads).map_err(failure)?;
        Ok(Self { folder, number, writer, fields, weights, half, _lock: lock })
    }

    /// Adds an entry. Each key is added once.
    pub fn add(&mut self, entry: &Entry) -> Result<(), Error> {
        let document = self.fields.document(entry, self.weights);
        self.writer.add_document(document).map_err(|e| Error::of(e, &self.folder.root))?;
        Ok(())
    }

    /// Commits, and puts it in use. Processes that have the old one open go over at their next [`Index::refresh`].
    pub fn finish(mut self, position: &str) -> Result<Index, Error> {
        let root = self.folder.root.clone();
        let failure = |error| Error::of(error, &root);
        let mut prepared = self.writer.prepare_commit().map_err(failure)?;
        prepared.set_payload(position);
        prepared.commit().map_err(failure)?;
        self.writer.wait_merging_threads().map_err(failure)?;
        self.folder.put_in_use(self.number)?;
        self.half.0 = None;
        self.folder.clear(Some(self.number))?;
        match Index::open(&root)? {
            Opened::Ready(index) => Ok(index),
            other => Err(Error::Corrupt { at: root, why: format!("what was just built is {other:?}") }),
        }
    }
}
