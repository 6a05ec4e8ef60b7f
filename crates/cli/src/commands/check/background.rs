//! Whether letters leave, and whether work in the background gets done.

use db::Db;
use site::config::Config;

use super::finding::Finding;

/// Whether anybody gets the site's letters.
pub(super) fn letters(config: &Config) -> Finding {
    match &config.mail.smtp_host {
        Some(host) => Finding::fine("letters", format!("sent by {host}:{}", config.mail.smtp_port)),
        None => Finding::note(
            "letters",
            "written into the folder mail of the data folder, so nobody gets any".to_owned(),
            "Set mail.smtp_host and mail.from before people are to make accounts.",
        ),
    }
}

/// Whether jobs were given up.
pub(super) async fn jobs(db: &Db) -> Finding {
    match jobs::depth(db.read()).await {
        Ok((waiting, 0)) => Finding::fine("jobs", format!("{waiting} waiting, none given up")),
        Ok((waiting, dead)) => {
            let last = jobs::dead(db.read(), 1).await.ok().and_then(|mut dead| dead.pop());
            let why =
                last.map(|last| format!("; the last, {}: {}", last.kind, last.error)).unwrap_or_default();
            Finding::note(
                "jobs",
                format!("{waiting} waiting, {dead} given up{why}"),
                "See to the cause, such as the settings of the mail server. `consilium jobs list --dead` shows them all, and `consilium jobs retry --all` has them begun again.",
            )
        }
        Err(error) => {
            Finding::wrong("jobs", db::Trouble::said(&error).to_string(), db::Trouble::of(&error).advice())
        }
    }
}
