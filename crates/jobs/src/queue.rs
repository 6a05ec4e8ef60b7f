//! The queue's statements.

use db::{
    Statements,
    entity::job::{ActiveModel, Column, Entity, Model},
    sea_orm::{
        ActiveValue::{NotSet, Set},
        ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
        QueryOrder, QuerySelect, QueryTrait,
        sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict},
    },
    value::JobState,
};

use crate::Job;

/// Seconds by which the clocks of programs that share a queue may differ.
const SKEW: i64 = 300;

/// Adds a job, to be done as soon as the transaction is through.
///
/// # Errors
/// Whatever the database says.
pub async fn enqueue<J: Job>(tx: &impl ConnectionTrait, job: &J, now: i64) -> Result<(), DbErr> {
    enqueue_at(tx, job, now, now).await
}

/// Adds a job that is not begun before `run_at`.
///
/// # Errors
/// Whatever the database says.
pub async fn enqueue_at<J: Job>(
    tx: &impl ConnectionTrait,
    job: &J,
    run_at: i64,
    now: i64,
) -> Result<(), DbErr> {
    Entity::insert(row(job, run_at, None, now)?).exec_without_returning(tx).await.map(|_| ())
}

/// Adds a job unless one with this key waits already. Says whether it did.
///
/// # Errors
/// Whatever the database says.
pub async fn enqueue_once<J: Job>(
    tx: &impl Statements,
    job: &J,
    key: &str,
    run_at: i64,
    now: i64,
) -> Result<bool, DbErr> {
    add_unless_there(tx, vec![once(job, key, run_at, now)?]).await
}

/// The same for several jobs of a kind, each with its key and when it is begun. Says whether any was added.
///
/// # Errors
/// Whatever the database says.
pub async fn enqueue_each_once<J: Job>(
    tx: &impl Statements,
    jobs: &[(J, String, i64)],
    now: i64,
) -> Result<bool, DbErr> {
    let mut jobs: Vec<_> = jobs.iter().collect();
    // In one order, so that of two who add some of the same none waits for the other.
    jobs.sort_by(|one, other| one.1.cmp(&other.1));
    let rows = jobs.into_iter().map(|(job, key, run_at)| once(job, key, *run_at, now));
    add_unless_there(tx, rows.collect::<Result<_, _>>()?).await
}

async fn add_unless_there(tx: &impl Statements, rows: Vec<ActiveModel>) -> Result<bool, DbErr> {
    if rows.is_empty() {
        return Ok(false);
    }
    let unless_there = OnConflict::column(Column::Dedupe).do_nothing().to_owned();
    let added = QueryTrait::into_query(Entity::insert_many(rows).on_conflict(unless_there));
    Ok(tx.run(&added).await? > 0)
}

fn once<J: Job>(job: &J, key: &str, run_at: i64, now: i64) -> Result<ActiveModel, DbErr> {
    row(job, run_at, Some(format!("{}:{key}", J::KIND)), now)
}

fn row<J: Job>(job: &J, run_at: i64, dedupe: Option<String>, now: i64) -> Result<ActiveModel, DbErr> {
    let payload = serde_json::to_string(job).map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(ActiveModel {
        id: NotSet,
        kind: Set(J::KIND.to_owned()),
        payload: Set(payload),
        state: Set(JobState::Waiting),
        run_at: Set(run_at),
        attempts: Set(0),
        lease_until: Set(None),
        dedupe: Set(dedupe),
        error: Set(None),
        created_at: Set(now),
    })
}

fn takeable(now: i64) -> Condition {
    let due = Condition::all().add(Column::State.eq(JobState::Waiting)).add(Column::RunAt.lte(now));
    let left = Condition::all().add(Column::State.eq(JobState::Running)).add(Column::LeaseUntil.lt(now));
    Condition::any().add(due).add(left)
}

/// Whether there is a job to take.
pub(crate) async fn any_due(db: &impl ConnectionTrait, now: i64) -> Result<bool, DbErr> {
    let first: Option<i64> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(takeable(now))
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(first.is_some())
}

/// Puts jobs right that a clock which was ahead put off: whatever was added in the future, or is to be tried again later than
/// any failure puts it off, is due now, and no lease lasts longer than one that begins now.
pub(crate) async fn recall(
    tx: &impl ConnectionTrait,
    now: i64,
    lease_until: i64,
    latest_retry: i64,
) -> Result<(), DbErr> {
    let added = Column::CreatedAt.gt(now.saturating_add(SKEW));
    let tried = Column::Attempts.gt(0).and(Column::RunAt.gt(latest_retry.saturating_add(SKEW)));
    Entity::update_many()
        .col_expr(Column::RunAt, Expr::val(now))
        .col_expr(Column::CreatedAt, Expr::val(now))
        .filter(Column::State.eq(JobState::Waiting))
        .filter(added.or(tried))
        .exec(tx)
        .await?;
    Entity::update_many()
        .col_expr(Column::LeaseUntil, Expr::val(lease_until))
        .filter(Column::State.eq(JobState::Running))
        .filter(Column::LeaseUntil.gt(lease_until.saturating_add(SKEW)))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes up to `most` jobs that are due, or whose runner let its lease run out.
pub(crate) async fn claim(
    tx: &DatabaseTransaction,
    now: i64,
    lease_until: i64,
    most: u64,
) -> Result<Vec<Model>, DbErr> {
    let mut query =
        Entity::find().filter(takeable(now)).order_by_asc(Column::RunAt).order_by_asc(Column::Id).limit(most);
    // Where several runners share a database, each takes what the others have not. SQLite has one writer, and no such lock.
    QueryTrait::query(&mut query).lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let taken = query.all(tx).await?;
    if taken.is_empty() {
        return Ok(taken);
    }
    Entity::update_many()
        .col_expr(Column::State, Expr::val(JobState::Running.word()))
        .col_expr(Column::LeaseUntil, Expr::val(lease_until))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        // From here on the same may be asked for again: what it does now may not see what comes later.
        .col_expr(Column::Dedupe, Expr::val(None::<String>))
        .filter(Column::Id.is_in(taken.iter().map(|job| job.id)))
        .exec(tx)
        .await?;
    Ok(taken)
}

/// A job as the runner holds it that began it. Once another has begun it, what this one makes of it counts no more.
#[derive(Clone, Copy)]
pub(crate) struct Held {
    pub(crate) id: i64,
    /// How often it had been begun then, this time included.
    pub(crate) attempts: i32,
}

impl Held {
    fn still(self) -> Condition {
        Condition::all()
            .add(Column::Id.eq(self.id))
            .add(Column::State.eq(JobState::Running))
            .add(Column::Attempts.eq(self.attempts))
    }
}

pub(crate) async fn finish(tx: &impl ConnectionTrait, held: Held) -> Result<(), DbErr> {
    Entity::delete_many().filter(held.still()).exec(tx).await.map(|_| ())
}

/// Puts a job back, to be begun again at `run_at`, or lays it aside for good.
pub(crate) async fn put_back(
    tx: &impl ConnectionTrait,
    held: Held,
    run_at: Option<i64>,
    error: &str,
) -> Result<(), DbErr> {
    let state = if run_at.is_some() { JobState::Waiting } else { JobState::Dead };
    let mut update = Entity::update_many()
        .col_expr(Column::State, Expr::val(state.word()))
        .col_expr(Column::LeaseUntil, Expr::val(None::<i64>))
        .col_expr(Column::Error, Expr::val(error));
    if let Some(run_at) = run_at {
        update = update.col_expr(Column::RunAt, Expr::val(run_at));
    }
    update.filter(held.still()).exec(tx).await.map(|_| ())
}
