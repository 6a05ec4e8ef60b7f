//! Throws away what has run out: sessions, links in letters, drafts that nobody goes on with, jobs that were given up
//! long ago.

use jobs::{Fault, Job};
use serde::{Deserialize, Serialize};

use super::{session, tokens};
use crate::{app::App, draft, error::Failure};

/// Seconds between two sweeps.
const SWEPT_EVERY: i64 = 3600;

/// One sweep. It sees to the next.
#[derive(Serialize, Deserialize)]
pub(super) struct Tidy {}

impl Job for Tidy {
    type Context = App;
    const KIND: &'static str = "account.tidy";

    async fn run(self, app: App) -> Result<(), Fault> {
        let now = app.clock.now();
        let mut write = app.write().await?;
        session::tidy(&*write, now, &app.config.accounts).await?;
        tokens::tidy(&*write, now).await?;
        draft::tidy(&*write, now).await?;
        let kept = i64::try_from(app.config.background.keep_dead.get().as_secs()).unwrap_or(i64::MAX);
        jobs::forget(&*write, now.saturating_sub(kept)).await?;
        write.enqueue_once(Self {}, "hourly", now + SWEPT_EVERY).await?;
        Ok(write.commit().await?)
    }
}

/// Sees to it that the broom comes.
pub(super) async fn start(app: &App) -> Result<(), Failure> {
    let now = app.clock.now();
    let mut write = app.write().await?;
    write.enqueue_once(Tidy {}, "hourly", now).await?;
    write.commit().await
}
