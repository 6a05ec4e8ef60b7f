//! Queries for the things themselves, in whatever state.

use db::{
    entity::{agreement, answer, doctor, question, question_detail, review},
    sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect},
    value::Matter,
};

use super::super::thing::{Item, Thing};

/// Reads a thing.
pub(crate) async fn find_thing(db: &impl ConnectionTrait, thing: Thing) -> Result<Option<Item>, DbErr> {
    Ok(all(db, &[thing]).await?.pop())
}

/// Reads many things with a few statements, in no particular order.
pub(crate) async fn all(db: &impl ConnectionTrait, things: &[Thing]) -> Result<Vec<Item>, DbErr> {
    let of = |kind: Matter| -> Vec<i64> {
        things.iter().filter(|thing| thing.kind == kind).map(|thing| thing.id).collect()
    };
    let mut items = Vec::new();
    items.extend(questions(db, of(Matter::Question)).await?.into_iter().map(Item::Question));
    items.extend(
        answers(db, of(Matter::Answer)).await?.into_iter().map(|(answer, asked)| Item::Answer(answer, asked)),
    );
    items.extend(reviews(db, of(Matter::Review)).await?.into_iter().map(|(row, of)| Item::Review(row, of)));
    items.extend(doctors(db, of(Matter::Doctor)).await?.into_iter().map(Item::Doctor));
    items.extend(marks(db, of(Matter::Agreement)).await?);
    items.extend(details(db, of(Matter::Detail)).await?);
    let replied = reviews(db, of(Matter::Reply)).await?.into_iter().filter(|(row, _)| row.reply.is_some());
    items.extend(replied.map(|(row, of)| Item::Reply(row, of)));
    Ok(items)
}

/// The doctor who gave an answer.
pub(crate) async fn doctor_of_answer(db: &impl ConnectionTrait, id: i64) -> Result<Option<i64>, DbErr> {
    let given = answer::Entity::find_by_id(id).select_only().column(answer::Column::DoctorId);
    given.into_tuple().one(db).await
}

/// The doctor who gave a mark, and the doctor whose answer it is on.
pub(crate) async fn doctors_of_mark(
    db: &impl ConnectionTrait,
    id: i64,
) -> Result<Option<(i64, Option<i64>)>, DbErr> {
    let Some(mark) = agreement::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    Ok(Some((mark.doctor_id, doctor_of_answer(db, mark.answer_id).await?)))
}

/// The question that a detail was added to.
pub(crate) async fn question_of_detail(db: &impl ConnectionTrait, id: i64) -> Result<Option<i64>, DbErr> {
    let added = question_detail::Entity::find_by_id(id).select_only();
    added.column(question_detail::Column::QuestionId).into_tuple().one(db).await
}

/// The doctor whom a review is about.
pub(crate) async fn doctor_of_review(db: &impl ConnectionTrait, id: i64) -> Result<Option<i64>, DbErr> {
    let written = review::Entity::find_by_id(id).select_only().column(review::Column::DoctorId);
    written.into_tuple().one(db).await
}

/// These questions, in no particular order.
pub(crate) async fn questions(
    db: &impl ConnectionTrait,
    ids: Vec<i64>,
) -> Result<Vec<question::Model>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    question::Entity::find().filter(question::Column::Id.is_in(ids)).all(db).await
}

async fn doctors(db: &impl ConnectionTrait, ids: Vec<i64>) -> Result<Vec<doctor::Model>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    doctor::Entity::find().filter(doctor::Column::Id.is_in(ids)).all(db).await
}

/// Answers, each with the question that it answers.
async fn answers(
    db: &impl ConnectionTrait,
    ids: Vec<i64>,
) -> Result<Vec<(answer::Model, question::Model)>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = answer::Entity::find().filter(answer::Column::Id.is_in(ids)).all(db).await?;
    let asked = questions(db, found.iter().map(|answer| answer.question_id).collect()).await?;
    let with = |answer: answer::Model| {
        let question = asked.iter().find(|question| question.id == answer.question_id)?.clone();
        Some((answer, question))
    };
    Ok(found.into_iter().filter_map(with).collect())
}

/// Reviews, each with the doctor whom it is about.
async fn reviews(
    db: &impl ConnectionTrait,
    ids: Vec<i64>,
) -> Result<Vec<(review::Model, doctor::Model)>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = review::Entity::find().filter(review::Column::Id.is_in(ids)).all(db).await?;
    let rated = doctors(db, found.iter().map(|review| review.doctor_id).collect()).await?;
    let with = |review: review::Model| {
        let doctor = rated.iter().find(|doctor| doctor.id == review.doctor_id)?.clone();
        Some((review, doctor))
    };
    Ok(found.into_iter().filter_map(with).collect())
}

/// Colleagues' marks that have words.
async fn marks(db: &impl ConnectionTrait, ids: Vec<i64>) -> Result<Vec<Item>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    use agreement::Column as G;
    let found = agreement::Entity::find().filter(G::Id.is_in(ids)).filter(G::Text.is_not_null());
    let found = found.all(db).await?;
    let on = answers(db, found.iter().map(|mark| mark.answer_id).collect()).await?;
    let with = |mark: agreement::Model| {
        let (answer, question) = on.iter().find(|(answer, _)| answer.id == mark.answer_id)?.clone();
        Some(Item::Mark(Box::new(mark), answer, question))
    };
    Ok(found.into_iter().filter_map(with).collect())
}

/// What askers added to their questions.
async fn details(db: &impl ConnectionTrait, ids: Vec<i64>) -> Result<Vec<Item>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    use question_detail::Column as D;
    let found = question_detail::Entity::find().filter(D::Id.is_in(ids)).all(db).await?;
    let asked = questions(db, found.iter().map(|detail| detail.question_id).collect()).await?;
    let with = |detail: question_detail::Model| {
        let question = asked.iter().find(|question| question.id == detail.question_id)?.clone();
        Some(Item::Detail(detail, question))
    };
    Ok(found.into_iter().filter_map(with).collect())
}
