//! What is done in the background: comparing names, and throwing away documents that were looked at long ago.

use db::{
    entity::{claim::Column as C, claimed_credential as claimed, doctor},
    sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr},
    value::ClaimState,
};
use jobs::{Fault, Job};
use serde::{Deserialize, Serialize};

use super::{decide::tell, evidence, name::skeleton, store};
use crate::{app::App, doctor::Facts, error::Failure};

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
        let tx = app.db.begin().await?;
        store::set(&tx, claim.id, vec![(C::ResemblesId, alike.into())]).await?;
        Ok(tx.commit().await?)
    }
}

async fn alike(
    app: &App,
    name: &str,
    country: Option<String>,
    own: Option<i64>,
) -> Result<Option<i64>, Fault> {
    use doctor::Column as D;
    let (wanted, mut last) = (skeleton(name), 0);
    loop {
        let mut here = Condition::any().add(D::Country.is_null());
        if let Some(country) = &country {
            here = here.add(D::Country.eq(country.clone()));
        }
        let some: Vec<(i64, Option<String>)> = doctor::Entity::find()
            .select_only()
            .columns([D::Id, D::Name])
            .filter(D::Id.gt(last))
            .filter(here)
            .order_by_asc(D::Id)
            .limit(SOME)
            .into_tuple()
            .all(app.db.read())
            .await?;
        let Some((end, _)) = some.last() else { return Ok(None) };
        last = *end;
        let same = |name: &Option<String>| name.as_deref().is_some_and(|name| skeleton(name) == wanted);
        if let Some((id, _)) = some.iter().find(|(id, name)| Some(*id) != own && same(name)) {
            return Ok(Some(*id));
        }
    }
}

/// Tells doctors what runs out, and throws away documents whose credential was decided on long ago. It sees to the next
/// sweep.
#[derive(Serialize, Deserialize)]
pub(super) struct Sweep {
    /// When the one before was.
    since: i64,
}

impl Job for Sweep {
    type Context = App;
    const KIND: &'static str = "credential.sweep";

    async fn run(self, app: App) -> Result<(), Fault> {
        use claimed::Column as H;
        let now = app.clock.now();
        let over = || {
            Condition::all()
                .add(H::File.is_not_null())
                .add(H::State.ne(ClaimState::Open))
                .add(H::JudgedAt.lt(now - KEPT))
        };
        let files = claimed::Entity::find().select_only().column(H::File).filter(over());
        let files: Vec<Option<String>> = files.into_tuple().all(app.db.read()).await?;
        for file in files.into_iter().flatten() {
            evidence::remove(&app, &file).await.map_err(Fault::retry)?;
        }
        let mut write = app.write().await?;
        // Only now: a document that could not be removed is looked for again.
        claimed::Entity::update_many()
            .col_expr(H::File, Expr::val(None::<String>))
            .col_expr(H::FileKind, Expr::val(None::<String>))
            .filter(over())
            .exec(&*write)
            .await?;
        for ahead in [0, WARNED_BEFORE] {
            for account in store::owners_of_ending(&*write, self.since + ahead, now + ahead).await? {
                tell(&mut write, account, None).await?;
            }
        }
        jobs::enqueue_once(&*write, &Self { since: now }, "daily", now + SWEPT_EVERY, now).await?;
        Ok(write.commit().await?)
    }
}

/// Sees to it that the broom comes.
pub(super) async fn start(app: &App) -> Result<(), Failure> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    jobs::enqueue_once(&tx, &Sweep { since: now }, "daily", now, now).await?;
    Ok(tx.commit().await?)
}
