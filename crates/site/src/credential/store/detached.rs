//! Queries for what goes along with whoever a profile is taken from.

use db::{
    entity::{decision, inbox_pass, inbox_snooze},
    sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr},
    value::Matter,
};

/// What they passed on in the inbox, and that it rests.
pub(crate) async fn inbox(tx: &impl ConnectionTrait, (from, to): (i64, i64)) -> Result<(), DbErr> {
    use inbox_pass::Column as P;
    use inbox_snooze::Column as S;
    let passed = inbox_pass::Entity::update_many().col_expr(P::DoctorId, Expr::val(to));
    passed.filter(P::DoctorId.eq(from)).exec(tx).await?;
    let rests = inbox_snooze::Entity::update_many().col_expr(S::DoctorId, Expr::val(to));
    rests.filter(S::DoctorId.eq(from)).exec(tx).await.map(|_| ())
}

/// What moderators decided about the profile while it was theirs: about them, and theirs to appeal.
pub(crate) async fn decisions(
    tx: &impl ConnectionTrait,
    (from, to): (i64, i64),
    since: i64,
) -> Result<(), DbErr> {
    use decision::Column as D;
    let theirs = decision::Entity::update_many().col_expr(D::MatterId, Expr::val(to));
    let theirs = theirs.filter(D::MatterKind.eq(Matter::Doctor)).filter(D::MatterId.eq(from));
    theirs.filter(D::At.gte(since)).exec(tx).await.map(|_| ())
}
