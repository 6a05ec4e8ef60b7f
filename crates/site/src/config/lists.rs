//! How long lists are.

use super::{Within, setting::section};

section! {
    /// How long lists are.
    Lists = "lists" {
        /// Rows on one page of a list, from 1 to 100.
        page: Within<1, 100> = "20", "CONSILIUM_LIST_PAGE";
        /// Entries in a feed, from 1 to 100.
        feed: Within<1, 100> = "30", "CONSILIUM_LIST_FEED";
        /// Related questions beside a question, from 0 to 20.
        related: Within<0, 20> = "5", "CONSILIUM_LIST_RELATED";
    }
}
