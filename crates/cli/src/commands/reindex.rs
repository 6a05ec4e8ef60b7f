//! `consilium reindex`: the search index, built anew.

use clap::Args;
use serde_json::json;
use site::{app::Clock, archive::Progress, index, taxonomy};

use crate::{
    failure::{Failure, Outcome},
    open::{self, Global},
    terminal::{self, Bar},
};

/// Entries after which it is told how far it is.
const TELL_EVERY: u64 = 50_000;

/// Build the search index anew
///
/// The new one is built beside the one in use, which is searched until then; a site that runs goes over to it by itself. The
/// database stays as it is. There is no need for this after an upgrade or a crash: the site notices and does it.
#[derive(Args, Debug)]
pub(crate) struct Reindex {}

impl Reindex {
    pub(crate) fn run(self, global: &Global) -> Outcome {
        let config = global.load(&[])?;
        open::block_on(&config, async {
            if let Err(broken) = index::wordings(&config) {
                // The index is the same with other wordings: they are looked up by whoever searches.
                terminal::note(&format!(
                    "{broken}. The index is built all the same; it holds none of these words"
                ));
            }
            let db = open::existing(&config).await?;
            let root = index::root(&config);
            open::make_folder(&config.storage.data_dir)?;
            let taxonomy = taxonomy::read(&db).await?;
            let (bar, mut next) = (Bar::new(&Clock::system()), TELL_EVERY);
            let show = |records| bar.show(Progress { records, bytes: 0, total_bytes: None });
            show(0);
            let told = |entries| {
                show(entries);
                if entries >= next {
                    next += TELL_EVERY;
                    bar.note(&format!("{entries} entries so far"));
                }
            };
            let built = index::rebuild(&db, &taxonomy, (&root, Clock::system().now()), told)
                .await
                .map_err(Failure::failed)?;
            drop(bar);
            let entries = built.view().entries();
            db.close().await?;
            if global.json {
                return terminal::say_json(
                    &json!({ "entries": entries, "folder": root.display().to_string() }),
                );
            }
            terminal::say(&format!("{entries} entries can be found; the index is in {}\n", root.display()))
        })
    }
}
