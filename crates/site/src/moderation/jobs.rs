//! Telling those who reported something what was decided: a few hundred at a time, since there can be thousands.

use db::{value::Act, value::NoticeKind};
use jobs::{Fault, Job};
use serde::{Deserialize, Serialize};

use super::store;
use crate::{
    app::App,
    error::Failure,
    notification::{self, News},
};

/// How many are told in one transaction.
const AT_ONCE: u64 = 200;

/// Tells those whose reports come after this one.
#[derive(Serialize, Deserialize)]
pub(super) struct TellReporters {
    pub(super) decision: i64,
    pub(super) after: i64,
}

impl Job for TellReporters {
    type Context = App;
    const KIND: &'static str = "moderation.tell_reporters";

    async fn run(self, app: App) -> Result<(), Fault> {
        tell(&app, self).await.map_err(|failure| Fault::Retry(format!("{failure:?}")))
    }
}

async fn tell(app: &App, job: TellReporters) -> Result<(), Failure> {
    let mut write = app.write().await?;
    let Some(decision) = store::find(&*write, job.decision).await? else { return Ok(()) };
    let reports = store::told(&*write, job.decision, job.after, AT_ONCE).await?;
    let path = format!("/decisions/{}", job.decision);
    // Nothing being wrong is no reason that anybody else needs to see in a list.
    let reason = (decision.act != Act::Dismiss).then_some(decision.reason.as_str());
    for (_, account) in &reports {
        notification::tell(&mut write, *account, News { kind: NoticeKind::Decision, path: &path, reason })
            .await?;
    }
    if let Some((last, _)) = reports.last().filter(|_| reports.len() as u64 == AT_ONCE) {
        write.enqueue(&TellReporters { decision: job.decision, after: *last }).await?;
    }
    write.commit().await
}
