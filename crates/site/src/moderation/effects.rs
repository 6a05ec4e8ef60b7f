//! What an act does to the thing itself, with every count that depends on it.

use std::collections::HashMap;

use db::{
    entity::{question, question_topic},
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
    answer as given,
    app::{Tag, Write},
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
        Item::Answer(row, _) => given::turn(write, row, to, reason).await,
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

/// Puts a question under these topics, and gives those under which it stood.
///
/// # Errors
/// What the database says.
pub(super) async fn set_topics(
    write: &mut Write,
    question: &question::Model,
    topics: &[i64],
) -> Result<Vec<i64>, DbErr> {
    // As it is now, and stays until this is through: whether its topics count depends on it.
    let held = given::hold_question(&**write, question.id).await?;
    let question = held.as_ref().unwrap_or(question);
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
