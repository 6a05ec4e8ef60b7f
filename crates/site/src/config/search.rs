//! How people search.

use super::{Wait, Within, setting::section};

section! {
    /// How people search, and how soon they find what is new.
    Search = "search" {
        /// How often the index takes in what changed. Searches find a change within that and a second.
        every: Wait = "1s", "CONSILIUM_SEARCH_EVERY";
        /// Searches that are done at the same time, from 1 to 64; more wait.
        at_once: Within<1, 64> = "2", "CONSILIUM_SEARCH_AT_ONCE";
        /// Searches from one network within a minute, suggestions as one types included; 0: without limit.
        by_network: Within<0, 1_000_000> = "600", "CONSILIUM_SEARCHES_BY_NETWORK";
        /// Folder with files of your own words (*.txt), beside those that ship; see the handbook. Empty: none.
        vocabulary: Option<String> = "", "CONSILIUM_SEARCH_VOCABULARY";
    }
}
