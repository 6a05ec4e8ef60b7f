//! What an act does to the thing itself, with every count that depends on it.

use std::collections::HashMap;

use db::{
    entity::{answer, question, question_topic, review},
    sea_orm::{
        ActiveModelTrait,
        ActiveValue::Set,
        ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect,
        sea_query::{Expr, SimpleExpr},
    },
    value::State,
};

use super::{store, thing::Item};
use crate::{
    app::{Tag, Write},
    doctor::counts::{self, Change},
    question as asked, topic,
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
) -> Result<bool, DbErr> {
    if to == item.state() {
        return Ok(false);
    }
    let (was, is) = (item.state() == State::Published, to == State::Published);
    let sign = i64::from(is) - i64::from(was);
    let tx = &**write;
    let (state, reason) = (Expr::val(to.word()), Expr::val(reason.map(ToOwned::to_owned)));
    let changed = match item {
        Item::Question(row) => {
            use question::{Column as C, Entity};
            let set = Entity::update_many().col_expr(C::State, state).col_expr(C::StateReason, reason);
            set.filter(C::Id.eq(row.id)).filter(C::State.eq(row.state)).exec(tx).await?
        }
        Item::Answer(row, _) => {
            use answer::{Column as C, Entity};
            let set = Entity::update_many().col_expr(C::State, state).col_expr(C::StateReason, reason);
            set.filter(C::Id.eq(row.id)).filter(C::State.eq(row.state)).exec(tx).await?
        }
        Item::Review(row, _) => {
            use review::{Column as C, Entity};
            let set = Entity::update_many().col_expr(C::State, state).col_expr(C::StateReason, reason);
            set.filter(C::Id.eq(row.id)).filter(C::State.eq(row.state)).exec(tx).await?
        }
        Item::Doctor(_) => return Ok(false),
    };
    if changed.rows_affected == 0 {
        return Ok(false);
    }
    item.changes(write);
    count(write, item, sign).await?;
    Ok(true)
}

/// Counts anew what depends on whether a thing is published: `sign` is 1 when it came into view, -1 when it went.
async fn count(write: &mut Write, item: &Item, sign: i64) -> Result<(), DbErr> {
    let mut changes: HashMap<i64, Change> = HashMap::new();
    match item {
        Item::Question(row) => {
            let topics = store::topics(&**write, row.id).await?;
            topic::counts::apply(write, &topics.iter().map(|topic| (*topic, sign)).collect()).await?;
            for doctor in doctors_of(write, row.id).await? {
                write.changes(Tag::Doctor(doctor));
                changes.entry(doctor).or_default().add(Change { answers: sign, ..Change::default() });
            }
        }
        Item::Answer(row, question) => {
            asked::counts::refresh(write, &[question.id]).await?;
            // The question may have gone since it was seen.
            let now = question::Entity::find_by_id(question.id).one(&**write).await?;
            if now.is_some_and(|question| question.state == State::Published) {
                changes.insert(row.doctor_id, Change { answers: sign, ..Change::default() });
            }
        }
        Item::Review(row, _) => {
            let stars = sign * i64::from(row.stars);
            changes.insert(row.doctor_id, Change { reviews: sign, stars, answers: 0 });
        }
        Item::Doctor(_) => {}
    }
    counts::apply(write, &changes).await
}

/// The doctors whose published answers a question has.
async fn doctors_of(tx: &DatabaseTransaction, question: i64) -> Result<Vec<i64>, DbErr> {
    use answer::Column as A;
    answer::Entity::find()
        .select_only()
        .column(A::DoctorId)
        .filter(A::QuestionId.eq(question))
        .filter(A::State.eq(State::Published))
        .into_tuple()
        .all(tx)
        .await
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
