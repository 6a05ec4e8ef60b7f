//! Queries for thanks.

use db::{
    entity::{answer, notice, question, thanks},
    sea_orm::{
        ActiveValue::Set,
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, TryInsertResult,
        sea_query::{Expr, ExprTrait, OnConflict},
    },
    value::NoticeKind,
};

/// Which of these answers helped this account.
///
/// # Errors
/// Whatever the database says.
pub async fn thanked(db: &impl ConnectionTrait, account: i64, answers: &[i64]) -> Result<Vec<i64>, DbErr> {
    use thanks::Column as T;
    let all = thanks::Entity::find().select_only().column(T::AnswerId).filter(T::AccountId.eq(account));
    all.filter(T::AnswerId.is_in(answers.iter().copied())).into_tuple().all(db).await
}

/// An answer and the question that it stands under.
pub(super) async fn answer(
    db: &impl ConnectionTrait,
    id: i64,
) -> Result<Option<(answer::Model, question::Model)>, DbErr> {
    let Some(answer) = answer::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let question = question::Entity::find_by_id(answer.question_id).one(db).await?;
    Ok(question.map(|question| (answer, question)))
}

/// Notes that an answer helped somebody; says whether that is new.
pub(super) async fn thank(
    tx: &impl ConnectionTrait,
    answer: i64,
    account: i64,
    now: i64,
) -> Result<bool, DbErr> {
    use thanks::Column as T;
    let row = thanks::ActiveModel { answer_id: Set(answer), account_id: Set(account), at: Set(now) };
    let unless_there = OnConflict::columns([T::AnswerId, T::AccountId]).do_nothing().to_owned();
    let added =
        thanks::Entity::insert(row).on_conflict(unless_there).try_insert().exec_without_returning(tx).await?;
    let new = matches!(added, TryInsertResult::Inserted(rows) if rows > 0);
    if new {
        add_helped(tx, answer, 1).await?;
    }
    Ok(new)
}

/// Takes that back; says whether there was anything to take back.
pub(super) async fn take_back(tx: &impl ConnectionTrait, answer: i64, account: i64) -> Result<bool, DbErr> {
    let gone = thanks::Entity::delete_by_id((answer, account)).exec(tx).await?.rows_affected > 0;
    if gone {
        add_helped(tx, answer, -1).await?;
    }
    Ok(gone)
}

/// Adds and does not count anew: an answer can help tens of thousands, and one from elsewhere may come with thanks.
async fn add_helped(tx: &impl ConnectionTrait, answer: i64, more: i32) -> Result<(), DbErr> {
    use answer::Column as A;
    let update = answer::Entity::update_many().col_expr(A::HelpedCount, Expr::col(A::HelpedCount).add(more));
    update.filter(A::Id.eq(answer)).exec(tx).await.map(|_| ())
}

/// Whether an account was told of thanks for what stands at this path since then.
pub(super) async fn was_told(
    tx: &impl ConnectionTrait,
    account: i64,
    path: &str,
    since: i64,
) -> Result<bool, DbErr> {
    use notice::Column as N;
    let told =
        notice::Entity::find().filter(N::AccountId.eq(account)).filter(N::Kind.eq(NoticeKind::Thanked));
    let told = told.filter(N::Path.eq(path)).filter(N::MadeAt.gt(since));
    Ok(told.one(tx).await?.is_some())
}
