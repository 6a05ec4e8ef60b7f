//! `consilium serve`: the site itself, from the first connection to the last.

use std::sync::Arc;

use clap::Args;
use db::Db;
use site::{
    app::{self, App, Clock},
    config::Config,
    web::{self, Face, Front, Listener, Routes},
};
use tokio::{sync::oneshot, task::JoinHandle};

use crate::{
    failure::{Failure, Outcome},
    open::{self, Global},
    signals::Signals,
    terminal,
};

/// Serve the site
///
/// Says "listening on http://ADDRESS" when it is ready. Ctrl-C or SIGTERM stops it once the requests in flight are
/// answered; a second one stops it at once. In a fresh data folder it makes a new database.
#[derive(Args, Debug)]
pub(crate) struct Serve {
    /// Address and port to listen on; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    bind: Option<String>,
}

impl Serve {
    pub(crate) fn run(self, global: &Global) -> Outcome {
        let config = global.load(&[("server.bind", self.bind.as_ref())])?;
        open::start_log(&config, None)?;
        open::block_on(&config.clone(), async {
            let mut signals = Signals::listen()?;
            let doors = Doors::open(&config).await?;
            let db = signals.end("stopped", open::or_new(&config)).await?;
            let site = Site::prepare(config, db, doors, Routes::new()).await?;
            site.announce();
            site.serve(signals).await
        })
    }
}

/// The addresses that a site listens on. They are taken first: a site that can't be served leaves no new database behind.
pub(super) struct Doors {
    listener: Listener,
    internal: Option<Listener>,
}

impl Doors {
    /// Takes the addresses, once the settings are known to be good for a site.
    pub(super) async fn open(config: &Config) -> Outcome<Self> {
        App::check(config)?;
        Face::check(config).map_err(Failure::usage)?;
        let listener = Listener::bind(config.server.bind).await.map_err(Failure::failed)?;
        let internal = match config.server.internal_bind {
            Some(address) => {
                let bound = Listener::bind(address).await;
                Some(bound.map_err(|e| Failure::failed(format!("server.internal_bind: {e}")))?)
            }
            None => None,
        };
        Ok(Self { listener, internal })
    }
}

/// A site that listens and is about to serve.
pub(super) struct Site {
    pub(super) app: App,
    front: Arc<Front>,
    listener: Listener,
    internal: Option<Listener>,
    watch: JoinHandle<()>,
    jobs: JoinHandle<()>,
    index: JoinHandle<()>,
}

impl Site {
    /// Puts the site together. `more` are addresses beside those that every site has.
    pub(super) async fn prepare(config: Config, db: Db, doors: Doors, more: Routes) -> Outcome<Self> {
        let Doors { listener, internal } = doors;
        let public_url = config
            .server
            .public_url
            .as_ref()
            .map_or_else(|| format!("http://{}", listener.address), ToString::to_string);
        let app = App::new(db, config, Clock::system(), public_url)?;
        let face = Face::new(&app).map_err(Failure::usage)?;
        app.content.refresh(&app.db, app.clock.now()).await?;
        site::start(&app).await?;
        let runner = site::runner(&app);
        let jobs = tokio::spawn(async move { runner.run().await });
        let watch = tokio::spawn(app::watch(app.clone(), app.config.caching.watch.get()));
        let index = tokio::spawn(site::index::keep(app.clone()));
        let front = site::front(app.clone(), face, more);
        Ok(Self { app, front, listener, internal, watch, jobs, index })
    }

    /// Where readers on this machine find it.
    pub(super) fn address(&self) -> String {
        format!("http://{}", self.listener.address)
    }

    /// Says that it is ready.
    pub(super) fn announce(&self) {
        if let Some(internal) = &self.internal {
            tracing::info!(address = %internal.address, "metrics and health are served");
        }
        // A service that is started without anybody to read this serves all the same.
        let _unheard = terminal::say(&format!("listening on {}\n", self.address()));
    }

    /// Serves until a signal comes, then finishes what is in flight; at the second signal it ends at once.
    pub(super) async fn serve(self, mut signals: Signals) -> Outcome {
        let (stop, stopped) = oneshot::channel::<()>();
        let twice = async {
            signals.next().await;
            tracing::info!("stopping");
            drop(stop);
            signals.next().await;
        };
        tokio::select! {
            () = web::serve(self.front, self.listener, self.internal, async { drop(stopped.await) }) => {}
            () = twice => return Err(Failure::failed("stopped before the requests in flight were answered")),
        }
        self.watch.abort();
        // A job that is cut off here is begun again when its lease has run out.
        self.jobs.abort();
        // What it had not committed is taken in at the next start.
        self.index.abort();
        Ok(self.app.db.clone().close().await?)
    }
}
