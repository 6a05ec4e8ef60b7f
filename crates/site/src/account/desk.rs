//! What the feature has one of: the hasher of passwords and the counts of tries. And the broom.

use std::{sync::Arc, time::Duration};

use jobs::{Fault, Job};
use serde::{Deserialize, Serialize};

use super::{password::Hasher, session, tokens};
use crate::{
    app::App,
    config::Config,
    error::Failure,
    web::{Limit, Network},
};

/// The time within which tries are counted.
const TRIES_WITHIN: Duration = Duration::from_secs(15 * 60);
/// Seconds between two sweeps.
const SWEPT_EVERY: i64 = 3600;

/// One for the process.
pub(super) struct Desk {
    pub(super) hasher: Hasher,
    by_account: Limit<String>,
    by_network: Limit<Network>,
}

impl Desk {
    pub(super) fn of(app: &App) -> Arc<Self> {
        app.lasting(|config: &Config| Self {
            hasher: Hasher::new(config.accounts.hashes_at_once.count()),
            by_account: Limit::new(config.accounts.tries_by_account.get(), TRIES_WITHIN),
            by_network: Limit::new(config.accounts.tries_by_network.get(), TRIES_WITHIN),
        })
    }

    /// Counts a try at an account, by whatever tells it apart, also when there is none.
    pub(super) fn count(&self, network: Network, account: &str) -> Result<(), Failure> {
        self.by_network.count(&network)?;
        self.by_account.count(&account.to_owned())
    }

    /// Counts a try that is at no account yet.
    pub(super) fn count_network(&self, network: Network) -> Result<(), Failure> {
        self.by_network.count(&network)
    }
}

/// Throws away what has run out, and comes again in an hour.
#[derive(Serialize, Deserialize)]
pub(super) struct Tidy {}

impl Job for Tidy {
    type Context = App;
    const KIND: &'static str = "account.tidy";

    async fn run(self, app: App) -> Result<(), Fault> {
        let desk = Desk::of(&app);
        desk.by_account.tidy();
        desk.by_network.tidy();
        let now = app.clock.now();
        let tx = app.db.begin().await?;
        session::tidy(&tx, now, &app.config.accounts).await?;
        tokens::tidy(&tx, now).await?;
        jobs::enqueue_once(&tx, &Self {}, "hourly", now + SWEPT_EVERY, now).await?;
        Ok(tx.commit().await?)
    }
}

/// Sees to it that the broom comes.
pub(super) async fn start(app: &App) -> Result<(), Failure> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    jobs::enqueue_once(&tx, &Tidy {}, "hourly", now, now).await?;
    Ok(tx.commit().await?)
}
