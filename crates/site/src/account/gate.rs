//! What everybody passes who proves who they are: one hasher of passwords and the counts of tries, for the whole process.

use std::{sync::Arc, time::Duration};

use super::password::Hasher;
use crate::{
    app::App,
    config::Config,
    error::Failure,
    web::{Limit, Network},
};

/// The time within which tries are counted.
const TRIES_WITHIN: Duration = Duration::from_secs(15 * 60);

/// One for the process.
pub(super) struct Gate {
    pub(super) hasher: Hasher,
    by_account: Limit<String>,
    by_network: Limit<Network>,
}

impl Gate {
    pub(super) fn of(app: &App) -> Arc<Self> {
        app.lasting(|config: &Config| Self {
            hasher: Hasher::new(config.accounts.hashes_at_once.count()),
            by_account: Limit::new(config.accounts.tries_by_account.get(), TRIES_WITHIN, &app.clock),
            by_network: Limit::new(config.accounts.tries_by_network.get(), TRIES_WITHIN, &app.clock),
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
