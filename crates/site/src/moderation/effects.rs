//! What an act does to the thing itself, with every count that depends on it.

use std::collections::HashMap;

use db::{
    entity::{answer, question, question_topic},
    sea_orm::{
        ActiveModelTrait,
        ActiveValue::Set,
        ColumnTrait, DbErr, EntityTrait, QueryFilter,
        sea_query::{Expr, SimpleExpr},
    },
    value::State,
};

use super::{store, thing::Item};
use crate::{
    app::{Tag, Write},
    doctor::counts::{self, Change},
    error::Failure,
    question as asked, review, reviewing, topic,
};

/// Brings a thing into another state; says whether it still was in the one that it was seen in.
///
/// # Errors
/// What the database says.
pub(super) async fn set_state(
    write: &mut Write,
    item: &Item,
    to: State,
    reason: Option<&str>,
) -> Result<bool, Failure> {
    if to == item.state() {
        return Ok(false);
    }
    match item {
        Item::Question(row) => asked::turn(write, row.id, row.state, to, reason).await,
        Item::Answer(row, _) => turn_answer(write, row, to, reason).await,
        Item::Review(row, _) => match review::hold(&**write, row.id).await? {
            Some(now) if now.state == row.state => {
                reviewing::set_state(write, &now, to, reason).await?;
                Ok(true)
            }
            _ => Ok(false),
        },
        Item::Doctor(_) => Ok(false),
    }
}

async fn turn_answer(
    write: &mut Write,
    row: &answer::Model,
    to: State,
    reason: Option<&str>,
) -> Result<bool, Failure> {
    use answer::{Column as C, Entity};
    let set = Entity::update_many()
        .col_expr(C::State, Expr::val(to))
        .col_expr(C::StateReason, Expr::val(reason.map(ToOwned::to_owned)));
    let set = set.filter(C::Id.eq(row.id)).filter(C::State.eq(row.state)).exec(&**write).await?;
    if set.rows_affected == 0 {
        return Ok(false);
    }
    asked::counts::refresh(write, &[row.question_id]).await?;
    // The question may have gone since it was seen.
    let question = question::Entity::find_by_id(row.question_id).one(&**write).await?;
    if question.is_some_and(|question| question.state == State::Published) {
        let answers = i64::from(to == State::Published) - i64::from(row.state == State::Published);
        counts::apply(write, &[(row.doctor_id, Change { answers, ..Change::default() })].into()).await?;
    }
    write.changes(Tag::Question(row.question_id));
    write.changes(Tag::Doctor(row.doctor_id));
    Ok(true)
}

/// Puts a question under these topics, and gives those under which it stood.
///
/// # Errors
/// What the database says.
pub(super) async fn set_topics(
    write: &mut Write,
    question: &question::Model,
    topics: &[i64],
) -> Result<Vec<i64>, DbErr> {
    let before = store::topics(&**write, question.id).await?;
    let tx = &**write;
    question_topic::Entity::delete_many()
        .filter(question_topic::Column::QuestionId.eq(question.id))
        .exec(tx)
        .await?;
    let rows = topics.iter().zip(0..).map(|(topic, position)| question_topic::ActiveModel {
        question_id: Set(question.id),
        topic_id: Set(*topic),
        position: Set(position),
        listed_at: Set(question.listed_at),
    });
    if !topics.is_empty() {
        question_topic::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    if question.state == State::Published {
        let mut changes: HashMap<i64, i64> = HashMap::new();
        for topic in &before {
            *changes.entry(*topic).or_default() -= 1;
        }
        for topic in topics {
            *changes.entry(*topic).or_default() += 1;
        }
        topic::counts::apply(tx, &changes).await?;
    }
    write.changes(Tag::Question(question.id));
    write.changes(Tag::Vocabulary);
    Ok(before)
}

/// Closes a question for answers, for this reason, or opens it again; says whether that changed anything.
///
/// # Errors
/// What the database says.
pub(super) async fn set_lock(write: &mut Write, question: i64, reason: Option<&str>) -> Result<bool, DbErr> {
    use question::Column as C;
    let as_seen: SimpleExpr = if reason.is_some() { C::Locked.is_null() } else { C::Locked.is_not_null() };
    let set = question::Entity::update_many()
        .col_expr(C::Locked, Expr::val(reason.map(ToOwned::to_owned)))
        .filter(C::Id.eq(question))
        .filter(as_seen);
    let changed = set.exec(&**write).await?;
    write.changes(Tag::Question(question));
    Ok(changed.rows_affected > 0)
}

/// Writes a row with those columns that were set.
///
/// # Errors
/// What the database says.
pub(super) async fn save<A>(write: &Write, row: A) -> Result<(), DbErr>
where
    A: ActiveModelTrait + db::sea_orm::ActiveModelBehavior + Send,
    <A::Entity as EntityTrait>::Model: db::sea_orm::IntoActiveModel<A>,
{
    row.update(&**write).await.map(|_| ())
}
