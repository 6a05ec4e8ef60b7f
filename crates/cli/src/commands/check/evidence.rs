//! Whether the documents that doctors handed in are where the tables say.

use db::Db;
use site::{app::Clock, config::Config, credential::look_at_evidence};

use super::finding::Finding;

const ABOUT: &str = "documents";

/// Compares the folder with the tables.
pub(super) async fn folder(config: &Config, db: &Db) -> Finding {
    let folder = config.storage.data_dir.join("evidence").display().to_string();
    match look_at_evidence(db, &config.storage.data_dir, Clock::system().now()).await {
        Ok(found) if found.lost() > 0 => Finding::wrong(
            ABOUT,
            format!("{} of {} are not in {folder}", found.lost(), found.lost() + found.kept),
            "Put the folder back from your backup. Doctors are asked again for what nobody decided on yet, once a day.",
        ),
        Ok(found) if !found.aside.is_empty() => Finding::note(
            ABOUT,
            format!("{} in {folder}/stray that are missing from {folder}", found.aside.len()),
            "Nothing: the server puts them back once a day.",
        ),
        Ok(found) if !found.stray.is_empty() => Finding::note(
            ABOUT,
            format!("{} in {folder} that belong to nothing, as a crash leaves them", found.stray.len()),
            "Look whether this is the right database. The server puts them into the folder stray, and throws them away 30 days later.",
        ),
        Ok(found) => Finding::fine(ABOUT, format!("{}, all in their place", found.kept)),
        Err(error) => Finding::wrong(
            ABOUT,
            error.to_string(),
            "Give the user that runs Consilium the right to read it.",
        ),
    }
}
