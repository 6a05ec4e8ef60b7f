//! What an answer's row says of verified colleagues' marks and of citations. Refreshed for the answers that were touched,
//! in the transaction that touched them.

use db::{
    entity::{agreement, answer, citation},
    proof::was_verified,
    sea_orm::{
        ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
        sea_query::{Expr, ExprTrait, Query, QueryStatementBuilder, SimpleExpr},
    },
    value::Verdict,
};

/// Counts the verified colleagues' marks and the citations of these answers anew.
///
/// # Errors
/// Whatever the database says.
pub async fn refresh(tx: &DatabaseTransaction, answers: &[i64]) -> Result<(), DbErr> {
    use answer::Column as A;
    for some in answers.chunks(500) {
        answer::Entity::update_many()
            .col_expr(A::AgreeCount, marks(Verdict::Agree))
            .col_expr(A::CaveatCount, marks(Verdict::Caveat))
            .col_expr(A::DisagreeCount, marks(Verdict::Disagree))
            .col_expr(A::CitationCount, citations())
            .filter(A::Id.is_in(some.iter().copied()))
            .exec(tx)
            .await?;
    }
    Ok(())
}

fn marks(verdict: Verdict) -> SimpleExpr {
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
    SimpleExpr::SubQuery(None, Box::new(count.into_sub_query_statement()))
}

fn citations() -> SimpleExpr {
    let mut count = Query::select();
    count.expr(Expr::col(citation::Column::Id).count()).from(citation::Entity).and_where(
        Expr::col((citation::Entity, citation::Column::AnswerId))
            .equals((answer::Entity, answer::Column::Id)),
    );
    SimpleExpr::SubQuery(None, Box::new(count.into_sub_query_statement()))
}
