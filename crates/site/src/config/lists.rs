//! How long lists are.

use super::setting::section;

section! {
    /// How long lists are.
    Lists = "lists" {
        /// Rows on one page of a list, from 1 to 100.
        page: u64 = "20", "CONSILIUM_LIST_PAGE";
        /// Entries in a feed, from 1 to 100.
        feed: u64 = "30", "CONSILIUM_LIST_FEED";
        /// Related questions beside a question, from 0 to 20.
        related: u64 = "5", "CONSILIUM_LIST_RELATED";
    }
}
