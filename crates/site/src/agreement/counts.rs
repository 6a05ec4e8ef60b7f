//! How many verified colleagues hold what of an answer, as the answer's row keeps it.

use std::collections::BTreeSet;

use db::{
    entity::{agreement, answer},
    proof::was_verified,
    sea_orm::{
        ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect, UpdateMany,
        sea_query::{Expr, ExprTrait, Query, SimpleExpr},
    },
    value::Verdict,
};

/// Answers that one statement counts anew.
const AT_ONCE: usize = 500;

/// Has rows of answers say how many marks of each verdict count.
pub fn with_marks(answers: UpdateMany<answer::Entity>) -> UpdateMany<answer::Entity> {
    use answer::Column as A;
    answers
        .col_expr(A::AgreeCount, counted(Verdict::Agree))
        .col_expr(A::CaveatCount, counted(Verdict::Caveat))
        .col_expr(A::DisagreeCount, counted(Verdict::Disagree))
}

/// The marks of this verdict on the answer of the row that count: those of colleagues who were ever verified, and whose
/// proof was not found wrong since.
fn counted(verdict: Verdict) -> SimpleExpr {
    let mut count = Query::select();
    count
        .expr(Expr::col(agreement::Column::Id).count())
        .from(agreement::Entity)
        .and_where(
            Expr::col((agreement::Entity, agreement::Column::AnswerId))
                .equals((answer::Entity, answer::Column::Id)),
        )
        .and_where(agreement::Column::Verdict.eq(verdict))
        .and_where(was_verified(Expr::col((agreement::Entity, agreement::Column::DoctorId))));
    count.into()
}

/// Counts anew what a doctor's marks count towards, once their credentials changed. Gives the questions whose pages show it.
///
/// # Errors
/// Whatever the database says.
pub async fn recount_marks_of(tx: &DatabaseTransaction, doctor: i64) -> Result<BTreeSet<i64>, DbErr> {
    use answer::Column as A;
    let marked = agreement::Entity::find().select_only().column(agreement::Column::AnswerId);
    let marked: Vec<i64> = marked.filter(agreement::Column::DoctorId.eq(doctor)).into_tuple().all(tx).await?;
    let mut questions = BTreeSet::new();
    for some in marked.chunks(AT_ONCE) {
        let these = || A::Id.is_in(some.iter().copied());
        with_marks(answer::Entity::update_many()).filter(these()).exec(tx).await?;
        let on = answer::Entity::find().select_only().column(A::QuestionId).filter(these());
        questions.extend(on.into_tuple::<i64>().all(tx).await?);
    }
    Ok(questions)
}
