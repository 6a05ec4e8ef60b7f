//! `consilium import`: content from elsewhere comes in.

mod closing;

use std::{
    fs,
    io::{BufReader, stdin},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use site::{
    app::Clock,
    archive::{Cancel, ImportOptions, ImportReport, JsonlFile, PageSource, import_jsonl, import_page_text},
    config::{Config, Within},
};

use crate::{
    failure::{Failure, Outcome},
    open::{self, Global},
    signals::Signals,
    terminal::Bar,
};

/// Bring in content from elsewhere
///
/// It can be run again at any time: what is in already counts as unchanged, what has changed is kept as a revision.
/// What people decided here, such as a removal, an edit or a claim, stays as it is, and is listed.
/// Stopped in the middle, by Ctrl-C or worse, it goes on from there when it is run again. With anything refused the
/// rest is taken in all the same, the exit status is 1, and the rejects file says what and why.
#[derive(Args, Debug)]
pub(crate) struct Import {
    #[command(subcommand)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Format {
    /// Question pages saved as plain text, each taken whole or not at all
    PageText {
        /// The pages
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        #[command(flatten)]
        source: Source,
        #[command(flatten)]
        how: How,
    },
    /// Archives in Consilium's own format, one record a line
    Jsonl {
        /// The archives, in an order in which each names only what came before; - is standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        #[command(flatten)]
        how: How,
    },
}

#[derive(Args, Debug)]
struct How {
    /// Read and check everything, say what would be done, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Where to list what is refused, one JSON object a line [default: beside the first FILE, with .rejects added]
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Where to list what stays as people changed it here, one JSON object a line [default: beside the first FILE, with .kept added]
    #[arg(long, value_name = "FILE")]
    kept: Option<PathBuf>,
}

/// Where the pages come from, since their text does not say.
#[derive(Args, Debug)]
struct Source {
    /// Short name of where the pages come from: lower-case letters, digits and hyphens
    #[arg(long, value_name = "KEY", default_value = "pages")]
    source: String,
    /// Its name as readers see it
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Its address
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// The licence under which its content is given
    #[arg(long, value_name = "NAME")]
    licence: Option<String>,
    /// Where that licence is to be read
    #[arg(long, value_name = "URL")]
    licence_url: Option<String>,
    /// The words with which its authors ask to be credited
    #[arg(long, value_name = "TEXT")]
    attribution: Option<String>,
}

impl Import {
    pub(crate) fn run(self, global: &Global) -> Outcome {
        let mut config = global.load(&[])?;
        // One batch is looked up at a time; more connections would only take memory.
        config.storage.readers = Within::nearest(1);
        let report = match self.format {
            Format::PageText { files, source, how } => {
                files.iter().try_for_each(|path| readable(path))?;
                let source = source.named();
                import(&config, &how, files.first(), async |db, options, bar| {
                    Ok(import_page_text(db, &files, &source, options, &mut |so_far| bar.show(so_far)).await?)
                })
            }
            Format::Jsonl { files, how } => {
                let opened = files.iter().map(|path| archive(path)).collect::<Outcome<Vec<_>>>()?;
                import(&config, &how, files.first(), async |db, options, bar| {
                    Ok(import_jsonl(db, opened, options, &mut |so_far| bar.show(so_far)).await?)
                })
            }
        }?;
        closing::tell(&report, global.json)
    }
}

impl Source {
    fn named(self) -> PageSource {
        let Self { source: key, name, url, licence, licence_url, attribution } = self;
        PageSource { key, name, url, licence, licence_url, attribution }
    }
}

/// Says at once, before anything is done, that a file can't be read.
fn readable(path: &Path) -> Outcome {
    let file = fs::File::open(path).and_then(|file| file.metadata());
    match file {
        Ok(about) if about.is_dir() => {
            Err(Failure::failed(format!("{} is a folder; name the files in it", path.display())))
        }
        Ok(_) => Ok(()),
        Err(error) => {
            let advice = "Check that it exists and that you may read it.";
            Err(Failure::failed(format!("{} can't be read: {error}. {advice}", path.display())))
        }
    }
}

fn archive(path: &Path) -> Outcome<JsonlFile> {
    if path == Path::new("-") {
        return Ok(JsonlFile::new("standard input", BufReader::with_capacity(256 * 1024, stdin()), None));
    }
    readable(path)?;
    Ok(JsonlFile::open(path)?)
}

/// Opens the database and lets the import run; the first signal stops it in good order, the second at once.
fn import(
    config: &Config,
    how: &How,
    first: Option<&PathBuf>,
    work: impl AsyncFnOnce(&db::Db, &ImportOptions, &Bar) -> Outcome<ImportReport>,
) -> Outcome<ImportReport> {
    let clock = Clock::system();
    let cancel = Cancel::default();
    open::block_on(config, async {
        let mut signals = Signals::listen()?;
        let (db, _until_done) =
            if how.dry_run { open::to_try(config).await? } else { (open::or_new(config).await?, None) };
        // Trying something out leaves nothing behind that was not asked for.
        let beside = |ending| closing::list_file(first, ending, config).filter(|_| !how.dry_run);
        let rejects = how.rejects.clone().or_else(|| beside(".rejects"));
        let kept = how.kept.clone().or_else(|| beside(".kept"));
        let options = ImportOptions {
            dry_run: how.dry_run,
            cancel: cancel.clone(),
            rejects,
            kept,
            ..ImportOptions::at(clock.now())
        };
        let bar = Bar::new(&clock);
        let twice = async {
            signals.next().await;
            bar.note("stopping as soon as what is in hand is written; once more, and it stops at once");
            cancel.cancel();
            signals.next().await;
        };
        let report = tokio::select! {
            report = work(&db, &options, &bar) => report?,
            () = twice => return Err(Failure::failed("stopped; run it again to go on")),
        };
        drop(bar);
        db.close().await?;
        Ok(report)
    })
}
