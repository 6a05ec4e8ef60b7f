//! How pages are kept ready.

use std::time::Duration;

use super::{Wait, Within, setting::section};

section! {
    /// How pages are kept ready.
    Caching = "caching" {
        /// Memory for finished pages, in MB, up to 1000000. 0: every page is made anew.
        pages_mb: Within<0, 1_000_000> = "64", "CONSILIUM_PAGES_MB";
        /// How long a finished page serves before it is made again. A change of content shows at once to whoever asks the site; a browser or proxy may show its own copy for that long.
        fresh: Duration = "60s", "CONSILIUM_FRESH";
        /// How long browsers and proxies may keep a page while they ask for a newer one.
        stale: Duration = "600s", "CONSILIUM_STALE";
        /// How often the database is asked whether another program changed the content.
        watch: Wait = "1s", "CONSILIUM_WATCH";
    }
}
