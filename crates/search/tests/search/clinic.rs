//! A small index in a folder of its own.

use search::{
    Entry, Facet, Hit, Index, Key, Kind, Opened, Rebuild, Request, Results, Signals, Vocabulary, Weights,
    query::Query,
};
use tempfile::TempDir;

pub(crate) struct Clinic {
    pub(crate) folder: TempDir,
    pub(crate) index: Index,
}

/// A question with its id, title and text.
pub(crate) fn question(id: i64, title: &str, text: &str) -> Entry {
    Entry::new(Key::question(id), title, text)
}

/// A question about a topic.
pub(crate) fn about(id: i64, title: &str, topic: &str) -> Entry {
    Entry { facets: vec![(Facet::Topic, topic.into())], ..question(id, title, "") }
}

/// A question on which doctors agree so far.
pub(crate) fn agreed(id: i64, title: &str, agreement: u8) -> Entry {
    let signals = Signals { agreement, doctors: 5, updated: id };
    Entry { signals, ..question(id, title, "") }
}

pub(crate) fn doctor(id: i64, name: &str) -> Entry {
    Entry::new(Key { kind: Kind::Doctor, id }, name, "")
}

impl Clinic {
    pub(crate) fn with(entries: &[Entry]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut rebuild = Rebuild::begin(folder.path(), Weights::default()).unwrap();
        entries.iter().for_each(|entry| rebuild.add(entry).unwrap());
        let index = rebuild.finish("0").unwrap();
        Self { folder, index }
    }

    pub(crate) fn open(&self) -> Opened {
        Index::open(self.folder.path()).unwrap()
    }

    pub(crate) fn search(&self, request: &Request) -> Results {
        self.index.view().search(request).unwrap()
    }

    /// The ids of what is found, best first.
    pub(crate) fn finds(&self, typed: &str) -> Vec<i64> {
        ids(&self.search(&Request::new(&Query::parse(typed), 100)).hits)
    }

    /// The same with wordings.
    pub(crate) fn finds_with(&self, vocabulary: &Vocabulary, typed: &str) -> Vec<i64> {
        let query = Query::parse(typed);
        let worded = self.index.view().worded(&query, Some(vocabulary)).unwrap();
        let request = Request { worded: Some(&worded), ..Request::new(&query, 100) };
        ids(&self.search(&request).hits)
    }
}

pub(crate) fn ids(hits: &[Hit]) -> Vec<i64> {
    hits.iter().map(|hit| hit.key.id).collect()
}
