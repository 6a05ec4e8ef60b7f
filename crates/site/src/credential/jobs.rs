//! What is done in the background: comparing names, and throwing away documents that were looked at long ago.

use db::entity::claim::Column as C;
use jobs::{Fault, Job};
use serde::{Deserialize, Serialize};

use super::{
    decide::tell,
    folder,
    name::skeleton,
    store::{
        self,
        documents::{self, Named},
        held,
    },
    stray,
};
use crate::{
    app::{App, Write},
    doctor::Facts,
    error::Failure,
};

/// Doctors that are read at once.
const SOME: u64 = 2000;
/// Seconds for which a document is kept after the decision, so that a mistake can be told.
const KEPT: i64 = 90 * 24 * 3600;
/// Seconds before the end of a credential at which its owner is told, so that there is time to hand in another.
const WARNED_BEFORE: i64 = 30 * 24 * 3600;
/// Seconds between two sweeps.
const SWEPT_EVERY: i64 = 24 * 3600;

/// Looks for a doctor of the same country whose name can be taken for the one that is asked for, and tells the editors. It
/// reads every name of that country, and so nobody waits for it.
#[derive(Serialize, Deserialize)]
pub(super) struct Compare {
    pub(super) claim: i64,
}

impl Job for Compare {
    type Context = App;
    const KIND: &'static str = "credential.compare";

    async fn run(self, app: App) -> Result<(), Fault> {
        let db = app.db.read();
        let Some(claim) = store::claim(db, self.claim).await? else { return Ok(()) };
        let facts: Option<Facts> = claim.proposed.as_deref().and_then(|json| serde_json::from_str(json).ok());
        let Some((Some(name), country)) = facts.map(|facts| (facts.name, facts.country)) else {
            return Ok(());
        };
        let Some(alike) = alike(&app, &name, country, claim.doctor_id).await? else { return Ok(()) };
        let write = app.write().await?;
        store::set(&*write, claim.id, vec![(C::ResemblesId, alike.into())]).await?;
        Ok(write.commit().await?)
    }
}

async fn alike(
    app: &App,
    name: &str,
    country: Option<String>,
    own: Option<i64>,
) -> Result<Option<i64>, Fault> {
    let (wanted, mut last) = (skeleton(name), 0);
    loop {
        let some = store::names(app.db.read(), country.as_deref(), last, SOME).await?;
        let Some((end, _)) = some.last() else { return Ok(None) };
        last = *end;
        let same = |name: &Option<String>| name.as_deref().is_some_and(|name| skeleton(name) == wanted);
        if let Some((id, _)) = some.iter().find(|(id, name)| Some(*id) != own && same(name)) {
            return Ok(Some(*id));
        }
    }
}

/// Tells doctors what runs out, throws away documents whose credential was decided on long ago, looks after those that a crash
/// left behind, and asks again for those that are lost. It sees to the next sweep.
#[derive(Serialize, Deserialize)]
pub(super) struct Sweep {
    /// When the one before was.
    since: i64,
}

impl Job for Sweep {
    type Context = App;
    const KIND: &'static str = "credential.sweep";

    async fn run(self, app: App) -> Result<(), Fault> {
        let (now, folder) = (app.clock.now(), folder::of(&app));
        for over in documents::over(app.db.read(), now - KEPT).await? {
            folder::forget(&folder, &over.file).await.map_err(Fault::retry)?;
        }
        let data_dir = &app.config.storage.data_dir;
        let found = folder::look_at_evidence(&app.db, data_dir, now).await.map_err(Fault::retry)?;
        stray::tidy(&app, &found, now).await.map_err(Fault::retry)?;
        let mut write = app.write().await?;
        // Only now: a document that could not be removed is looked for again.
        documents::forget_over(&*write, now - KEPT).await?;
        for lost in found.wanted_again() {
            ask_again(&mut write, lost).await?;
        }
        for ahead in [0, WARNED_BEFORE] {
            for account in held::owners_of_ending(&*write, self.since + ahead, now + ahead).await? {
                tell(&mut write, account, None).await?;
            }
        }
        write.enqueue_once(Self { since: now }, "daily", now + SWEPT_EVERY).await?;
        Ok(write.commit().await?)
    }
}

/// Tells a claimant that a document is needed once more: what was sent is lost.
async fn ask_again(write: &mut Write, lost: &Named) -> Result<(), Failure> {
    if documents::forget_lost(&**write, lost).await?
        && let Some(claim) = store::claim(&**write, lost.claim).await?
    {
        tell(write, claim.account_id, None).await?;
    }
    Ok(())
}

/// Sees to it that the broom comes.
pub(super) async fn start(app: &App) -> Result<(), Failure> {
    let now = app.clock.now();
    let mut write = app.write().await?;
    write.enqueue_once(Sweep { since: now }, "daily", now).await?;
    write.commit().await
}
