//! Queries for appeals.

use db::{
    entity::{
        appeal::{ActiveModel, Column as C, Entity, Model},
        decision,
    },
    sea_orm::{
        ActiveValue::{NotSet, Set},
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
        TryInsertResult,
        sea_query::{Expr, OnConflict},
    },
    value::Outcome,
};

use super::month;

/// Writes down an appeal, and says whether it is the first on its decision.
pub(crate) async fn add(
    tx: &impl ConnectionTrait,
    decision: i64,
    by: i64,
    words: String,
    now: i64,
) -> Result<bool, DbErr> {
    let row = ActiveModel {
        id: NotSet,
        decision_id: Set(decision),
        account_id: Set(by),
        words: Set(words),
        at: Set(now),
        month: Set(month(now)),
        outcome: Set(None),
        reason: Set(None),
        settled_at: Set(None),
        settled_by: Set(None),
    };
    let once = OnConflict::column(C::DecisionId).do_nothing().to_owned();
    let added = Entity::insert(row).on_conflict(once).try_insert().exec(tx).await?;
    Ok(matches!(added, TryInsertResult::Inserted(_)))
}

/// The appeal against a decision.
pub(crate) async fn of_decision(db: &impl ConnectionTrait, decision: i64) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(C::DecisionId.eq(decision)).one(db).await
}

/// Whether an appeal's outcome was carried out: what was undone was decided anew, in that second.
pub(crate) async fn is_undone(
    db: &impl ConnectionTrait,
    decision: &decision::Model,
    (reason, at): (&str, i64),
) -> Result<bool, DbErr> {
    use decision::Column as D;
    let undone = decision::Entity::find()
        .filter(D::MatterKind.eq(decision.matter_kind))
        .filter(D::MatterId.eq(decision.matter_id))
        .filter(D::Id.gt(decision.id))
        .filter(D::Reason.eq(reason))
        .filter(D::At.eq(at));
    Ok(undone.one(db).await?.is_some())
}

/// An appeal with its decision.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    id: i64,
) -> Result<Option<(Model, decision::Model)>, DbErr> {
    let Some(appeal) = Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let decision = super::find(db, appeal.decision_id).await?;
    Ok(decision.map(|decision| (appeal, decision)))
}

/// An appeal that waits, with its decision.
pub(crate) type Open = (Model, decision::Model);

/// Appeals that wait, the oldest first; one more than `size` tells that there are more.
pub(crate) async fn open(db: &impl ConnectionTrait, after: i64, size: u64) -> Result<Vec<Open>, DbErr> {
    let waiting = Entity::find().filter(C::Outcome.is_null()).filter(C::Id.gt(after));
    let waiting = waiting.order_by_asc(C::Id).limit(size + 1).all(db).await?;
    let ids = waiting.iter().map(|appeal| appeal.decision_id);
    let decisions = decision::Entity::find().filter(decision::Column::Id.is_in(ids)).all(db).await?;
    let with = |appeal: Model| {
        let decision = decisions.iter().find(|decision| decision.id == appeal.decision_id)?.clone();
        Some((appeal, decision))
    };
    Ok(waiting.into_iter().filter_map(with).collect())
}

/// Writes down what became of an appeal, and says whether it was still open.
pub(crate) async fn settle(
    tx: &impl ConnectionTrait,
    id: i64,
    (outcome, reason): (Outcome, String),
    by: i64,
    now: i64,
) -> Result<bool, DbErr> {
    let settled = Entity::update_many()
        .col_expr(C::Outcome, Expr::val(outcome.word()))
        .col_expr(C::Reason, Expr::val(reason))
        .col_expr(C::SettledAt, Expr::val(now))
        .col_expr(C::SettledBy, Expr::val(by))
        .filter(C::Id.eq(id))
        .filter(C::Outcome.is_null())
        .exec(tx)
        .await?;
    Ok(settled.rows_affected > 0)
}
