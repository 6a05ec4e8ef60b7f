//! Tells caches that the content changed.

use db::{
    entity::site_state,
    sea_orm::{
        DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
        sea_query::{Expr, ExprTrait, OnConflict},
    },
};

use crate::app::Content;

/// Raises the count of content changes within the transaction that makes one.
pub(super) async fn raise(tx: &DatabaseTransaction) -> Result<(), DbErr> {
    use site_state::Column as S;
    let first = site_state::Model { key: Content::KEY.to_owned(), value: 1 };
    let more = Expr::col((site_state::Entity, S::Value)).add(1_i64);
    let or_more = OnConflict::column(S::Key).value(S::Value, more).to_owned();
    site_state::Entity::insert_many([first.into_active_model()])
        .on_conflict(or_more)
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}
