//! The vectors of everything that can be found by its meaning, kept in a file beside the index.
//!
//! What has been put counts at once, and is kept once [`Vectors::save`] has returned. The database is the truth: what
//! is missing here after a power cut is made again; [`Vectors::ids`] tells what is there, and [`Vectors::mark`] of what.

mod graph;
mod log;
mod plan;
mod rows;

use std::{
    collections::HashMap,
    io,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use thiserror::Error;

pub use self::plan::{Built, Plan};
use self::{
    graph::Graph,
    log::{Log, Record},
    rows::{Packed, Query, Rows},
};
use crate::model::About;

/// From so many vectors on a graph is worth its memory and the time to build it.
pub const GRAPH_FROM: usize = 100_000;
/// The most vectors that are kept.
const MOST: usize = 20_000_000;
/// Found by the scan beyond what was asked for, so that the whole query has the last word.
const SPARE: usize = 32;

/// Something found, and how near it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// What was put under this number.
    pub id: u64,
    /// The cosine of the two vectors: 1 is the same, 0 is nothing in common.
    pub cosine: f32,
}

/// Why vectors can't be kept or found.
#[derive(Debug, Error)]
pub enum VectorsError {
    /// They were made by another model: rebuild them.
    #[error("the vectors were made by another model; make them anew")]
    AnotherModel,
    /// They were written by another version: rebuild them.
    #[error("the vectors were written by another version of this program; make them anew")]
    AnotherFormat,
    /// The file is something else.
    #[error("this is no file of vectors; move it away")]
    NotOurs,
    /// Another process has them open.
    #[error("the vectors are in use by another process")]
    InUse,
    /// A vector of another length than the others.
    #[error("the vector has {0} numbers; this model's have {1}")]
    Length(usize, usize),
    /// A vector with something in it that is no number.
    #[error("the vector holds something that is no number")]
    NoNumber,
    /// They were opened by [`Vectors::read`].
    #[error("the vectors were opened to be read alone")]
    ReadOnly,
    /// There is no more room for any.
    #[error("there are {MOST} vectors; more are not kept")]
    Full,
    /// The file could not be read or written.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Where the vector of an id is.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// In the graph.
    Graph(usize),
    /// Among those that came since.
    Loose(usize),
}

/// What is known of an id beside its numbers.
#[derive(Clone, Copy, Debug)]
struct Kept {
    place: Place,
    mark: u64,
}

/// Vectors by id, and the search among them.
#[derive(Debug)]
pub struct Vectors {
    about: About,
    /// None where they are only read.
    disk: Option<Mutex<Disk>>,
    spoilt: u64,
    kept: HashMap<u64, Kept>,
    note: String,
    graph: Option<Graph>,
    /// Rows of the graph that count no more.
    dead: Vec<bool>,
    loose: Rows,
}

/// The file, and what was not written to it yet. Apart from the rest, so that others search while it is written.
#[derive(Debug)]
struct Disk {
    log: Log,
    /// Records.
    unsaved: Vec<u8>,
}

impl Disk {
    fn of(log: Log) -> Mutex<Self> {
        Mutex::new(Self { log, unsaved: Vec::new() })
    }
}

impl Vectors {
    /// Opens the vectors that a model made, or begins with none.
    ///
    /// # Errors
    /// [`VectorsError`]; with `AnotherModel` and `AnotherFormat` use [`Vectors::anew`].
    pub fn open(path: &Path, about: &About) -> Result<Self, VectorsError> {
        let mut vectors = Self::empty(about);
        let (log, spoilt) = Log::open(path, about, |record| vectors.take_in(record))?;
        Ok(Self { disk: Some(Disk::of(log)), spoilt, ..vectors })
    }

    /// Reads the vectors as they were saved last, whoever has them open. They can be changed and not saved.
    ///
    /// # Errors
    /// [`VectorsError`], as [`Vectors::open`] does; an [`io::ErrorKind::NotFound`] where there are none.
    pub fn read(path: &Path, about: &About) -> Result<Self, VectorsError> {
        let mut vectors = Self::empty(about);
        log::read_alone(path, about, |record| vectors.take_in(record))?;
        Ok(vectors)
    }

    /// Begins with none, whatever the file holds.
    ///
    /// # Errors
    /// [`VectorsError::InUse`] or [`VectorsError::Io`].
    pub fn anew(path: &Path, about: &About) -> Result<Self, VectorsError> {
        Ok(Self { disk: Some(Disk::of(Log::anew(path, about)?)), ..Self::empty(about) })
    }

    fn empty(about: &About) -> Self {
        Self {
            about: about.clone(),
            disk: None,
            spoilt: 0,
            kept: HashMap::new(),
            note: String::new(),
            graph: None,
            dead: Vec::new(),
            loose: Rows::new(about.dimension),
        }
    }

    fn take_in(&mut self, record: Record) {
        match record {
            Record::Put(id, mark, packed) => self.place(id, mark, &packed),
            Record::Delete(id) => self.take(id),
            Record::Note(note) => self.note = note,
        }
    }

    /// Bytes at the end of the file that were damaged, as by a power cut, and cut off when it was opened.
    pub fn spoilt(&self) -> u64 {
        self.spoilt
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// What there is, in no order.
    pub fn ids(&self) -> impl Iterator<Item = u64> {
        self.kept.keys().copied()
    }

    /// The vector of an id, of length one and as near as it is kept.
    pub fn vector(&self, id: u64) -> Option<Vec<f32>> {
        let (rows, row) = self.row(self.kept.get(&id)?.place)?;
        Some(rows.whole(row))
    }

    /// The mark with which the vector of an id was put.
    pub fn mark(&self, id: u64) -> Option<u64> {
        self.kept.get(&id).map(|kept| kept.mark)
    }

    /// What was noted last; nothing where nothing was.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// Notes something about all of them, such as how far they are in the changes of what they were made of. It is saved with
    /// them, and never without what was put before it. What is longer than 64 KiB is cut off.
    pub fn set_note(&mut self, note: &str) {
        note[..note.floor_char_boundary(log::LONGEST_NOTE)].clone_into(&mut self.note);
        self.write(&Record::Note(self.note.clone()));
    }

    /// Puts a vector in the place of what was there under this id, with the mark 0.
    ///
    /// # Errors
    /// [`VectorsError`] where it is none of this model's; then nothing has changed.
    pub fn put(&mut self, id: u64, vector: &[f32]) -> Result<(), VectorsError> {
        self.put_marked(id, 0, vector)
    }

    /// The same with a mark that tells what the vector was made of, such as the sum of a text.
    ///
    /// # Errors
    /// [`VectorsError`] where it is none of this model's; then nothing has changed.
    pub fn put_marked(&mut self, id: u64, mark: u64, vector: &[f32]) -> Result<(), VectorsError> {
        self.fits(vector)?;
        if self.kept.len() >= MOST && !self.kept.contains_key(&id) {
            return Err(VectorsError::Full);
        }
        let packed = Packed::of(vector)?;
        self.place(id, mark, &packed);
        self.write(&Record::Put(id, mark, packed));
        Ok(())
    }

    /// Takes a vector out. Nothing happens where there is none.
    pub fn delete(&mut self, id: u64) {
        if !self.kept.contains_key(&id) {
            return;
        }
        self.take(id);
        self.write(&Record::Delete(id));
    }

    /// Writes to the disk what has changed, and the whole file anew when most of it counts no more. Others can search meanwhile.
    ///
    /// # Errors
    /// [`VectorsError::ReadOnly`] or [`VectorsError::Io`]; everything is still there and can be saved again.
    pub fn save(&self) -> Result<(), VectorsError> {
        let mut disk = self.disk()?;
        let Disk { log, unsaved } = &mut *disk;
        if !unsaved.is_empty() {
            log.append(unsaved)?;
            unsaved.clear();
        }
        let mut one = Vec::new();
        let codes = vec![0; self.about.dimension];
        log::write(&mut one, &Record::Put(0, 0, Packed { scale: 0.0, codes }));
        let needed = one.len() * self.kept.len();
        if log.length() > 2 * needed as u64 + (1 << 20) {
            self.rewrite(&mut disk)?;
        }
        Ok(())
    }

    /// Writes the whole file anew: nothing is left in it of what was deleted or replaced. Others can search meanwhile.
    ///
    /// # Errors
    /// [`VectorsError::ReadOnly`] or [`VectorsError::Io`]; everything is still there and can be saved again.
    pub fn purge(&self) -> Result<(), VectorsError> {
        self.rewrite(&mut *self.disk()?)
    }

    fn rewrite(&self, disk: &mut Disk) -> Result<(), VectorsError> {
        let puts = self.kept.iter().filter_map(|(id, kept)| {
            let (rows, row) = self.row(kept.place)?;
            let packed = Packed { scale: rows.scale(row), codes: rows.codes(row).to_vec() };
            Some(Record::Put(*id, kept.mark, packed))
        });
        let noted = (!self.note.is_empty()).then(|| Record::Note(self.note.clone()));
        disk.log.rewrite(&self.about, puts.chain(noted))?;
        disk.unsaved.clear();
        Ok(())
    }

    fn disk(&self) -> Result<MutexGuard<'_, Disk>, VectorsError> {
        let disk = self.disk.as_ref().ok_or(VectorsError::ReadOnly)?;
        Ok(disk.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Keeps a record for the next [`Vectors::save`].
    fn write(&mut self, record: &Record) {
        if let Some(disk) = &mut self.disk {
            log::write(&mut disk.get_mut().unwrap_or_else(PoisonError::into_inner).unsaved, record);
        }
    }

    /// The `count` nearest to a vector, the nearest first.
    ///
    /// # Errors
    /// [`VectorsError`] where the vector is none of this model's.
    pub fn nearest(&self, vector: &[f32], count: usize) -> Result<Vec<Hit>, VectorsError> {
        self.nearest_where(vector, count, |_| true)
    }

    /// The `count` nearest of those that `may` be found, the nearest first.
    ///
    /// # Errors
    /// [`VectorsError`] where the vector is none of this model's.
    pub fn nearest_where(
        &self,
        vector: &[f32],
        count: usize,
        may: impl Fn(u64) -> bool,
    ) -> Result<Vec<Hit>, VectorsError> {
        self.fits(vector)?;
        let query = Query::of(vector)?;
        let count = count.min(self.len());
        let wanted = count + SPARE;
        let loose = self.loose.scan(&query.packed, wanted, |row| may(self.loose.ids[row]));
        let mut hits: Vec<Hit> = loose.into_iter().map(|row| self.loose.hit(row, &query)).collect();
        if let Some(graph) = &self.graph {
            let counts = |row: usize| !self.dead[row] && may(graph.rows.ids[row]);
            let mut near: Vec<usize> =
                graph.near(&query.packed).into_iter().filter(|row| counts(*row)).collect();
            // The graph gives so many and no more. Who asks for many, or lets few be found, gets a look at all.
            if near.len() < wanted {
                near = graph.rows.scan(&query.packed, wanted, counts);
            }
            hits.extend(near.into_iter().map(|row| graph.rows.hit(row, &query)));
        }
        hits.sort_by(|a, b| b.cosine.total_cmp(&a.cosine).then(a.id.cmp(&b.id)));
        hits.truncate(count);
        Ok(hits)
    }

    fn row(&self, place: Place) -> Option<(&Rows, usize)> {
        match place {
            Place::Graph(row) => Some((self.graph.as_ref()?.rows.as_ref(), row)),
            Place::Loose(row) => Some((&self.loose, row)),
        }
    }

    fn fits(&self, vector: &[f32]) -> Result<(), VectorsError> {
        if vector.len() == self.about.dimension {
            Ok(())
        } else {
            Err(VectorsError::Length(vector.len(), self.about.dimension))
        }
    }

    /// Puts a vector among those that are in no graph.
    fn place(&mut self, id: u64, mark: u64, packed: &Packed) {
        if let Some(Place::Loose(row)) = self.leave_graph(id) {
            self.loose.set(row, packed.scale, &packed.codes);
            self.kept.insert(id, Kept { place: Place::Loose(row), mark });
        } else {
            self.kept.insert(id, Kept { place: Place::Loose(self.loose.len()), mark });
            self.loose.push(id, packed.scale, &packed.codes);
        }
    }

    fn take(&mut self, id: u64) {
        if let Some(Place::Loose(row)) = self.leave_graph(id) {
            self.loose.swap_remove(row);
            if let Some(moved) = self.loose.ids.get(row).and_then(|moved| self.kept.get_mut(moved)) {
                moved.place = Place::Loose(row);
            }
        }
        self.kept.remove(&id);
    }

    /// Where a vector is; in a graph it counts no more.
    fn leave_graph(&mut self, id: u64) -> Option<Place> {
        let place = self.kept.get(&id)?.place;
        if let Place::Graph(row) = place {
            self.dead[row] = true;
        }
        Some(place)
    }
}
