//! `consilium export`: everything goes out, as an archive that can be brought in again.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use db::Db;
use serde_json::json;
use site::{app::Clock, archive};
use tempfile::NamedTempFile;

use crate::{
    failure::{Failure, Outcome},
    open::{self, Global},
    signals::Signals,
    terminal::{self, Bar},
};

/// Take everything out
#[derive(Args, Debug)]
pub(crate) struct Export {
    #[command(subcommand)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Format {
    /// In Consilium's own format, one record a line
    ///
    /// The archive holds what is published, held and removed, with all revisions, as of one moment. Imported into
    /// an empty site and exported again it is the same, byte for byte.
    Jsonl {
        /// Where to write it, whole or not at all; - is standard output
        #[arg(short, long, value_name = "FILE", default_value = "-")]
        output: PathBuf,
    },
}

impl Export {
    pub(crate) fn run(self, global: &Global) -> Outcome {
        let config = global.load(&[])?;
        let Format::Jsonl { output } = self.format;
        open::block_on(&config, async {
            let mut signals = Signals::listen()?;
            let db = open::existing(&config).await?;
            let work = async {
                if output == Path::new("-") {
                    write(&db, BufWriter::new(io::stdout())).await
                } else {
                    to_file(&db, &output).await
                }
            };
            let records = signals.end("stopped; no archive was written", work).await?;
            db.close().await?;
            if output != Path::new("-") {
                tell(&output, records, global.json)?;
            }
            Ok(())
        })
    }
}

fn tell(output: &Path, records: u64, json: bool) -> Outcome {
    if json {
        terminal::say_json(&json!({ "file": output.display().to_string(), "records": records }))
    } else {
        terminal::say(&format!("{records} records written to {}\n", output.display()))
    }
}

async fn write(db: &Db, output: impl Write + Send) -> Outcome<u64> {
    let bar = Bar::new(&Clock::system());
    Ok(archive::export(db, output, &mut |so_far| bar.show(so_far)).await?)
}

/// Writes to a file beside the wanted one and gives it that name once it is on disk, so that an archive is never half
/// an archive.
async fn to_file(db: &Db, path: &Path) -> Outcome<u64> {
    let refused = |error: &io::Error| {
        Failure::io(
            format!(
                "{} can't be written; check that its folder exists and has room, and that you may write there",
                path.display()
            ),
            error,
        )
    };
    // A link stays a link; a pipe or a device is written to and not replaced.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if fs::metadata(path).is_ok_and(|about| !about.is_file()) {
        let open = fs::OpenOptions::new().write(true).open(path).map_err(|e| refused(&e))?;
        return write(db, BufWriter::new(open)).await;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let part = NamedTempFile::new_in(folder).map_err(|e| refused(&e))?;
    let records = write(db, BufWriter::new(part.as_file())).await?;
    part.as_file().sync_all().map_err(|e| refused(&e))?;
    part.persist(path).map_err(|e| refused(&e.error))?;
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|e| refused(&e))?;
    Ok(records)
}
