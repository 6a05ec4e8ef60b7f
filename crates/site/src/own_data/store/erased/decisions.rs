//! What moderators wrote to somebody, and the texts that they put aside.

use db::{
    entity::{decision, reworded},
    sea_orm::{
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
        sea_query::{Expr, ExprTrait, SelectStatement},
    },
    value::Matter,
};

use super::forget;

/// Decisions are counted in public and stay; what they said and what they could give back goes.
pub(in crate::own_data) async fn wordless(
    tx: &impl ConnectionTrait,
    kind: Matter,
    id: i64,
) -> Result<(), DbErr> {
    use decision::Column as D;
    decision::Entity::update_many()
        .col_expr(D::Note, Expr::val(None::<String>))
        .col_expr(D::Undo, Expr::val(None::<String>))
        .filter(D::MatterKind.eq(kind))
        .filter(D::MatterId.eq(id))
        .exec(tx)
        .await
        .map(|_| ())
}

/// The same for all that stands inside something: marks, details, replies.
pub(super) async fn wordless_inside(
    tx: &impl ConnectionTrait,
    kind: Matter,
    ids: SelectStatement,
) -> Result<(), DbErr> {
    use decision::Column as D;
    decision::Entity::update_many()
        .col_expr(D::Note, Expr::val(None::<String>))
        .col_expr(D::Undo, Expr::val(None::<String>))
        .filter(D::MatterKind.eq(kind))
        .filter(D::MatterId.in_subquery(ids))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Forgets the words that moderators took out of what stands inside something.
pub(super) async fn forget_reworded(
    tx: &impl ConnectionTrait,
    kind: Matter,
    ids: SelectStatement,
) -> Result<(), DbErr> {
    use reworded::Column as W;
    forget::<reworded::Entity>(tx, W::MatterKind.eq(kind).and(W::MatterId.in_subquery(ids))).await
}

/// What was said to both sides of disputes about these reviews, of which the doctor is one.
pub(super) async fn wordless_disputes(
    tx: &impl ConnectionTrait,
    reviews: SelectStatement,
) -> Result<(), DbErr> {
    use decision::Column as D;
    decision::Entity::update_many()
        .col_expr(D::Note, Expr::val(None::<String>))
        .filter(D::MatterKind.eq(Matter::Review))
        .filter(D::MatterId.in_subquery(reviews))
        .filter(D::DisputeId.is_not_null())
        .exec(tx)
        .await
        .map(|_| ())
}
