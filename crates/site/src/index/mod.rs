//! The search index, kept in step with the database, which stays the truth: it gives keys, and whoever shows something
//! reads it, with its state, from there.
//!
//! Every change leaves rows that name what it touched ([`crate::app::Tag`]), in its own transaction. The keeper reads them and
//! puts the entries anew. Each process with a data folder of its own has an index of its own. Where a model is installed,
//! [`meant`] keeps beside it what questions mean.

mod entries;
mod feed;
mod finder;
mod keeper;
mod kept;
mod look;
pub mod meant;
mod on_topic;
mod rebuild;
mod similar;
mod texts;
mod words;

pub(crate) use entries::written;
pub use feed::erase_from_files;
pub use finder::{Finder, Standing};
pub use keeper::{Keeper, step};
pub use kept::Kept;
pub use look::{Looked, look};
pub use on_topic::doctors_on;
pub use rebuild::{Unbuilt, rebuild};
pub use similar::{Alike, Nearness, Sought, alike};

use std::path::{Path, PathBuf};

use search::Vocabulary;

use crate::{app::App, config::Config};

/// Where the index is, within the data folder.
const FOLDER: &str = "search";

/// Keeps the index, and what questions mean, until the future is dropped.
pub async fn keep(app: App) {
    tokio::join!(keeper::keep(app.clone()), meant::keep(app));
}

/// Where the index of a site is.
pub fn root(config: &Config) -> PathBuf {
    config.storage.data_dir.join(FOLDER)
}

/// The wordings that ship, with those of the operator.
///
/// # Errors
/// Which file and which line of the operator's is wrong, and how.
pub fn wordings(config: &Config) -> Result<Vocabulary, String> {
    let folder = config.search.vocabulary.as_deref();
    words::read(&folder.map_or_else(|| Ok(Vec::new()), |folder| words::look(Path::new(folder)))?)
}
