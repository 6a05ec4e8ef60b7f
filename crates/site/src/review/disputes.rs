//! Queries for disputes about reviews' words.

pub use db::entity::review_dispute::Model as Dispute;
use db::{
    entity::{doctor, review, review_dispute},
    sea_orm::{
        self,
        ActiveValue::{NotSet, Set},
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
        QuerySelect,
        sea_query::Expr,
    },
    value::DisputeState,
};

/// Opens a dispute. The review is held.
///
/// # Errors
/// Whatever the database says.
pub async fn open(
    tx: &impl ConnectionTrait,
    review: i64,
    (reason, words): (&str, &str),
    now: i64,
) -> Result<(), DbErr> {
    let row = review_dispute::ActiveModel {
        id: NotSet,
        review_id: Set(review),
        state: Set(DisputeState::Open),
        reason: Set(reason.to_owned()),
        words: Set(words.to_owned()),
        at: Set(now),
        judge_id: Set(None),
        judged_reason: Set(None),
        judged_at: Set(None),
    };
    review_dispute::Entity::insert(row).exec_without_returning(tx).await.map(|_| ())
}

/// The latest dispute about a review.
///
/// # Errors
/// Whatever the database says.
pub async fn last(db: &impl ConnectionTrait, review: i64) -> Result<Option<Dispute>, DbErr> {
    use review_dispute::Column as D;
    review_dispute::Entity::find().filter(D::ReviewId.eq(review)).order_by_desc(D::Id).one(db).await
}

/// A dispute that waits for a decision.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Waiting {
    /// Identity.
    pub id: i64,
    /// The review.
    pub review_id: i64,
    /// The code of what the doctor objects to.
    pub reason: String,
    /// Since when, Unix seconds.
    pub at: i64,
    /// 1 to 5.
    pub stars: i32,
    /// The doctor's name.
    pub name: Option<String>,
}

/// Disputes that wait for a decision, oldest first; one more than `size` tells that there are more.
///
/// # Errors
/// Whatever the database says.
pub async fn waiting(db: &impl ConnectionTrait, after: i64, size: u64) -> Result<Vec<Waiting>, DbErr> {
    use review_dispute::Column as D;
    let review = review_dispute::Entity::belongs_to(review::Entity).from(D::ReviewId).to(review::Column::Id);
    let doctor =
        review::Entity::belongs_to(doctor::Entity).from(review::Column::DoctorId).to(doctor::Column::Id);
    review_dispute::Entity::find()
        .select_only()
        .columns([D::Id, D::ReviewId, D::Reason, D::At])
        .column(review::Column::Stars)
        .column(doctor::Column::Name)
        .join(JoinType::InnerJoin, review.into())
        .join(JoinType::InnerJoin, doctor.into())
        .filter(D::State.eq(DisputeState::Open))
        .filter(D::Id.gt(after))
        .order_by_asc(D::Id)
        .limit(size + 1)
        .into_model::<Waiting>()
        .all(db)
        .await
}

/// Opens a dispute again that was dismissed; whoever decided on it stays known, since somebody else is to decide. The review
/// is held.
///
/// # Errors
/// Whatever the database says.
pub async fn reopen(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    let row = review_dispute::ActiveModel {
        id: Set(id),
        state: Set(DisputeState::Open),
        judged_at: Set(None),
        ..Default::default()
    };
    review_dispute::Entity::update(row).exec(tx).await.map(|_| ())
}

/// Turns a dispute that was upheld into one that was dismissed. The review is held.
///
/// # Errors
/// Whatever the database says.
pub async fn dismiss(tx: &impl ConnectionTrait, id: i64, judge: i64, now: i64) -> Result<(), DbErr> {
    let row = review_dispute::ActiveModel {
        id: Set(id),
        state: Set(DisputeState::Dismissed),
        judge_id: Set(Some(judge)),
        judged_reason: Set(None),
        judged_at: Set(Some(now)),
        ..Default::default()
    };
    review_dispute::Entity::update(row).exec(tx).await.map(|_| ())
}

/// Closes the open dispute about a review: who decided, and for which reason words were taken away. False: there is none.
///
/// # Errors
/// Whatever the database says.
pub async fn judge(
    tx: &impl ConnectionTrait,
    review: i64,
    state: DisputeState,
    (judge, reason): (Option<i64>, Option<&str>),
    now: i64,
) -> Result<bool, DbErr> {
    use review_dispute::Column as D;
    let closed = review_dispute::Entity::update_many()
        .col_expr(D::State, Expr::val(state.word()))
        .col_expr(D::JudgeId, Expr::val(judge))
        .col_expr(D::JudgedReason, Expr::val(reason.map(ToOwned::to_owned)))
        .col_expr(D::JudgedAt, Expr::val(now))
        .filter(D::ReviewId.eq(review))
        .filter(D::State.eq(DisputeState::Open))
        .exec(tx)
        .await?;
    Ok(closed.rows_affected > 0)
}
