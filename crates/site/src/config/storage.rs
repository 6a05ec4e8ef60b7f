//! Where the site keeps things.

use std::{path::PathBuf, time::Duration};

use super::{Within, setting::section};

section! {
    /// Where the site keeps things.
    Storage = "storage" {
        /// Folder for everything that the site keeps: the database, unless it is on a server, and what belongs to it.
        data_dir: PathBuf = "./consilium-data", "CONSILIUM_DATA_DIR";
        /// Address of the database: sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME. Empty: consilium.sqlite in the data folder.
        database: Option<String> = "", "CONSILIUM_DATABASE";
        /// Connections by which lists and everything but a question's page are read at the same time, from 1 to 1000.
        readers: Within<1, 1000> = "4", "CONSILIUM_READERS";
        /// MB of a SQLite file that each connection of a question's page reads as memory, from 0 to 1000000. Tools may
        /// count it as memory in use; the system takes it back when it needs it.
        mapped_mb: Within<0, 1_000_000> = "64000", "CONSILIUM_MAPPED_MB";
        /// How long a write waits for another program's write to end.
        busy_timeout: Duration = "5s", "CONSILIUM_BUSY_TIMEOUT";
    }
}
