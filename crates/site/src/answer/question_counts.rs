//! What a question's row says of its answers: counted anew, or raised by a new one, in the transaction that touched them.

use db::{
    entity::{answer, question},
    sea_orm::{
        ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryTrait,
        sea_query::{Expr, ExprTrait, Query, SimpleExpr, UpdateStatement},
    },
    value::{Stance, StanceSource, State},
};

/// Counts the published answers of these questions anew, with their stances.
///
/// # Errors
/// Whatever the database says.
pub async fn refresh(tx: &DatabaseTransaction, questions: &[i64]) -> Result<(), DbErr> {
    use question::Column as Q;
    for some in questions.chunks(500) {
        question::Entity::update_many()
            .col_expr(Q::AnswerCount, answers(None))
            .col_expr(Q::StanceYes, answers(Some(stance_is(Stance::Yes))))
            .col_expr(Q::StanceNo, answers(Some(stance_is(Stance::No))))
            .col_expr(Q::StanceDepends, answers(Some(stance_is(Stance::Depends))))
            .col_expr(Q::StanceUnknown, answers(Some(stance_is(Stance::Unknown))))
            .col_expr(Q::StanceInferred, answers(Some(inferred())))
            .filter(Q::Id.is_in(some.iter().copied()))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// The statement that counts one more published answer of a question, without looking at the others.
pub(super) fn one_more(
    question: i64,
    stance: Option<Stance>,
    source: Option<StanceSource>,
) -> UpdateStatement {
    use question::Column as Q;
    let more = |column: Q, counts: bool| (column, Expr::col(column).add(i32::from(counts)));
    let stated = |column, this| more(column, stance == Some(this));
    // All columns each time: the same text for every answer.
    let columns = [
        more(Q::AnswerCount, true),
        stated(Q::StanceYes, Stance::Yes),
        stated(Q::StanceNo, Stance::No),
        stated(Q::StanceDepends, Stance::Depends),
        stated(Q::StanceUnknown, Stance::Unknown),
        more(Q::StanceInferred, stance.is_some() && source == Some(StanceSource::Inferred)),
    ];
    let update = question::Entity::update_many().filter(Q::Id.eq(question));
    QueryTrait::into_query(
        columns.into_iter().fold(update, |update, (column, value)| update.col_expr(column, value)),
    )
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
