//! `consilium demo`: a working site with sample content, by one command.

use std::fmt::Write;

use clap::Args;
use db::value::AccountRole;
use site::{app::Clock, demo, policy::Role, question, web::Routes};

use super::serve::{Doors, Site};
use crate::{
    failure::{Failure, Outcome},
    open::{self, Global},
    signals::Signals,
    terminal,
};

/// Serve a site with sample content
///
/// In an empty data folder it makes a database and fills it with the sample, whose people are all invented. A site that
/// has questions already is served as it is.
#[derive(Args, Debug)]
pub(crate) struct Demo {
    /// Address and port to listen on; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    bind: Option<String>,
}

impl Demo {
    pub(crate) fn run(self, global: &Global) -> Outcome {
        let mut config = global.load(&[("server.bind", self.bind.as_ref())])?;
        // Whoever looks around has no use for a line about each page.
        open::start_log(&config, Some("warn"))?;
        open::block_on(&config.clone(), async {
            let mut signals = Signals::listen()?;
            let doors = Doors::open(&config).await?;
            let db = signals.end("stopped", open::or_new(&config)).await?;
            if demo::is_empty(&db).await? {
                let filling = async { Ok(demo::load(&db, Clock::system().now()).await?) };
                signals.end("stopped; run it again to go on", filling).await?;
            }
            // A site with content of its own gets no made-up accounts, and nobody else's letters are shown.
            let sample = demo::is_sample(&db).await?;
            let more = if sample { demo::routes() } else { Routes::new() };
            if sample {
                // It writes to nobody: its letters stay in the data folder, and a page shows them.
                config.mail.smtp_host = None;
            }
            let site = Site::prepare(config, db, doors, more).await?;
            site.announce();
            let _unheard = terminal::say(&welcome(&site).await);
            if sample {
                let _unheard = terminal::say(&accounts(&site).await?);
            }
            site.serve(signals).await
        })
    }
}

/// What to look at first.
async fn welcome(site: &Site) -> String {
    let address = site.address();
    let first = question::read(&site.app, Role::Reader, 1).await;
    let question = first.map_or_else(|_| "/questions".to_owned(), |found| found.path());
    let folder = site.app.db.shown();
    format!(
        "\nOpen it in a browser:\n  {address}{question}\n      one question, what the doctors say, and how far they agree\n  \
         {address}/search?q=11s+botox+hair\n      search, in a patient's words\n  {address}/doctors\n      who answers, by specialty and place\n  {address}/how-answers-are-ranked\n      \
         the order of answers, explained\n\nEverything is kept in {folder}. Ctrl-C stops the site.\n"
    )
}

/// One made-up account of each kind, with a link that signs in as it.
async fn accounts(site: &Site) -> Outcome<String> {
    let mut said = "\nSign in as somebody who was made up, with a link that works once:\n".to_owned();
    for role in AccountRole::ALL {
        let link = demo::account(&site.app, *role).await?;
        let address = site.address();
        writeln!(said, "  {:<14} {address}{link}", role.word()).map_err(Failure::failed)?;
    }
    let address = site.address();
    said.push_str(&format!("\nLetters go nowhere; {address}/demo/mail shows them.\n"));
    Ok(said)
}
