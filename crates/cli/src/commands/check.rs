//! `consilium check`: whether everything that a site needs is in order, and what to do where it is not.

mod audit;
mod background;
mod database;
mod evidence;
mod files;
mod finding;
mod index;

use clap::Args;
use serde_json::json;
use site::{
    app::{App, Clock},
    config::Config,
    web::Face,
};

use crate::{
    failure::{Failure, Outcome},
    open::{self, Global},
    terminal,
};
use finding::{Finding, State};

/// See whether everything is in order
///
/// Looks at the settings, the data folder and the database, says what is wrong and what to do. It changes nothing. The
/// exit status is 1 when anything is wrong.
#[derive(Args, Debug)]
pub(crate) struct Check {}

impl Check {
    pub(crate) fn run(self, global: &Global) -> Outcome {
        let config = global.load(&[])?;
        let target = open::target(&config)?;
        let findings = open::block_on(&config.clone(), async {
            let mut findings = files::look(&config, &target, global.file(&config));
            let (db, found) = database::look(&config, &target).await;
            findings.extend(found);
            if let Some(db) = db {
                findings.push(looks(&config, db.clone()));
                findings.push(address(&config));
                findings.push(background::letters(&config));
                findings.push(background::jobs(&db).await);
                findings.push(audit::log(&db).await);
                findings.push(evidence::folder(&config, &db).await);
                findings.push(index::index(&config, &db).await);
                findings.push(index::words(&config));
                findings.push(index::meaning(&config));
                db.close().await?;
            }
            Ok(findings)
        })?;
        let wrong = findings.iter().any(|finding| finding.state == State::Wrong);
        if global.json {
            terminal::say_json(
                &json!({ "version": env!("CARGO_PKG_VERSION"), "ok": !wrong, "findings": findings }),
            )?;
        } else {
            terminal::say(&format!(
                "consilium {}\n\n{}",
                env!("CARGO_PKG_VERSION"),
                finding::list(&findings)
            ))?;
        }
        if wrong { Err(Failure::Told) } else { Ok(()) }
    }
}

/// Whether the languages and the brand can be used.
fn looks(config: &Config, db: db::Db) -> Finding {
    let face = App::new(db, config.clone(), Clock::system(), String::new())
        .map_err(|e| e.to_string())
        .and_then(|app| Face::new(&app).map(|_| app.languages).map_err(|e| e.to_string()));
    match face {
        Ok(languages) => {
            let names: Vec<&str> =
                languages.all().map(locale::Locale::tag).filter(|tag| !tag.starts_with("qps")).collect();
            Finding::fine(
                "brand and languages",
                format!("\"{}\", in {}", config.brand.name, names.join(", ")),
            )
        }
        Err(what) => Finding::wrong(
            "brand and languages",
            what,
            "Correct the setting; `consilium config` says where it is set.",
        ),
    }
}

/// Whether readers are given an address that they can reach.
fn address(config: &Config) -> Finding {
    match &config.server.public_url {
        Some(url) => Finding::fine("address", url.to_string()),
        None => {
            let what = format!("http://{}, which only this machine reaches", config.server.bind);
            Finding::note(
                "address",
                what,
                "Set server.public_url to the address that readers type before the site is public.",
            )
        }
    }
}
