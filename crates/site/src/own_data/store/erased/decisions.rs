//! What moderators wrote to somebody, and the texts that they put aside.

use db::{
    entity::decision,
    sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, sea_query::Expr},
    value::Matter,
};

/// Decisions are counted in public and stay; what they said and what they could give back goes.
pub(in crate::own_data) async fn wordless(
    tx: &DatabaseTransaction,
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
