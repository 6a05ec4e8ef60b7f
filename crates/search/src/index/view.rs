//! An index as it is at one moment.

use std::path::PathBuf;

use tantivy::{DocAddress, Searcher, TantivyDocument, Term, schema::Value};

use super::{Dead, Fields, Starts};
use crate::{
    engine::{self, Found, Ids, In, Narrow, Plan, Top},
    entry::{Key, Kind},
    error::Error,
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

    /// The title of an entry, if it is still there.
    pub(crate) fn title(&self, key: Key) -> Result<Option<String>, Error> {
        let term = self.fields.key_term(key);
        for (ordinal, reader) in self.searcher.segment_readers().iter().enumerate() {
            let index = reader.inverted_index(self.fields.key).map_err(failure)?;
            let option = tantivy::schema::IndexRecordOption::Basic;
            let Some(list) = index.read_block_postings(&term, option).map_err(|e| failure(e.into()))? else {
                continue;
            };
            let Some(doc) = list.docs().iter().copied().find(|doc| !reader.is_deleted(*doc)) else {
                continue;
            };
            let address = DocAddress::new(u32::try_from(ordinal).unwrap_or_default(), doc);
            let document: TantivyDocument = self.searcher.doc(address).map_err(failure)?;
            let title =
                document.get_first(self.fields.title).and_then(|title| title.as_str().map(str::to_owned));
            return Ok(title);
        }
        Ok(None)
    }
}

/// A failure while reading: the place is known to whoever opened the index.
pub(crate) fn failure(error: tantivy::TantivyError) -> Error {
    Error::of(error, &PathBuf::from("."))
}
