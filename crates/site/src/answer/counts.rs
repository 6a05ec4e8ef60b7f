//! What an answer's row says of verified colleagues' marks and of citations. Refreshed for the answers that were touched,
//! in the transaction that touched them.

use db::{
    entity::{answer, citation},
    sea_orm::{
        ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
        sea_query::{Expr, ExprTrait, Query, SimpleExpr},
    },
};

use crate::agreement::with_marks;

/// Counts the verified colleagues' marks and the citations of these answers anew.
///
/// # Errors
/// Whatever the database says.
pub async fn refresh(tx: &DatabaseTransaction, answers: &[i64]) -> Result<(), DbErr> {
    use answer::Column as A;
    for some in answers.chunks(500) {
        with_marks(answer::Entity::update_many())
            .col_expr(A::CitationCount, citations())
            .filter(A::Id.is_in(some.iter().copied()))
            .exec(tx)
            .await?;
    }
    Ok(())
}

fn citations() -> SimpleExpr {
    let mut count = Query::select();
    count.expr(Expr::col(citation::Column::Id).count()).from(citation::Entity).and_where(
        Expr::col((citation::Entity, citation::Column::AnswerId))
            .equals((answer::Entity, answer::Column::Id)),
    );
    count.into()
}
