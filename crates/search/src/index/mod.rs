//! The index on disk: opened, written, built anew, read.

mod dead;
mod files;
mod folder;
mod rebuild;
mod schema;
mod starts;
mod view;
mod writer;

use std::{
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};

use tantivy::{IndexReader, ReloadPolicy, index::SegmentMeta};

use crate::{analysis, error::Error};
pub(crate) use dead::Dead;
use files::Files;
use folder::Folder;
pub use rebuild::Rebuild;
pub use schema::Weights;
pub(crate) use schema::{Fields, column, schema};
pub(crate) use starts::{LETTERS, Starts};
pub use view::View;
pub(crate) use view::failure;
pub use writer::Writer;

/// What was found where an index should be.
#[derive(Debug)]
pub enum Opened {
    /// An index that can be searched.
    Ready(Index),
    /// Nothing yet. [`Rebuild`] makes one.
    Missing,
    /// Files that cannot be read. [`Rebuild`] replaces them.
    Corrupt(String),
    /// An index by an older or a newer program, whose words look different. [`Rebuild`] replaces it.
    Older,
}

/// An index. Clones share it.
#[derive(Clone)]
pub struct Index {
    shared: Arc<Shared>,
}

struct Shared {
    folder: Folder,
    generation: RwLock<Generation>,
}

/// One generation of the files, open.
#[derive(Clone)]
struct Generation {
    number: u64,
    index: tantivy::Index,
    fields: Fields,
    reader: IndexReader,
    starts: Starts,
    dead: Dead,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("root", &self.shared.folder.root).finish_non_exhaustive()
    }
}

impl Index {
    /// Opens what is in a folder. It fails only when the system refuses; a damaged index is an answer.
    pub fn open(root: &Path) -> Result<Opened, Error> {
        let folder = Folder::of(root);
        let number = match folder.current() {
            Ok(Some(number)) => number,
            Ok(None) => return Ok(Opened::Missing),
            Err(Error::Corrupt { why, .. }) => return Ok(Opened::Corrupt(why)),
            Err(other) => return Err(other),
        };
        if !folder.generation(number).is_dir() {
            return Ok(Opened::Corrupt(format!("generation {number} is gone")));
        }
        if !folder.is_of_today(number) {
            return Ok(Opened::Older);
        }
        match Generation::open(&folder, number) {
            Ok(generation) => {
                let shared = Shared { folder, generation: RwLock::new(generation) };
                Ok(Opened::Ready(Self { shared: Arc::new(shared) }))
            }
            Err(Error::Corrupt { why, .. }) => Ok(Opened::Corrupt(why)),
            Err(other) => Err(other),
        }
    }

    /// Reads all files of the index in use and compares them with their sums, for as long as that takes: what is damaged, if
    /// anything.
    pub fn damage(root: &Path) -> Result<Option<String>, Error> {
        let folder = Folder::of(root);
        let Some(number) = folder.current()? else { return Ok(None) };
        let failure = |error| Error::of(error, root);
        // Opened once more: what is mapped for this is let go of at the end.
        let index = tantivy::Index::open(Files::open(folder.generation(number)).map_err(failure)?)
            .map_err(failure)?;
        let damaged = index.validate_checksum().map_err(failure)?;
        Ok(damaged.iter().min().map(|file| format!("{} is not as it was written", file.display())))
    }

    fn generation(&self) -> Generation {
        self.shared.generation.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks at the last commit, and at a new generation if one was put in use. Whether it is a new generation: its
    /// writer has to be opened again.
    pub fn refresh(&self) -> Result<bool, Error> {
        let now = self.generation();
        match self.shared.folder.current()? {
            Some(number) if number != now.number => {
                let next = Generation::open(&self.shared.folder, number)?;
                *self.shared.generation.write().unwrap_or_else(PoisonError::into_inner) = next;
                Ok(true)
            }
            _ => {
                let failure = |error| Error::of(error, &self.shared.folder.root);
                // To load what is loaded already would throw away what was unpacked of it.
                if !now.is_as_on_disk().map_err(failure)? {
                    now.reader.reload().map_err(failure)?;
                }
                Ok(false)
            }
        }
    }

    /// The index as it is at this moment, to search in.
    pub fn view(&self) -> View {
        let generation = self.generation();
        View {
            searcher: generation.reader.searcher(),
            fields: generation.fields,
            starts: generation.starts,
            dead: generation.dead,
        }
    }

    /// What was said with the last commit: how far the index is in the changes of the site.
    pub fn position(&self) -> Result<Option<String>, Error> {
        let metas = self.generation().index.load_metas();
        Ok(metas.map_err(|e| Error::of(e, &self.shared.folder.root))?.payload)
    }

    /// The one that may write. A second one is refused, also from another process.
    pub fn writer(&self) -> Result<Writer, Error> {
        let generation = self.generation();
        self.shared.folder.tidy()?;
        Writer::open(&generation.index, generation.fields, &self.shared.folder.root)
    }
}

impl Generation {
    fn open(folder: &Folder, number: u64) -> Result<Self, Error> {
        let failure = |error| Error::of(error, &folder.root);
        let directory = Files::open(folder.generation(number)).map_err(failure)?;
        let (wanted, fields) = schema();
        let mut index = tantivy::Index::open(directory).map_err(failure)?;
        if index.schema() != wanted {
            let why = "its fields are not ours".to_owned();
            return Err(Error::Corrupt { at: folder.root.clone(), why });
        }
        index.set_tokenizers(analysis::tokenizers());
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failure)?;
        Ok(Self { number, index, fields, reader, starts: Starts::default(), dead: Dead::default() })
    }

    /// Whether nothing was committed or merged since it was loaded.
    fn is_as_on_disk(&self) -> tantivy::Result<bool> {
        let there = self.index.load_metas()?.segments;
        let searcher = self.reader.searcher();
        let here = searcher.segment_readers();
        Ok(there.len() == here.len()
            && here.iter().all(|here| {
                let same = |there: &&SegmentMeta| there.id() == here.segment_id();
                there.iter().find(same).is_some_and(|there| there.delete_opstamp() == here.delete_opstamp())
            }))
    }
}
