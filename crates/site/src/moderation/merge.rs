//! Joining a question with another: its address leads there, its answers go along where the doctor has not answered the other,
//! and whoever asked it is told of the other's answers.

use std::collections::HashMap;

use db::{
    entity::{answer, question, question_asker, question_follower},
    sea_orm::{
        ActiveValue::Set,
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
        sea_query::{Expr, ExprTrait, OnConflict},
    },
    value::State,
};

use super::{effects, thing::Item};
use crate::{
    answer::hold_question,
    app::{Tag, Write},
    doctor::counts::{self, Change},
    error::Failure,
    question as asked,
};

/// What a merge did.
pub(super) struct Merged {
    /// Answers whose doctors have answered the other question as well, and that were removed.
    pub(super) left: Vec<answer::Model>,
}

/// Joins `from` with `into`; none when either has changed since it was seen.
///
/// # Errors
/// What the database says.
pub(super) async fn join(
    write: &mut Write,
    from: &question::Model,
    into: i64,
) -> Result<Option<Merged>, Failure> {
    // Both, always in the same order: whoever joins them the other way round waits.
    let mut both = [from.id, into];
    both.sort_unstable();
    for id in both {
        hold_question(&**write, id).await?;
    }
    let target = question::Entity::find_by_id(into).one(&**write).await?;
    let Some(target) = target.filter(|target| target.state == State::Published && target.id != from.id)
    else {
        return Ok(None);
    };
    let left = carry_answers(write, from, &target).await?;
    for answer in &left {
        let item = Item::Answer(answer.clone(), from.clone());
        effects::set_state(write, &item, State::Removed, Some("merged")).await?;
    }
    let item = Item::Question(from.clone());
    if !effects::set_state(write, &item, State::Removed, Some("duplicate")).await? {
        return Ok(None);
    }
    use question::Column as Q;
    let tx = &**write;
    // Also those that led here before.
    question::Entity::update_many()
        .col_expr(Q::MergedInto, Expr::val(target.id))
        .filter(Q::Id.eq(from.id).or(Q::MergedInto.eq(from.id)))
        .exec(tx)
        .await?;
    asked::counts::refresh(tx, &[from.id, target.id]).await?;
    carry_followers(write, from.id, target.id).await?;
    write.changes(Tag::Question(target.id));
    Ok(Some(Merged { left }))
}

/// Moves the answers of doctors who have not answered the target; gives those that stay and were to be seen.
async fn carry_answers(
    write: &mut Write,
    from: &question::Model,
    target: &question::Model,
) -> Result<Vec<answer::Model>, DbErr> {
    use answer::{Column as A, Entity};
    let standing = Entity::find().filter(A::QuestionId.eq(from.id)).filter(A::State.ne(State::Removed));
    let standing = standing.all(&**write).await?;
    let given = Entity::find().select_only().column(A::DoctorId).filter(A::QuestionId.eq(target.id));
    let given: Vec<i64> = given.into_tuple().all(&**write).await?;
    let (left, moved): (Vec<_>, Vec<_>) =
        standing.into_iter().partition(|answer| given.contains(&answer.doctor_id));
    Entity::update_many()
        .col_expr(A::QuestionId, Expr::val(target.id))
        .filter(A::Id.is_in(moved.iter().map(|answer| answer.id)))
        .exec(&**write)
        .await?;
    let mut changes: HashMap<i64, Change> = HashMap::new();
    for answer in &moved {
        write.changes(Tag::Doctor(answer.doctor_id));
        // An answer to a question that was held did not count yet.
        if from.state != State::Published && answer.state == State::Published {
            changes.entry(answer.doctor_id).or_default().add(Change { answers: 1, ..Change::default() });
        }
    }
    counts::apply(write, &changes).await?;
    Ok(left)
}

/// Has the asker of the one question, and whoever followed it, follow the other.
async fn carry_followers(write: &Write, from: i64, into: i64) -> Result<(), DbErr> {
    use question_follower::{Column as F, Entity};
    let tx = &**write;
    let asker = question_asker::Entity::find_by_id(from).one(tx).await?.map(|asker| asker.account_id);
    let followers = Entity::find().select_only().column(F::AccountId).filter(F::QuestionId.eq(from));
    let mut accounts: Vec<i64> = followers.into_tuple().all(tx).await?;
    accounts.extend(asker);
    let owner = question_asker::Entity::find_by_id(into).one(tx).await?.map(|asker| asker.account_id);
    accounts.retain(|account| Some(*account) != owner);
    accounts.sort_unstable();
    accounts.dedup();
    Entity::delete_many().filter(F::QuestionId.eq(from)).exec(tx).await?;
    follow(tx, into, &accounts, write.now()).await
}

async fn follow(tx: &impl ConnectionTrait, question: i64, accounts: &[i64], now: i64) -> Result<(), DbErr> {
    use question_follower::{ActiveModel, Column as F, Entity};
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
