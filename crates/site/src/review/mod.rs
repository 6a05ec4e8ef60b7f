//! Patients' stars and words on a doctor.

use db::{
    entity::review,
    sea_orm::{
        ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
        sea_query::{Expr, ExprTrait},
    },
};

pub use db::entity::review::Model as Review;

use crate::{
    policy::{self, Role},
    web::Cursor,
};

/// A doctor's reviews that this role may see, newest first; one more than `size` tells that there are more.
///
/// # Errors
/// Whatever the database says.
pub async fn of_doctor(
    db: &impl ConnectionTrait,
    role: Role,
    doctor: i64,
    after: Option<Cursor>,
    size: u64,
) -> Result<Vec<Review>, DbErr> {
    use review::Column as R;
    let mut query =
        review::Entity::find().filter(R::DoctorId.eq(doctor)).filter(R::State.is_in(policy::listed(role)));
    // Reviews without a date come last: their place in the order is that of date 0.
    let date = Expr::expr(Expr::col(R::ReviewedAt).if_null(0));
    if let Some(after) = after {
        let place = Expr::tuple([date.clone(), Expr::col(R::Id)]);
        query = query.filter(place.lt(Expr::tuple([Expr::val(after.key), Expr::val(after.id)])));
    }
    query.order_by_desc(date).order_by_desc(R::Id).limit(size + 1).all(db).await
}

/// Where a review stands in its list.
pub fn cursor(review: &Review) -> Cursor {
    Cursor { key: review.reviewed_at.unwrap_or_default(), second: 0, id: review.id }
}
