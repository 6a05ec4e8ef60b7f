//! From flags to an open database: what every command starts with.

use std::{
    collections::BTreeMap,
    fs::{DirBuilder, OpenOptions},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use clap::Args;
use db::{Db, Limits, OpenError, Target};
use site::config::{Config, Filter, Origin, Setting};
use tempfile::TempDir;
use tokio::runtime::Builder;

use crate::{
    failure::{Failure, Outcome},
    terminal,
};

/// The configuration that is read from the data folder when none is named.
const OWN_FILE: &str = "consilium.toml";
/// The database when none is named.
const OWN_DATABASE: &str = "consilium.sqlite";

/// Flags that every command takes.
#[derive(Args, Debug, Default)]
pub(crate) struct Global {
    /// Folder for everything that the site keeps [default: ./consilium-data]
    #[arg(long, global = true, value_name = "DIR", help_heading = "Everywhere")]
    data_dir: Option<String>,
    /// Database address, sqlite:PATH or postgres://USER@HOST/NAME [default: consilium.sqlite in the data folder]
    #[arg(long, global = true, value_name = "URL", help_heading = "Everywhere")]
    database: Option<String>,
    /// Configuration file, in TOML [default: consilium.toml in the data folder, where there is one]
    #[arg(long, global = true, value_name = "FILE", help_heading = "Everywhere")]
    config: Option<PathBuf>,
    /// Print results as JSON
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub(crate) json: bool,
}

impl Global {
    /// The configuration in force, with this command's own flags as `section.key` and what was typed.
    pub(crate) fn load(&self, own: &[(&str, Option<&String>)]) -> Outcome<Config> {
        let flags =
            [("storage.data_dir", self.data_dir.as_ref()), ("storage.database", self.database.as_ref())];
        let flags =
            flags.iter().chain(own).filter_map(|(name, said)| Some(((*name).to_owned(), (*said)?.clone())));
        let flags: BTreeMap<String, String> = flags.collect();
        if let Some(file) = &self.config {
            return Ok(Config::load(Some(file), &flags)?);
        }
        let config = Config::load(None, &flags)?;
        match own_file(&config) {
            Some(file) => Ok(Config::load(Some(&file), &flags)?),
            None => Ok(config),
        }
    }

    /// The file that the configuration was read from.
    pub(crate) fn file(&self, config: &Config) -> Option<PathBuf> {
        self.config.clone().or_else(|| own_file(config))
    }
}

fn own_file(config: &Config) -> Option<PathBuf> {
    let file = config.storage.data_dir.join(OWN_FILE);
    file.is_file().then_some(file)
}

/// Starts the log. Only a site that serves tells how it is doing, the others tell what goes wrong; unless they are asked.
pub(crate) fn start_log(config: &Config, unasked: Option<&str>) -> Outcome {
    let mut logging = config.logging.clone();
    if let (Some(filter), None | Some(Origin::Default)) = (unasked, config.origins.get("logging.filter")) {
        logging.filter = Filter::parse(filter).map_err(Failure::usage)?;
    }
    site::web::start_log(&logging).map_err(Failure::usage)
}

/// Runs something to its end on all processors, or on as many threads as are configured.
pub(crate) fn block_on<T>(config: &Config, work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    start_log(config, Some("error"))?;
    let mut runtime = Builder::new_multi_thread();
    let threads = config.server.threads.count();
    if threads > 0 {
        runtime.worker_threads(threads);
    }
    let runtime = runtime
        .enable_all()
        .build()
        .map_err(|e| Failure::failed(format!("threads can't be started: {e}")))?;
    let done = runtime.block_on(work);
    // What still runs was told to stop or was given up; nothing of it is worth waiting for.
    runtime.shutdown_background();
    done
}

/// Which database the configuration means.
pub(crate) fn target(config: &Config) -> Outcome<Target> {
    match &config.storage.database {
        Some(address) => Ok(Target::parse(address)?),
        None => Ok(Target::File(config.storage.data_dir.join(OWN_DATABASE))),
    }
}

/// Opens the database that there is.
pub(crate) async fn existing(config: &Config) -> Outcome<Db> {
    Ok(Db::open(&target(config)?, limits(config)).await?)
}

/// Opens the database, and makes a new one where there is none.
pub(crate) async fn or_new(config: &Config) -> Outcome<Db> {
    let target = target(config)?;
    match Db::open(&target, limits(config)).await {
        Err(OpenError::Missing(shown)) => {
            let db = create(config, &target).await?;
            terminal::note(&format!("created a new database at {shown}"));
            Ok(db)
        }
        opened => Ok(opened?),
    }
}

/// A database to try things out in: the one that there is, or an empty one that is gone afterwards.
pub(crate) async fn to_try(config: &Config) -> Outcome<(Db, Option<TempDir>)> {
    match Db::open(&target(config)?, limits(config)).await {
        Err(OpenError::Missing(_)) => {
            let folder =
                tempfile::tempdir().map_err(|e| Failure::io("a folder for the trial can't be made", &e))?;
            let target = Target::File(folder.path().join(OWN_DATABASE));
            Ok((Db::open_or_create(&target, limits(config)).await?, Some(folder)))
        }
        opened => Ok((opened?, None)),
    }
}

/// Brings the database to this version, making it first where there is none.
pub(crate) async fn create(config: &Config, target: &Target) -> Outcome<Db> {
    if let Target::File(path) = target {
        if config.storage.database.is_none() {
            make_folder(&config.storage.data_dir)?;
        }
        claim(path).map_err(|e| {
            let advice =
                "Check that its folder exists and that you may write there, or name another with --data-dir.";
            Failure::failed(format!("the database {} can't be created: {e}. {advice}", path.display()))
        })?;
    }
    Ok(Db::open_or_create(target, limits(config)).await?)
}

/// Patience and connections as configured.
pub(crate) fn limits(config: &Config) -> Limits {
    let storage = &config.storage;
    Limits {
        readers: u32::try_from(storage.readers.get()).unwrap_or(u32::MAX),
        busy: storage.busy_timeout,
        mapped: storage.mapped_mb.get() * 1_000_000,
        ..Limits::default()
    }
}

/// Makes the data folder, for nobody else to look into.
pub(crate) fn make_folder(folder: &Path) -> Outcome {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|e| {
        let advice = "Make it yourself, or name another with --data-dir.";
        Failure::failed(format!("the data folder {} can't be made: {e}. {advice}", folder.display()))
    })
}

/// Makes the file before the database does, for nobody else to look into.
fn claim(path: &Path) -> io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
