//! Full-text search on an embedded index. It knows entries and words, no feature of the site and no database.
//!
//! The only crate that names tantivy. What is found are keys and ranks: the site reads what it shows from the database,
//! which stays the truth.

pub mod analysis;
mod engine;
mod entry;
mod error;
pub mod essence;
pub mod eval;
mod explain;
mod fuse;
mod index;
mod plan;
pub mod query;
mod ranking;
mod search;
pub mod similar;
mod snippet;
mod suggest;
pub mod vocabulary;
mod words;

pub use engine::{Bm25, Counted, Hit, Ids, Precision};
pub use entry::{Entry, Facet, Key, Kind, Signals};
pub use error::Error;
pub use explain::{Explained, Given};
pub use fuse::{by_spread, words_and_meaning};
pub use index::{Index, Opened, Rebuild, View, Weights, Writer};
pub use ranking::{AGREEMENT, CANDIDATES, DOCTORS, FRESH, FRESH_DAYS, Order, Ranking};
pub use search::{Request, Results, Worded};
pub use snippet::{Marker, Marks, Snippet};
pub use vocabulary::Vocabulary;
