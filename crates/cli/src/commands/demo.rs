//! `consilium demo`: a working site with sample content, by one command.

use clap::Args;
use site::{app::Clock, demo, policy::Role, question};

use super::serve::Site;
use crate::{
    failure::Outcome,
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
        let config = global.load(&[("server.bind", self.bind.as_ref())])?;
        // Whoever looks around has no use for a line about each page.
        open::start_log(&config, Some("warn"))?;
        open::block_on(&config.clone(), async {
            let mut signals = Signals::listen()?;
            let db = signals.end("stopped", open::or_new(&config)).await?;
            if demo::is_empty(&db).await? {
                let filling = async { Ok(demo::load(&db, Clock::system().now()).await?) };
                signals.end("stopped; run it again to go on", filling).await?;
            }
            let site = Site::prepare(config, db).await?;
            site.announce();
            let _unheard = terminal::say(&welcome(&site).await);
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
         {address}/doctors\n      who answers, by specialty and place\n  {address}/how-answers-are-ranked\n      \
         the order of answers, explained\n\nEverything is kept in {folder}. Ctrl-C stops the site.\n"
    )
}
