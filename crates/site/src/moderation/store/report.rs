//! Queries for reports.

use db::{
    entity::{
        account, notice,
        report::{ActiveModel, Column as C, Entity, Model},
        reported::{ActiveModel as Row, Column as R, Entity as Reported},
    },
    sea_orm::{
        self,
        ActiveValue::{NotSet, Set},
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, PaginatorTrait,
        QueryFilter, QueryOrder, QuerySelect, TryInsertResult,
        sea_query::{Expr, ExprTrait, OnConflict},
    },
    value::{Matter, NoticeKind},
};

use super::{Thing, month};

/// What stands in the table for a report that is not decided on.
const OPEN: i64 = 0;

/// A report to be written down.
pub(crate) struct New {
    pub(crate) thing: Thing,
    pub(crate) by: i64,
    pub(crate) reason: &'static str,
    pub(crate) words: Option<String>,
}

/// Writes down a report, and puts its thing into the queue. A second one of the same person while the first is open
/// changes nothing.
pub(crate) async fn add(tx: &impl ConnectionTrait, new: New, now: i64) -> Result<(), DbErr> {
    let Thing { kind, id } = new.thing;
    let row = ActiveModel {
        id: NotSet,
        matter_kind: Set(kind),
        matter_id: Set(id),
        account_id: Set(new.by),
        reason: Set(new.reason.to_owned()),
        words: Set(new.words),
        at: Set(now),
        month: Set(month(now)),
        decision_id: Set(OPEN),
    };
    let unless_there = OnConflict::columns([C::MatterKind, C::MatterId, C::AccountId, C::DecisionId])
        .do_nothing()
        .to_owned();
    // First the report, then the queue: `close` goes the other way round, so that neither misses the other's.
    let added = Entity::insert(row).on_conflict(unless_there).try_insert().exec(tx).await?;
    if !matches!(added, TryInsertResult::Inserted(_)) {
        return Ok(());
    }
    let row = Row { matter_kind: Set(kind), matter_id: Set(id), since: Set(now), reports: Set(1) };
    let one_more = OnConflict::columns([R::MatterKind, R::MatterId])
        .value(R::Reports, Expr::col((Reported, R::Reports)).add(1_i64))
        .to_owned();
    Reported::insert(row).on_conflict(one_more).exec_without_returning(tx).await.map(|_| ())
}

/// Takes a thing out of the queue and settles its open reports by this decision; gives how many there were.
pub(crate) async fn close(tx: &impl ConnectionTrait, thing: Thing, decision: i64) -> Result<u64, DbErr> {
    Reported::delete_by_id((thing.kind, thing.id)).exec(tx).await?;
    let closed = Entity::update_many()
        .col_expr(C::DecisionId, Expr::val(decision))
        .filter(open(thing))
        .exec(tx)
        .await?;
    Ok(closed.rows_affected)
}

fn open(thing: Thing) -> db::sea_orm::Condition {
    db::sea_orm::Condition::all()
        .add(C::MatterKind.eq(thing.kind))
        .add(C::MatterId.eq(thing.id))
        .add(C::DecisionId.eq(OPEN))
}

/// The last open reports on a thing, the newest first.
pub(crate) async fn latest(db: &impl ConnectionTrait, thing: Thing, size: u64) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(open(thing)).order_by_desc(C::Id).limit(size).all(db).await
}

/// How many open reports give which reason.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Given {
    matter_kind: Matter,
    matter_id: i64,
    pub(crate) reason: String,
    pub(crate) reports: i64,
}

impl Given {
    pub(crate) fn on(&self, thing: Thing) -> bool {
        (self.matter_kind, self.matter_id) == (thing.kind, thing.id)
    }
}

/// The reasons of the open reports on these things, the most given first.
pub(crate) async fn reasons(db: &impl ConnectionTrait, things: &[Thing]) -> Result<Vec<Given>, DbErr> {
    let mut given = Vec::new();
    for kind in super::super::thing::KINDS {
        let ids: Vec<i64> = things.iter().filter(|thing| thing.kind == kind).map(|thing| thing.id).collect();
        if ids.is_empty() {
            continue;
        }
        let counted = Entity::find()
            .select_only()
            .columns([C::MatterKind, C::MatterId, C::Reason])
            .column_as(C::Id.count(), "reports")
            .filter(C::MatterKind.eq(kind))
            .filter(C::MatterId.is_in(ids))
            .filter(C::DecisionId.eq(OPEN))
            .group_by(C::MatterKind)
            .group_by(C::MatterId)
            .group_by(C::Reason);
        given.extend(counted.into_model::<Given>().all(db).await?);
    }
    given.sort_by(|a, b| b.reports.cmp(&a.reports).then_with(|| a.reason.cmp(&b.reason)));
    Ok(given)
}

/// When an account sent a report on a thing that is still open.
pub(crate) async fn reported_at(
    db: &impl ConnectionTrait,
    by: i64,
    thing: Thing,
) -> Result<Option<i64>, DbErr> {
    let theirs = Entity::find().filter(open(thing)).filter(C::AccountId.eq(by));
    theirs.select_only().column(C::At).into_tuple().one(db).await
}

/// How many reports an account sent since then.
pub(crate) async fn since(db: &impl ConnectionTrait, by: i64, at: i64) -> Result<u64, DbErr> {
    Entity::find().filter(C::AccountId.eq(by)).filter(C::At.gt(at)).count(db).await
}

/// Whether somebody was told of what this path shows.
pub(crate) async fn was_told(db: &impl ConnectionTrait, account: i64, path: &str) -> Result<bool, DbErr> {
    use notice::Column as N;
    let told = notice::Entity::find()
        .filter(N::AccountId.eq(account))
        .filter(N::Kind.eq(NoticeKind::Decision))
        .filter(N::Path.eq(path));
    Ok(told.one(db).await?.is_some())
}

/// Whether an account sent a report that was settled by this decision.
pub(crate) async fn has_reported(
    db: &impl ConnectionTrait,
    by: i64,
    thing: Thing,
    decision: i64,
) -> Result<bool, DbErr> {
    let found = Entity::find()
        .filter(C::MatterKind.eq(thing.kind))
        .filter(C::MatterId.eq(thing.id))
        .filter(C::AccountId.eq(by))
        .filter(C::DecisionId.eq(decision));
    Ok(found.one(db).await?.is_some())
}

/// Reports that a decision settled, with their accounts, from the one after `after` on. Those of people who are gone are
/// left out.
pub(crate) async fn told(
    db: &impl ConnectionTrait,
    decision: i64,
    after: i64,
    size: u64,
) -> Result<Vec<(i64, i64)>, DbErr> {
    let theirs = Entity::belongs_to(account::Entity).from(C::AccountId).to(account::Column::Id).into();
    Entity::find()
        .select_only()
        .columns([C::Id, C::AccountId])
        .join(JoinType::InnerJoin, theirs)
        .filter(C::DecisionId.eq(decision))
        .filter(C::Id.gt(after))
        .order_by_asc(C::Id)
        .limit(size)
        .into_tuple()
        .all(db)
        .await
}
