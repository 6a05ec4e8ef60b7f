//! What a question's row says of its answers. Refreshed for the questions whose answers were touched, in the
//! transaction that touched them.

use db::{
    entity::{answer, question},
    sea_orm::{
        ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryTrait,
        sea_query::{Expr, ExprTrait, Query, SimpleExpr, UpdateStatement},
    },
    value::{Stance, StanceSource, State},
};

/// Counts the published answers of these questions anew, with their stances.
///
/// # Errors
/// Whatever the database says.
pub async fn refresh(tx: &DatabaseTransaction, questions: &[i64]) -> Result<(), DbErr> {
    for some in questions.chunks(500) {
        tx.execute(&refreshed(some.iter().copied())).await?;
    }
    Ok(())
}

/// The statement that does so for a few of them.
pub(super) fn refreshed(questions: impl IntoIterator<Item = i64>) -> UpdateStatement {
    use question::Column as Q;
    let update = question::Entity::update_many()
        .col_expr(Q::AnswerCount, answers(None))
        .col_expr(Q::StanceYes, answers(Some(stance_is(Stance::Yes))))
        .col_expr(Q::StanceNo, answers(Some(stance_is(Stance::No))))
        .col_expr(Q::StanceDepends, answers(Some(stance_is(Stance::Depends))))
        .col_expr(Q::StanceUnknown, answers(Some(stance_is(Stance::Unknown))))
        .col_expr(Q::StanceInferred, answers(Some(inferred())))
        .filter(Q::Id.is_in(questions));
    QueryTrait::into_query(update)
}

fn stance_is(stance: Stance) -> SimpleExpr {
    answer::Column::Stance.eq(stance)
}

fn inferred() -> SimpleExpr {
    answer::Column::StanceSource.eq(StanceSource::Inferred).and(answer::Column::Stance.is_not_null())
}

/// How many published answers the question of the row has, of those that `which` picks.
fn answers(which: Option<SimpleExpr>) -> SimpleExpr {
    let mut count = Query::select();
    count
        .expr(Expr::col(answer::Column::Id).count())
        .from(answer::Entity)
        .and_where(
            Expr::col((answer::Entity, answer::Column::QuestionId))
                .equals((question::Entity, question::Column::Id)),
        )
        .and_where(answer::Column::State.eq(State::Published));
    if let Some(which) = which {
        count.and_where(which);
    }
    count.into()
}
