//! Where the site keeps things.

use std::{path::PathBuf, time::Duration};

use super::setting::section;

section! {
    /// Where the site keeps things.
    Storage = "storage" {
        /// Folder for everything that the site keeps: the database, unless it is on a server, and what belongs to it.
        data_dir: PathBuf = "./consilium-data", "CONSILIUM_DATA_DIR";
        /// Address of the database: sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME. Empty: consilium.sqlite in the data folder.
        database: Option<String> = "", "CONSILIUM_DATABASE";
        /// Connections that read at the same time.
        readers: u32 = "4", "CONSILIUM_READERS";
        /// MB of a SQLite database that each thread reads as memory, which pages that are not kept are made faster by.
        /// Tools may count it as memory in use; the system takes it back when it needs it. 0: none.
        mapped_mb: u64 = "2000", "CONSILIUM_MAPPED_MB";
        /// How long a write waits for another program's write to end.
        busy_timeout: Duration = "5s", "CONSILIUM_BUSY_TIMEOUT";
    }
}
