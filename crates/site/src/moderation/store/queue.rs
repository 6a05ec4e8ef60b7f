//! Queries for the queue: what waits for a moderator, and who is looking at it.

use db::{
    entity::{question, queue_claim, report, reported, review},
    sea_orm::{
        ActiveValue::Set,
        ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
        sea_query::{Expr, ExprTrait, OnConflict, Query, SelectStatement, SimpleExpr},
    },
    value::{Matter, State},
};

use super::super::thing::{KINDS, Thing};
use crate::web::Cursor;

/// The code of the reason for which the first post of a new account is held.
const FIRST_POST: &str = "first_post";

/// A thing that waits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waiting {
    pub(crate) thing: Thing,
    /// Since when, Unix seconds.
    pub(crate) since: i64,
    /// Open reports.
    pub(crate) reports: i64,
}

/// Whose claims the queue is narrowed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claimed {
    By(i64),
    ByNobody,
}

/// What the queue is narrowed to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Filter<'a> {
    pub(crate) kind: Option<Matter>,
    pub(crate) reason: Option<&'a str>,
    pub(crate) claimed: Option<Claimed>,
}

/// Where a thing stands in the queue.
pub(crate) fn cursor(waiting: &Waiting) -> Cursor {
    Cursor { key: waiting.since, second: waiting.thing.rank(), id: waiting.thing.id }
}

/// What waits, the oldest first; one more than `size` tells that there is more.
pub(crate) async fn waiting(
    db: &impl ConnectionTrait,
    filter: Filter<'_>,
    after: Option<Cursor>,
    (size, now): (u64, i64),
) -> Result<Vec<Waiting>, DbErr> {
    let mut found = Vec::new();
    if filter.reason != Some(FIRST_POST) {
        found.extend(reported(db, filter, after, (size, now)).await?);
    }
    if filter.reason.is_none_or(|reason| reason == FIRST_POST) {
        for kind in [Matter::Question, Matter::Review] {
            if filter.kind.is_none_or(|wanted| wanted == kind) {
                found.extend(held(db, kind, filter.claimed, after, (size, now)).await?);
            }
        }
    }
    found.sort_unstable_by_key(|waiting| {
        let cursor = cursor(waiting);
        (cursor.key, cursor.second, cursor.id)
    });
    found.truncate(usize::try_from(size).unwrap_or(usize::MAX).saturating_add(1));
    Ok(found)
}

async fn reported(
    db: &impl ConnectionTrait,
    filter: Filter<'_>,
    after: Option<Cursor>,
    (size, now): (u64, i64),
) -> Result<Vec<Waiting>, DbErr> {
    use reported::{Column as R, Entity};
    let own = |column: R| Expr::col((Entity, column));
    let mut query = Entity::find();
    if let Some(kind) = filter.kind {
        query = query.filter(R::MatterKind.eq(kind));
    }
    if let Some(reason) = filter.reason {
        use report::Column as C;
        let column = |column: C| Expr::col((report::Entity, column));
        let given = Query::select()
            .expr(Expr::cust("1"))
            .from(report::Entity)
            .and_where(column(C::MatterKind).eq(own(R::MatterKind)))
            .and_where(column(C::MatterId).eq(own(R::MatterId)))
            .and_where(column(C::DecisionId).eq(0_i64))
            .and_where(column(C::Reason).eq(reason))
            .take();
        query = query.filter(Expr::exists(given));
    }
    if let Some(claimed) = filter.claimed {
        query = query.filter(claim_of((own(R::MatterKind), own(R::MatterId)), claimed, now));
    }
    if let Some((after, kind)) = after.and_then(|after| Some((after, kind_of(after)?))) {
        let here = Expr::tuple([own(R::Since), own(R::MatterKind), own(R::MatterId)]);
        let place = Expr::tuple([Expr::val(after.key), Expr::val(kind.word()), Expr::val(after.id)]);
        query = query.filter(here.gt(place));
    }
    let rows = query
        .order_by_asc(R::Since)
        .order_by_asc(R::MatterKind)
        .order_by_asc(R::MatterId)
        .limit(size + 1)
        .all(db)
        .await?;
    let waiting = |row: reported::Model| Waiting {
        thing: Thing { kind: row.matter_kind, id: row.matter_id },
        since: row.since,
        reports: row.reports,
    };
    Ok(rows.into_iter().map(waiting).collect())
}

fn kind_of(cursor: Cursor) -> Option<Matter> {
    usize::try_from(cursor.second).ok().and_then(|rank| KINDS.get(rank)).copied()
}

/// First posts that are held, without those that are reported as well.
async fn held(
    db: &impl ConnectionTrait,
    kind: Matter,
    claimed: Option<Claimed>,
    after: Option<Cursor>,
    (size, now): (u64, i64),
) -> Result<Vec<Waiting>, DbErr> {
    let (id, since): (SimpleExpr, SimpleExpr) = if kind == Matter::Question {
        use question::{Column as Q, Entity};
        (Expr::col((Entity, Q::Id)), Expr::col((Entity, Q::ListedAt)))
    } else {
        use review::{Column as R, Entity};
        (Expr::col((Entity, R::Id)), Expr::col((Entity, R::CreatedAt)))
    };
    let also = Query::select()
        .expr(Expr::cust("1"))
        .from(reported::Entity)
        .and_where(Expr::col((reported::Entity, reported::Column::MatterKind)).eq(kind.word()))
        .and_where(Expr::col((reported::Entity, reported::Column::MatterId)).eq(id.clone()))
        .take();
    let mut which = Condition::all().add(Expr::exists(also).not());
    if let Some(claimed) = claimed {
        which = which.add(claim_of((Expr::val(kind.word()), id.clone()), claimed, now));
    }
    if let Some((after, before)) = after.and_then(|after| Some((after, kind_of(after)?))) {
        which = which.add(match kind.word().cmp(before.word()) {
            std::cmp::Ordering::Less => since.clone().gt(after.key),
            std::cmp::Ordering::Greater => since.clone().gte(after.key),
            std::cmp::Ordering::Equal => {
                let place = Expr::tuple([Expr::val(after.key), Expr::val(after.id)]);
                Expr::tuple([since.clone(), id.clone()]).gt(place)
            }
        });
    }
    let rows: Vec<(i64, i64)> = if kind == Matter::Question {
        use question::{Column as Q, Entity};
        let held =
            Entity::find().select_only().columns([Q::Id, Q::ListedAt]).filter(Q::State.eq(State::Held));
        let held = held.filter(Q::StateReason.eq(FIRST_POST)).filter(which);
        held.order_by_asc(Q::ListedAt).order_by_asc(Q::Id).limit(size + 1).into_tuple().all(db).await?
    } else {
        use review::{Column as R, Entity};
        let held =
            Entity::find().select_only().columns([R::Id, R::CreatedAt]).filter(R::State.eq(State::Held));
        let held = held.filter(R::StateReason.eq(FIRST_POST)).filter(which);
        held.order_by_asc(R::CreatedAt).order_by_asc(R::Id).limit(size + 1).into_tuple().all(db).await?
    };
    Ok(rows.into_iter().map(|(id, since)| Waiting { thing: Thing { kind, id }, since, reports: 0 }).collect())
}

/// Whether the claim on the thing of a row is as wanted.
fn claim_of((kind, id): (SimpleExpr, SimpleExpr), claimed: Claimed, now: i64) -> SimpleExpr {
    use queue_claim::{Column as C, Entity};
    let column = |column: C| Expr::col((Entity, column));
    let mut live: SelectStatement = Query::select()
        .expr(Expr::cust("1"))
        .from(Entity)
        .and_where(column(C::MatterKind).eq(kind))
        .and_where(column(C::MatterId).eq(id))
        .and_where(column(C::Until).gt(now))
        .take();
    match claimed {
        Claimed::By(account) => {
            live.and_where(column(C::AccountId).eq(account));
            Expr::exists(live)
        }
        Claimed::ByNobody => Expr::exists(live).not(),
    }
}

/// Who is looking at a thing, and until when.
pub(crate) type Claim = queue_claim::Model;

/// The claims on these things that hold now.
pub(crate) async fn claims(
    db: &impl ConnectionTrait,
    things: &[Thing],
    now: i64,
) -> Result<Vec<Claim>, DbErr> {
    use queue_claim::{Column as C, Entity};
    let ids = things.iter().map(|thing| thing.id);
    let live = Entity::find().filter(C::MatterId.is_in(ids)).filter(C::Until.gt(now)).all(db).await?;
    let wanted = |claim: &Claim| things.contains(&Thing { kind: claim.matter_kind, id: claim.matter_id });
    Ok(live.into_iter().filter(wanted).collect())
}

/// Claims a thing, unless somebody else's claim holds.
pub(crate) async fn claim(
    tx: &impl ConnectionTrait,
    thing: Thing,
    by: i64,
    (now, until): (i64, i64),
) -> Result<(), DbErr> {
    use queue_claim::{ActiveModel, Column as C, Entity};
    let row = ActiveModel {
        matter_kind: Set(thing.kind),
        matter_id: Set(thing.id),
        account_id: Set(by),
        until: Set(until),
    };
    let unless_held = OnConflict::columns([C::MatterKind, C::MatterId])
        .update_columns([C::AccountId, C::Until])
        .action_and_where(Expr::col((Entity, C::Until)).lte(now).or(Expr::col((Entity, C::AccountId)).eq(by)))
        .to_owned();
    Entity::insert(row).on_conflict(unless_held).exec_without_returning(tx).await.map(|_| ())
}

/// Gives up one's own claim; without an account, whoever's it is.
pub(crate) async fn release(tx: &impl ConnectionTrait, thing: Thing, by: Option<i64>) -> Result<(), DbErr> {
    use queue_claim::{Column as C, Entity};
    let mut release =
        Entity::delete_many().filter(C::MatterKind.eq(thing.kind)).filter(C::MatterId.eq(thing.id));
    if let Some(by) = by {
        release = release.filter(C::AccountId.eq(by));
    }
    release.exec(tx).await.map(|_| ())
}
