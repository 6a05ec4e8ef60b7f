//! From text to the words that are compared: cut, folded, stemmed. The same for what is indexed and what is asked.

mod common;
mod fold;
mod scan;
mod stem;
mod stop;
mod tokens;
mod units;

pub(crate) use common::is_common;
pub(crate) use fold::american;
pub(crate) use scan::Scanner;
pub use scan::{Word, words};
pub use stem::stem;
pub use stop::is_stop_word;
pub(crate) use tokens::{STEMMED, SURFACE, tokenizers};

/// What the words of an index look like. Raised when the analysis changes, so that an older index is built anew.
pub(crate) const VERSION: u32 = 1;

/// The stems of a text's words, in order, without stop words.
pub fn stems(text: &str) -> Vec<String> {
    words(text)
        .filter(|word| !word.joined && !is_stop_word(&word.text))
        .map(|word| stem(&word.text))
        .collect()
}
