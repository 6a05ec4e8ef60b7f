//! Queries for what goes along with whoever a profile is taken from.

use db::{
    entity::{decision, inbox_pass, inbox_snooze},
    sea_orm::{
        ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
        sea_query::{Expr, ExprTrait},
    },
    value::{Act, Matter},
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

/// What moderators decided about whoever owned the profile since a time, and about its words since they were theirs: that is
/// about them, and theirs to appeal.
pub(crate) async fn decisions(
    tx: &impl ConnectionTrait,
    (from, to): (i64, i64),
    (owned, words): (i64, Option<i64>),
) -> Result<(), DbErr> {
    use decision::Column as D;
    let mut which = Condition::any().add(D::Act.eq(Act::Suspend).and(D::At.gte(owned)));
    if let Some(words) = words {
        which = which.add(D::At.gte(words));
    }
    let theirs = decision::Entity::update_many().col_expr(D::MatterId, Expr::val(to));
    let theirs = theirs.filter(D::MatterKind.eq(Matter::Doctor)).filter(D::MatterId.eq(from));
    theirs.filter(which).exec(tx).await.map(|_| ())
}
