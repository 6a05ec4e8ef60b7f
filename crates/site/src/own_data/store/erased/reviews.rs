//! What somebody said of doctors.

use db::{
    entity::{
        review::{Column as R, Entity, Model},
        review_author, review_dispute, reworded,
    },
    sea_orm::{
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
        sea_query::{Expr, ExprTrait},
    },
    value::{Matter, Subject},
};

use super::{ERASED, decisions, forget, forget_changes};

/// Every review of an account, held in the order in which everybody takes hold of reviews.
pub(in crate::own_data) async fn of(tx: &impl ConnectionTrait, account: i64) -> Result<Vec<Model>, DbErr> {
    use review_author::Column as A;
    let written =
        review_author::Entity::find().select_only().column(A::ReviewId).filter(A::AccountId.eq(account));
    let written: Vec<i64> = written.into_tuple().all(tx).await?;
    Entity::find().filter(R::Id.is_in(written)).order_by_asc(R::Id).lock_exclusive().all(tx).await
}

/// Empties a review. The words of a reply and of a dispute go with its own: they speak of the same visit.
pub(in crate::own_data) async fn empty(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    forget_changes(tx, Subject::Review, id).await?;
    let of = reworded::Column::MatterKind.eq(Matter::Reply).and(reworded::Column::MatterId.eq(id));
    forget::<reworded::Entity>(tx, of).await?;
    decisions::wordless(tx, Matter::Reply, id).await?;
    review_dispute::Entity::update_many()
        .col_expr(review_dispute::Column::Words, Expr::val(""))
        .filter(review_dispute::Column::ReviewId.eq(id))
        .exec(tx)
        .await?;
    let mut update = Entity::update_many()
        .col_expr(R::StateReason, Expr::val(ERASED))
        .col_expr(R::Text, Expr::val(""))
        .col_expr(R::TextHtml, Expr::val(""));
    for column in [R::Author, R::Title, R::Treatment, R::VisitMonth, R::Reply, R::ReplyHtml] {
        update = update.col_expr(column, Expr::val(None::<String>));
    }
    update.filter(R::Id.eq(id)).exec(tx).await.map(|_| ())
}

/// Cuts every tie between an account and reviews.
pub(in crate::own_data) async fn cut_ties(tx: &impl ConnectionTrait, account: i64) -> Result<(), DbErr> {
    forget::<review_author::Entity>(tx, review_author::Column::AccountId.eq(account)).await
}
