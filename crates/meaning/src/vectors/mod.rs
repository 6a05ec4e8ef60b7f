//! The vectors of everything that can be found by its meaning, kept in a file beside the index.
//!
//! What has been put counts at once, and is kept once [`Vectors::save`] has returned. The database is the truth: what
//! is missing here after a power cut is made again, and [`Vectors::ids`] tells what is there.

mod graph;
mod log;
mod rows;

use std::{collections::HashMap, io, path::Path};

use thiserror::Error;

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

/// Vectors by id, and the search among them.
#[derive(Debug)]
pub struct Vectors {
    about: About,
    log: Log,
    spoilt: u64,
    places: HashMap<u64, Place>,
    graph: Option<Graph>,
    /// Rows of the graph that count no more.
    dead: Vec<bool>,
    loose: Rows,
    /// Records that were not saved yet.
    unsaved: Vec<u8>,
}

impl Vectors {
    /// Opens the vectors that a model made, or begins with none.
    ///
    /// # Errors
    /// [`VectorsError`]; with `AnotherModel` and `AnotherFormat` use [`Vectors::anew`].
    pub fn open(path: &Path, about: &About) -> Result<Self, VectorsError> {
        let mut places = HashMap::new();
        let mut loose = Rows::new(about.dimension);
        let (log, spoilt) = Log::open(path, about, |record| match record {
            Record::Put(id, packed) => put(&mut places, &mut loose, id, &packed),
            Record::Delete(id) => take(&mut places, &mut loose, id),
        })?;
        Ok(Self { spoilt, places, ..Self::of(log, loose, about) })
    }

    fn of(log: Log, loose: Rows, about: &About) -> Self {
        let places = HashMap::new();
        let (about, dead, unsaved) = (about.clone(), Vec::new(), Vec::new());
        Self { about, log, spoilt: 0, places, graph: None, dead, loose, unsaved }
    }

    /// Begins with none, whatever the file holds.
    ///
    /// # Errors
    /// [`VectorsError::InUse`] or [`VectorsError::Io`].
    pub fn anew(path: &Path, about: &About) -> Result<Self, VectorsError> {
        Ok(Self::of(Log::anew(path, about)?, Rows::new(about.dimension), about))
    }

    /// Bytes at the end of the file that were damaged, as by a power cut, and cut off when it was opened.
    pub fn spoilt(&self) -> u64 {
        self.spoilt
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// What there is, in no order.
    pub fn ids(&self) -> impl Iterator<Item = u64> {
        self.places.keys().copied()
    }

    /// The vector of an id, of length one and as near as it is kept.
    pub fn vector(&self, id: u64) -> Option<Vec<f32>> {
        let (rows, row) = self.row(*self.places.get(&id)?)?;
        Some(rows.whole(row))
    }

    /// Puts a vector in the place of what was there under this id.
    ///
    /// # Errors
    /// [`VectorsError`] where it is none of this model's; then nothing has changed.
    pub fn put(&mut self, id: u64, vector: &[f32]) -> Result<(), VectorsError> {
        self.fits(vector)?;
        if self.places.len() >= MOST && !self.places.contains_key(&id) {
            return Err(VectorsError::Full);
        }
        let packed = Packed::of(vector)?;
        self.leave_graph(id);
        put(&mut self.places, &mut self.loose, id, &packed);
        log::write(&mut self.unsaved, &Record::Put(id, packed));
        Ok(())
    }

    /// Takes a vector out. Nothing happens where there is none.
    pub fn delete(&mut self, id: u64) {
        if !self.places.contains_key(&id) {
            return;
        }
        self.leave_graph(id);
        take(&mut self.places, &mut self.loose, id);
        log::write(&mut self.unsaved, &Record::Delete(id));
    }

    /// Writes to the disk what has changed, and the whole file anew when most of it counts no more.
    ///
    /// # Errors
    /// [`VectorsError::Io`]; everything is still there and can be saved again.
    pub fn save(&mut self) -> Result<(), VectorsError> {
        if !self.unsaved.is_empty() {
            self.log.append(&self.unsaved)?;
            self.unsaved.clear();
        }
        let mut one = Vec::new();
        log::write(&mut one, &Record::Put(0, Packed { scale: 0.0, codes: vec![0; self.about.dimension] }));
        let needed = one.len() * self.len();
        if self.log.length() > 2 * needed as u64 + (1 << 20) {
            self.rewrite()?;
        }
        Ok(())
    }

    fn rewrite(&mut self) -> Result<(), VectorsError> {
        let Self { about, log, places, graph, loose, .. } = self;
        let graph = graph.as_ref().map(|graph| graph.rows.as_ref());
        let records = places.iter().filter_map(|(id, place)| {
            let (rows, row) = match *place {
                Place::Graph(row) => (graph?, row),
                Place::Loose(row) => (&*loose, row),
            };
            Some(Record::Put(*id, Packed { scale: rows.scale(row), codes: rows.codes(row).to_vec() }))
        });
        log.rewrite(about, records)
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

    /// Whether a graph should be built: there are many, and many of them are in none.
    pub fn wants_graph(&self) -> bool {
        let inside = self.graph.as_ref().map_or(0, |graph| graph.rows.len());
        self.len() >= GRAPH_FROM
            && self.loose.len() + self.dead.iter().filter(|dead| **dead).count() > inside / 4
    }

    /// What a graph is built of, as it is now. Building it needs nothing of this and may take minutes.
    pub fn plan(&self) -> Plan {
        let mut rows = Rows::new(self.about.dimension);
        for (id, place) in &self.places {
            if let Some((from, row)) = self.row(*place) {
                rows.push(*id, from.scale(row), from.codes(row));
            }
        }
        Plan(rows)
    }

    /// Takes a graph into use that was built of an earlier state. What has changed since is looked at beside it.
    pub fn adopt(&mut self, built: Built) {
        let Built(graph) = built;
        let mut places = HashMap::with_capacity(self.places.len());
        let mut dead = vec![false; graph.rows.len()];
        for (row, id) in graph.rows.ids.iter().enumerate() {
            let now = self.places.get(id).and_then(|place| self.row(*place));
            let same = now.is_some_and(|(from, at)| {
                from.scale(at) == graph.rows.scale(row) && from.codes(at) == graph.rows.codes(row)
            });
            dead[row] = !same;
            if same {
                places.insert(*id, Place::Graph(row));
            }
        }
        let mut loose = Rows::new(self.about.dimension);
        for (id, place) in &self.places {
            if let (false, Some((from, row))) = (places.contains_key(id), self.row(*place)) {
                places.insert(*id, Place::Loose(loose.len()));
                loose.push(*id, from.scale(row), from.codes(row));
            }
        }
        (self.graph, self.dead, self.places, self.loose) = (Some(graph), dead, places, loose);
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

    fn leave_graph(&mut self, id: u64) {
        if let Some(Place::Graph(row)) = self.places.get(&id).copied() {
            self.dead[row] = true;
            self.places.remove(&id);
        }
    }
}

/// What a graph is built of.
#[derive(Debug)]
pub struct Plan(Rows);

impl Plan {
    /// Builds it, on all processors.
    pub fn build(self) -> Built {
        Built(Graph::build(self.0))
    }
}

/// A graph, ready to be taken into use.
#[derive(Debug)]
pub struct Built(Graph);

fn put(places: &mut HashMap<u64, Place>, loose: &mut Rows, id: u64, packed: &Packed) {
    if let Some(Place::Loose(row)) = places.get(&id) {
        loose.set(*row, packed.scale, &packed.codes);
    } else {
        places.insert(id, Place::Loose(loose.len()));
        loose.push(id, packed.scale, &packed.codes);
    }
}

fn take(places: &mut HashMap<u64, Place>, loose: &mut Rows, id: u64) {
    if let Some(Place::Loose(row)) = places.remove(&id) {
        loose.swap_remove(row);
        if let Some(moved) = loose.ids.get(row) {
            places.insert(*moved, Place::Loose(row));
        }
    }
}
