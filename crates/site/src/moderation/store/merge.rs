//! Queries for joining questions, and for taking them apart again.

use db::{
    entity::{answer, question, question_asker, question_follower},
    sea_orm::{
        ActiveValue::Set,
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
        sea_query::{Expr, OnConflict},
    },
    value::State,
};

/// The answers to a question that were not removed, by doctor.
pub(crate) async fn standing(db: &impl ConnectionTrait, question: i64) -> Result<Vec<answer::Model>, DbErr> {
    use answer::{Column as A, Entity};
    let given = Entity::find().filter(A::QuestionId.eq(question)).filter(A::State.ne(State::Removed));
    given.order_by_asc(A::DoctorId).all(db).await
}

/// These answers, by doctor.
pub(crate) async fn given(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<answer::Model>, DbErr> {
    use answer::{Column as A, Entity};
    Entity::find().filter(A::Id.is_in(ids.iter().copied())).order_by_asc(A::DoctorId).all(db).await
}

/// Who answered a question, in whatever state.
pub(crate) async fn answering(db: &impl ConnectionTrait, question: i64) -> Result<Vec<i64>, DbErr> {
    use answer::{Column as A, Entity};
    let given = Entity::find().select_only().column(A::DoctorId).filter(A::QuestionId.eq(question));
    given.into_tuple().all(db).await
}

/// Puts answers under another question.
pub(crate) async fn carry(tx: &impl ConnectionTrait, answers: &[i64], to: i64) -> Result<(), DbErr> {
    use answer::{Column as A, Entity};
    let moved = Entity::update_many().col_expr(A::QuestionId, Expr::val(to));
    moved.filter(A::Id.is_in(answers.iter().copied())).exec(tx).await.map(|_| ())
}

/// Questions whose addresses lead to this one.
pub(crate) async fn leading_to(db: &impl ConnectionTrait, question: i64) -> Result<Vec<i64>, DbErr> {
    use question::{Column as Q, Entity};
    let led = Entity::find().select_only().column(Q::Id).filter(Q::MergedInto.eq(question));
    led.order_by_asc(Q::Id).into_tuple().all(db).await
}

/// Has these questions lead to another, or to themselves again.
pub(crate) async fn lead(tx: &impl ConnectionTrait, questions: &[i64], to: Option<i64>) -> Result<(), DbErr> {
    use question::{Column as Q, Entity};
    let led = Entity::update_many().col_expr(Q::MergedInto, Expr::val(to));
    led.filter(Q::Id.is_in(questions.iter().copied())).exec(tx).await.map(|_| ())
}

/// Who asked these questions.
pub(crate) async fn askers(db: &impl ConnectionTrait, questions: &[i64]) -> Result<Vec<i64>, DbErr> {
    use question_asker::{Column as K, Entity};
    let asked = Entity::find().select_only().column(K::AccountId);
    asked.filter(K::QuestionId.is_in(questions.iter().copied())).into_tuple().all(db).await
}

/// Has exactly these accounts be told of answers to a question.
pub(crate) async fn set_followers(
    tx: &impl ConnectionTrait,
    question: i64,
    mut accounts: Vec<i64>,
    now: i64,
) -> Result<(), DbErr> {
    use question_follower::{ActiveModel, Column as F, Entity};
    accounts.sort_unstable();
    accounts.dedup();
    let others = F::AccountId.is_not_in(accounts.iter().copied());
    Entity::delete_many().filter(F::QuestionId.eq(question)).filter(others).exec(tx).await?;
    if accounts.is_empty() {
        return Ok(());
    }
    let row = |account: &i64| ActiveModel {
        question_id: Set(question),
        account_id: Set(*account),
        since: Set(now),
    };
    let unless_there = OnConflict::columns([F::QuestionId, F::AccountId]).do_nothing().to_owned();
    let rows = Entity::insert_many(accounts.iter().map(row)).on_conflict(unless_there);
    rows.try_insert().exec_without_returning(tx).await.map(|_| ())
}
