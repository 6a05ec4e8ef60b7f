//! The queue as its operator sees it: what waits, what was given up, and another try for that.

use db::{
    entity::job::{Column, Entity, Model},
    sea_orm::{
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
        QuerySelect, sea_query::Expr,
    },
    value::JobState,
};

/// A job in the queue, without what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Identity.
    pub id: i64,
    /// Which job it is.
    pub kind: String,
    /// Whether it waits, runs or was given up.
    pub state: JobState,
    /// How often it was begun.
    pub attempts: i32,
    /// Why it failed the last time; empty when it never did.
    pub error: String,
    /// When it was added, Unix seconds.
    pub created_at: i64,
    /// When it is begun, or was begun last, Unix seconds.
    pub run_at: i64,
}

impl From<Model> for Entry {
    fn from(job: Model) -> Self {
        Self {
            id: job.id,
            kind: job.kind,
            state: job.state,
            attempts: job.attempts,
            error: job.error.unwrap_or_default(),
            created_at: job.created_at,
            run_at: job.run_at,
        }
    }
}

/// Jobs in these states, newest first, at most `most`.
///
/// # Errors
/// Whatever the database says.
pub async fn list(db: &impl ConnectionTrait, states: &[JobState], most: u64) -> Result<Vec<Entry>, DbErr> {
    let rows = Entity::find()
        .filter(Column::State.is_in(states.iter().copied()))
        .order_by_desc(Column::Id)
        .limit(most)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

/// The jobs that were given up, newest first, at most `most`.
///
/// # Errors
/// Whatever the database says.
pub async fn dead(db: &impl ConnectionTrait, most: u64) -> Result<Vec<Entry>, DbErr> {
    list(db, &[JobState::Dead], most).await
}

/// Has a job that was given up begun again; says whether there was one.
///
/// # Errors
/// Whatever the database says.
pub async fn revive(tx: &impl ConnectionTrait, id: i64, now: i64) -> Result<bool, DbErr> {
    Ok(again(now).filter(Column::Id.eq(id)).exec(tx).await?.rows_affected > 0)
}

/// Has every job that was given up begun again; says how many there were.
///
/// # Errors
/// Whatever the database says.
pub async fn revive_all(tx: &impl ConnectionTrait, now: i64) -> Result<u64, DbErr> {
    Ok(again(now).exec(tx).await?.rows_affected)
}

fn again(now: i64) -> db::sea_orm::UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::State, Expr::val(JobState::Waiting.word()))
        .col_expr(Column::Attempts, Expr::val(0))
        .col_expr(Column::RunAt, Expr::val(now))
        .filter(Column::State.eq(JobState::Dead))
}

/// Throws away jobs that were given up before this time; says how many.
///
/// # Errors
/// Whatever the database says.
pub async fn forget(tx: &impl ConnectionTrait, before: i64) -> Result<u64, DbErr> {
    let given_up = Entity::delete_many().filter(Column::State.eq(JobState::Dead));
    Ok(given_up.filter(Column::RunAt.lt(before)).exec(tx).await?.rows_affected)
}

/// How many jobs wait or run, and how many were given up.
///
/// # Errors
/// Whatever the database says.
pub async fn depth(db: &impl ConnectionTrait) -> Result<(u64, u64), DbErr> {
    let dead = Entity::find().filter(Column::State.eq(JobState::Dead)).count(db).await?;
    let live = Entity::find().filter(Column::State.ne(JobState::Dead)).count(db).await?;
    Ok((live, dead))
}
