//! Queries for questions that are like what a doctor answered.

use std::collections::HashSet;

use db::{
    entity::{answer, question, question_topic, topic},
    sea_orm::{
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
        sea_query::{Expr, ExprTrait, Query},
    },
    value::State,
};

use super::store::{Waiting, Whose, for_them, listed};

/// The newest questions for a doctor that were asked after `since`, of whatever topic.
pub(super) async fn newest(
    db: &impl ConnectionTrait,
    whose: Whose,
    (since, most): (i64, u64),
) -> Result<Vec<Waiting>, DbErr> {
    use question::Column as Q;
    let newest = for_them(whose).filter(Q::ListedAt.gt(since));
    listed(newest.order_by_desc(Q::ListedAt).order_by_desc(Q::Id), most).all(db).await
}

/// Those of these topics on which somebody has answered something.
pub(super) async fn answered_topics(
    db: &impl ConnectionTrait,
    topics: HashSet<i64>,
) -> Result<HashSet<i64>, DbErr> {
    use {question::Column as Q, question_topic::Column as T};
    if topics.is_empty() {
        return Ok(HashSet::new());
    }
    let linked = |column: T| Expr::col((question_topic::Entity, column));
    let answered = Query::select()
        .expr(Expr::cust("1"))
        .from(question_topic::Entity)
        .inner_join(question::Entity, linked(T::QuestionId).equals((question::Entity, Q::Id)))
        .and_where(linked(T::TopicId).equals((topic::Entity, topic::Column::Id)))
        .and_where(Expr::col((question::Entity, Q::AnswerCount)).gt(0))
        .and_where(Expr::col((question::Entity, Q::State)).eq(State::Published))
        .take();
    let found = topic::Entity::find().select_only().column(topic::Column::Id);
    let found = found.filter(topic::Column::Id.is_in(topics)).filter(Expr::exists(answered));
    Ok(found.into_tuple::<i64>().all(db).await?.into_iter().collect())
}

/// Those of these questions to which this doctor has given an answer that is shown.
pub(super) async fn answered_of(
    db: &impl ConnectionTrait,
    doctor: i64,
    questions: &[i64],
) -> Result<HashSet<i64>, DbErr> {
    use answer::Column as A;
    let given = answer::Entity::find().select_only().column(A::QuestionId).filter(A::DoctorId.eq(doctor));
    let given = given.filter(A::QuestionId.is_in(questions.iter().copied()));
    let given = given.filter(A::State.eq(State::Published)).into_tuple::<i64>().all(db).await?;
    Ok(given.into_iter().collect())
}
