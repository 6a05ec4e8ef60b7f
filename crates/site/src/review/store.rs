//! Queries for reviews and for who wrote them.

use db::{
    entity::{review, review_author},
    revised::{self, Before},
    sea_orm::{
        ActiveValue::{NotSet, Set},
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
        TryInsertResult,
        sea_query::{Expr, ExprTrait, OnConflict},
    },
    value::{State, Subject},
};
use serde_json::json;

use super::{
    Review,
    rules::{Month, Written},
};
use crate::{
    policy::{self, Role},
    web::Cursor,
};

/// A doctor's reviews that this role may see, newest first; one more than `size` tells that there are more.
///
/// # Errors
/// Whatever the database says.
pub async fn of_doctor(
    db: &impl ConnectionTrait,
    role: Role,
    doctor: i64,
    after: Option<Cursor>,
    size: u64,
) -> Result<Vec<Review>, DbErr> {
    use review::Column as R;
    let mut query =
        review::Entity::find().filter(R::DoctorId.eq(doctor)).filter(R::State.is_in(policy::listed(role)));
    // Reviews without a date come last: their place in the order is that of date 0.
    let date = Expr::expr(Expr::col(R::ReviewedAt).if_null(0));
    if let Some(after) = after {
        let place = Expr::tuple([date.clone(), Expr::col(R::Id)]);
        query = query.filter(place.lt(Expr::tuple([Expr::val(after.key), Expr::val(after.id)])));
    }
    query.order_by_desc(date).order_by_desc(R::Id).limit(size + 1).all(db).await
}

/// Where a review stands in its list.
pub fn cursor(review: &Review) -> Cursor {
    Cursor { key: review.reviewed_at.unwrap_or_default(), second: 0, id: review.id }
}

/// A review.
///
/// # Errors
/// Whatever the database says.
pub async fn find(db: &impl ConnectionTrait, id: i64) -> Result<Option<Review>, DbErr> {
    review::Entity::find_by_id(id).one(db).await
}

/// A review that nobody else changes until this transaction is through.
///
/// # Errors
/// Whatever the database says.
pub async fn hold(tx: &impl ConnectionTrait, id: i64) -> Result<Option<Review>, DbErr> {
    review::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

/// The review that an account wrote on a doctor.
///
/// # Errors
/// Whatever the database says.
pub async fn by(db: &impl ConnectionTrait, account: i64, doctor: i64) -> Result<Option<Review>, DbErr> {
    use review_author::Column as W;
    let written =
        review_author::Entity::find().filter(W::AccountId.eq(account)).filter(W::DoctorId.eq(doctor));
    match written.one(db).await? {
        Some(written) => find(db, written.review_id).await,
        None => Ok(None),
    }
}

/// The account that wrote a review; none where an archive brought it.
///
/// # Errors
/// Whatever the database says.
pub async fn author(db: &impl ConnectionTrait, review: i64) -> Result<Option<i64>, DbErr> {
    Ok(review_author::Entity::find_by_id(review).one(db).await?.map(|row| row.account_id))
}

/// Adds a review, in this state for this reason and in this language. None: the account has one on this doctor already, and
/// the transaction is good for nothing more.
///
/// # Errors
/// Whatever the database says.
pub async fn add(
    tx: &impl ConnectionTrait,
    (account, doctor): (i64, i64),
    written: &Written,
    (state, reason, lang): (State, Option<&str>, &str),
    now: i64,
) -> Result<Option<i64>, DbErr> {
    let row = review::ActiveModel {
        id: NotSet,
        doctor_id: Set(doctor),
        lang: Set(lang.to_owned()),
        state: Set(state),
        state_reason: Set(reason.map(ToOwned::to_owned)),
        reviewed_at: Set(Some(now)),
        created_at: Set(now),
        ..filled(written)
    };
    let id = review::Entity::insert(row).exec(tx).await?.last_insert_id;
    let row =
        review_author::ActiveModel { review_id: Set(id), account_id: Set(account), doctor_id: Set(doctor) };
    let unless_there =
        OnConflict::columns([review_author::Column::AccountId, review_author::Column::DoctorId])
            .do_nothing()
            .to_owned();
    let added = review_author::Entity::insert(row).on_conflict(unless_there).try_insert();
    Ok(match added.exec_without_returning(tx).await? {
        TryInsertResult::Inserted(rows) if rows > 0 => Some(id),
        _ => None,
    })
}

fn filled(written: &Written) -> review::ActiveModel {
    review::ActiveModel {
        stars: Set(written.stars),
        title: Set(written.title.clone().map(Into::into)),
        text: Set(written.text.as_str().to_owned()),
        text_html: Set(markup::render(written.text.as_str()).to_string()),
        treatment: Set(written.treatment.clone().map(Into::into)),
        visit_month: Set(written.month.map(Month::stored)),
        relationship: Set(Some(written.relationship)),
        ..Default::default()
    }
}

/// How often a review was changed.
///
/// # Errors
/// Whatever the database says.
pub async fn revisions(db: &impl ConnectionTrait, review: i64) -> Result<i32, DbErr> {
    revised::times(db, (Subject::Review, review)).await
}

/// Puts what was written in place of what stands, which is kept as a revision of this number. The review is held.
///
/// # Errors
/// Whatever the database says.
pub async fn revise(
    tx: &impl ConnectionTrait,
    old: &Review,
    number: i32,
    written: &Written,
    now: i64,
) -> Result<(), DbErr> {
    let before = json!({
        "kind": "review", "stars": old.stars, "text": old.text, "lang": old.lang, "title": old.title,
        "treatment": old.treatment, "visit_month": old.visit_month,
        "relationship": old.relationship.map(|relationship| relationship.word()),
    });
    let of = (Subject::Review, old.id);
    let before = Before { of, number, reason: None, content: before.to_string(), source: None };
    before.keep(tx, now).await?;
    let mut row = review::ActiveModel { id: Set(old.id), updated_at: Set(Some(now)), ..filled(written) };
    if row.title != Set(old.title.clone()) || row.text != Set(old.text.clone()) {
        // They are the writer's words again, and not those that a moderator left.
        row.edited_for = Set(None);
    }
    review::Entity::update(row).exec(tx).await.map(|_| ())
}

/// Keeps the doctor's reply. The review is held.
///
/// # Errors
/// Whatever the database says.
pub async fn reply(tx: &impl ConnectionTrait, id: i64, text: &str, now: i64) -> Result<(), DbErr> {
    let row = review::ActiveModel {
        id: Set(id),
        reply: Set(Some(text.to_owned())),
        reply_html: Set(Some(markup::render(text).to_string())),
        replied_at: Set(Some(now)),
        ..Default::default()
    };
    review::Entity::update(row).exec(tx).await.map(|_| ())
}

/// Holds the words back for the reason with this code, or none any more. The stars count on.
///
/// # Errors
/// Whatever the database says.
pub async fn hold_words(tx: &impl ConnectionTrait, id: i64, code: Option<&str>) -> Result<(), DbErr> {
    let held = Set(code.map(ToOwned::to_owned));
    let row = review::ActiveModel { id: Set(id), text_held: held, ..Default::default() };
    review::Entity::update(row).exec(tx).await.map(|_| ())
}

/// Sets the state of a review, for the reason with this code. What follows from it is the caller's.
///
/// # Errors
/// Whatever the database says.
pub async fn set_state(
    tx: &impl ConnectionTrait,
    id: i64,
    state: State,
    reason: Option<&str>,
) -> Result<(), DbErr> {
    let reason = Set(reason.map(ToOwned::to_owned));
    let row =
        review::ActiveModel { id: Set(id), state: Set(state), state_reason: reason, ..Default::default() };
    review::Entity::update(row).exec(tx).await.map(|_| ())
}
