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
        /// How long a write waits for another program's write to end.
        busy_timeout: Duration = "5s", "CONSILIUM_BUSY_TIMEOUT";
    }
}
