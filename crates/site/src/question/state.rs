//! Changing whether a question is shown. All that counts it follows, in the same transaction.

use std::collections::HashMap;

use db::{
    entity::{answer, question, question_topic},
    sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr},
    value::State,
};

use crate::{
    app::{Tag, Write},
    doctor::counts::{self, Change},
    error::Failure,
    taxonomy,
};

/// Turns a question from one state into another, with the code of the reason when it is not published. False: it was not in
/// that state, since somebody else was faster; then nothing changes.
///
/// # Errors
/// What the database says.
pub async fn turn(
    write: &mut Write,
    id: i64,
    from: State,
    to: State,
    reason: Option<&str>,
) -> Result<bool, Failure> {
    use question::Column as Q;
    let turned = question::Entity::update_many()
        .col_expr(Q::State, Expr::val(to))
        .col_expr(Q::StateReason, Expr::val(reason.map(ToOwned::to_owned)))
        .filter(Q::Id.eq(id))
        .filter(Q::State.eq(from))
        .exec(&**write)
        .await?;
    if turned.rows_affected == 0 {
        return Ok(false);
    }
    write.changes(Tag::Question(id));
    match (from == State::Published, to == State::Published) {
        (false, true) => count(write, id, 1).await?,
        (true, false) => count(write, id, -1).await?,
        _ => {}
    }
    Ok(true)
}

/// Tells topics and doctors of a question that came into view, or went out of it.
pub(super) async fn count(write: &mut Write, id: i64, more: i64) -> Result<(), Failure> {
    let topics: HashMap<i64, i64> =
        topics(&**write, id).await?.into_iter().map(|topic| (topic, more)).collect();
    if !topics.is_empty() {
        taxonomy::counts::apply(write, &topics).await?;
        write.changes(Tag::Vocabulary);
    }
    let mut doctors: HashMap<i64, Change> = HashMap::new();
    for doctor in answering(&**write, id).await? {
        doctors.entry(doctor).or_default().add(Change { answers: more, ..Change::default() });
        write.changes(Tag::Doctor(doctor));
    }
    Ok(counts::apply(write, &doctors).await?)
}

async fn topics(tx: &impl ConnectionTrait, question: i64) -> Result<Vec<i64>, DbErr> {
    use question_topic::Column as T;
    let links = question_topic::Entity::find().select_only().column(T::TopicId);
    links.filter(T::QuestionId.eq(question)).into_tuple().all(tx).await
}

async fn answering(tx: &impl ConnectionTrait, question: i64) -> Result<Vec<i64>, DbErr> {
    use answer::Column as A;
    let given = answer::Entity::find().select_only().column(A::DoctorId).filter(A::QuestionId.eq(question));
    given.filter(A::State.eq(State::Published)).into_tuple().all(tx).await
}
