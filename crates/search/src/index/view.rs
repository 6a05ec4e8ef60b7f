//! An index as it is at one moment.

use std::path::PathBuf;

use tantivy::{Searcher, Term};

use super::{Dead, Fields, Starts};
use crate::{
    engine::{self, Found, Ids, In, Narrow, Plan, Top},
    entry::Kind,
    error::{Error, brief},
};

/// The index as it was at the last [`super::Index::refresh`]. Cheap to make; commits do not change it.
#[derive(Clone)]
pub struct View {
    pub(crate) searcher: Searcher,
    pub(crate) fields: Fields,
    pub(crate) starts: Starts,
    pub(crate) dead: Dead,
}

impl View {
    /// How many entries there are.
    pub fn entries(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// In how many entries a stem stands.
    pub(crate) fn frequency(&self, stem: &str) -> Result<u64, Error> {
        self.frequency_in(In::Words, stem)
    }

    /// In how many entries a word stands, in one of the fields.
    pub(crate) fn frequency_in(&self, field: In, word: &str) -> Result<u64, Error> {
        let field = match field {
            In::Words => self.fields.words,
            In::Names => self.fields.names,
        };
        self.searcher.doc_freq(&Term::from_field_text(field, word)).map_err(failure)
    }

    /// How telling a stem is: great for what is rare.
    pub fn idf(&self, stem: &str) -> Result<f32, Error> {
        let all = self.searcher.segment_readers().iter().map(|reader| u64::from(reader.max_doc())).sum();
        Ok(engine::idf(self.frequency(stem)?, all))
    }

    /// Runs a plan.
    pub(crate) fn run(&self, plan: &Plan, top: Top) -> Result<Found, Error> {
        engine::run(&self.searcher, &self.dead, self.fields, plan, top).map_err(failure)
    }

    /// The ids of one kind to which a search is narrowed; none where it may find all of them.
    pub(crate) fn ids(&self, narrow: &Narrow, kind: Kind) -> Result<Option<Ids>, Error> {
        engine::narrowed(&self.searcher, &self.dead, self.fields, narrow, kind).map_err(failure)
    }
}

/// A failure while reading: the files are open and never change, so that they are damaged. Whoever opened the index knows
/// where it is.
pub(crate) fn failure(error: tantivy::TantivyError) -> Error {
    Error::Corrupt { at: PathBuf::new(), why: brief(&error) }
}
