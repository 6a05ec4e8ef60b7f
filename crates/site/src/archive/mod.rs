//! Archives in and out: content from elsewhere comes in with its source and licence, and everything can leave again.
//!
//! - [`import_jsonl`] reads Consilium's own format, [`import_page_text`] question pages that were saved as text.
//!   Both work in batches, each one transaction; both can be run again, and stopped at any moment.
//! - [`fn@export`] writes the whole site in Consilium's own format.
//!
//! On the way in: `feed` reads, `prepare` renders, `run` keeps count, `batch` writes with the kinds in `write`,
//! and `known` finds the rows that records mean. On the way out: `outward` turns rows into records.

mod batch;
mod error;
mod export;
mod feed;
mod import;
mod item;
mod known;
mod options;
mod outward;
mod page_text;
mod prepare;
mod rejects;
mod report;
mod rows;
mod run;
mod seen;
mod version;
mod words;
mod write;

pub use error::{ExportError, ImportError};
pub use export::export;
pub use feed::JsonlFile;
pub use import::import_jsonl;
pub use options::{Cancel, ImportOptions, OnProgress, Progress};
pub use page_text::{PageSource, import_page_text};
pub use rejects::Rejected;
pub use report::{Counts, ImportReport, KINDS, Tally, Totals};
