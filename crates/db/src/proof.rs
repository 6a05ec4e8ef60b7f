//! Whether a doctor is verified: worked out from credentials in the query that asks, and never stored.

use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr};

use crate::entity::credential::{Column, Entity};

fn column(column: Column) -> Expr {
    Expr::col((Entity, column))
}

fn proof(doctor: SimpleExpr) -> SelectStatement {
    Query::select().expr(Expr::cust("1")).from(Entity).and_where(column(Column::DoctorId).eq(doctor)).take()
}

/// Whether this doctor has a credential that is verified, unexpired and unrevoked at this time, which is taken in three
/// times.
pub fn is_verified(doctor: impl Into<SimpleExpr>, at: impl Into<SimpleExpr> + Clone) -> SimpleExpr {
    let live = proof(doctor.into())
        .and_where(column(Column::VerifiedAt).lte(at.clone().into()))
        .and_where(column(Column::RevokedAt).is_null().or(column(Column::RevokedAt).gt(at.clone().into())))
        .and_where(column(Column::ExpiresAt).is_null().or(column(Column::ExpiresAt).gt(at.into())))
        .take();
    Expr::exists(live)
}

/// Whether this doctor has a credential that was verified and not revoked since: what they said then goes on counting when
/// it runs out.
pub fn was_verified(doctor: impl Into<SimpleExpr>) -> SimpleExpr {
    let proof = proof(doctor.into())
        .and_where(column(Column::VerifiedAt).is_not_null())
        .and_where(column(Column::RevokedAt).is_null())
        .take();
    Expr::exists(proof)
}
