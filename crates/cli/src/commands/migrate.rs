//! `consilium migrate`: brings the database to this version.

use clap::Args;
use db::{Db, OpenError, migration};
use serde_json::json;

use crate::{
    failure::Outcome,
    open::{self, Global},
    terminal,
};

/// Bring the database to this version, or make it where there is none
///
/// Stop the site and back the database up before you do this after an upgrade.
#[derive(Args, Debug)]
pub(crate) struct Migrate {}

impl Migrate {
    pub(crate) fn run(self, global: &Global) -> Outcome {
        let config = global.load(&[])?;
        open::block_on(&config, async {
            let target = open::target(&config)?;
            let (word, done) = match Db::open(&target, open::limits(&config)).await {
                Ok(db) => {
                    db.close().await?;
                    ("unchanged", "is of this version already")
                }
                Err(OpenError::Missing(_)) => ("created", "was made"),
                Err(OpenError::Older(_) | OpenError::Foreign(_)) => {
                    ("updated", "was brought to this version")
                }
                Err(error) => return Err(error.into()),
            };
            let db = open::create(&config, &target).await?;
            let applied = migration::applied(db.read()).await?;
            let (shown, kind) = (db.shown().to_owned(), db.kind());
            db.close().await?;
            if global.json {
                return terminal::say_json(
                    &json!({ "database": shown, "kind": kind, "outcome": word, "migrations": applied }),
                );
            }
            terminal::say(&format!(
                "the {kind} database at {shown} {done} ({})\n",
                applied.last().map_or("", String::as_str)
            ))
        })
    }
}
