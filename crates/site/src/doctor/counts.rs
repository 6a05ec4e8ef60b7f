//! What a doctor's row says of reviews and answers. A doctor can have thousands of both, so these are kept by adding
//! what a transaction changed and not by counting anew.

use std::collections::{BTreeMap, HashMap};

use db::{
    entity::doctor,
    sea_orm::{
        ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
        QuerySelect, QueryTrait,
        sea_query::{Expr, ExprTrait, SimpleExpr, UpdateStatement},
    },
};

/// How many ratings of [`PRIOR_MEAN`] every doctor is taken to start with, so that one review of five stars does
/// not stand above forty of 4.9.
pub const PRIOR_COUNT: i64 = 10;
/// The stars of those ratings, in millionths.
pub const PRIOR_MEAN: i64 = 4_000_000;

/// What a transaction changed about a doctor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Published answers to published questions more, or fewer.
    pub answers: i64,
    /// Published reviews more, or fewer.
    pub reviews: i64,
    /// Stars of published reviews more, or fewer.
    pub stars: i64,
}

impl Change {
    /// Puts another change on top of this one.
    pub fn add(&mut self, other: Self) {
        self.answers += other.answers;
        self.reviews += other.reviews;
        self.stars += other.stars;
    }
}

/// The mean that orders lists, in millionths of a star: (C·m + Σ) / (C + n). `sum` is in thousandths of stars.
pub fn rating_order(sum: i64, count: i64) -> i64 {
    (PRIOR_COUNT * PRIOR_MEAN + sum * 1_000) / (PRIOR_COUNT + count)
}

/// Adds the changes to the doctors' rows, and orders anew those whose reviews changed.
///
/// # Errors
/// Whatever the database says.
pub async fn apply(tx: &DatabaseTransaction, changes: &HashMap<i64, Change>) -> Result<(), DbErr> {
    // Few doctors gain more than one answer in a batch, so that those of the same change share a statement.
    let mut alike: BTreeMap<Change, Vec<i64>> = BTreeMap::new();
    for (doctor, change) in changes {
        alike.entry(*change).or_default().push(*doctor);
    }
    alike.remove(&Change::default());
    if alike.len() > 1 {
        // Everybody takes hold of doctors in one order, so that no two wait for each other.
        let all =
            doctor::Entity::find().select_only().column(doctor::Column::Id).order_by_asc(doctor::Column::Id);
        let all = all.filter(doctor::Column::Id.is_in(changes.keys().copied())).lock_exclusive();
        all.into_tuple::<i64>().all(tx).await?;
    }
    for (change, mut doctors) in alike {
        doctors.sort_unstable();
        for some in doctors.chunks(500) {
            tx.execute(&added(change, some.iter().copied())).await?;
        }
        if (change.reviews, change.stars) != (0, 0) {
            refresh_order(tx, &doctors).await?;
        }
    }
    Ok(())
}

/// The statement that adds one published answer to each of these doctors.
pub fn one_more_answer(doctors: impl IntoIterator<Item = i64>) -> UpdateStatement {
    added(Change { answers: 1, ..Change::default() }, doctors)
}

fn added(change: Change, doctors: impl IntoIterator<Item = i64>) -> UpdateStatement {
    use doctor::Column as D;
    let mut update = doctor::Entity::update_many().filter(D::Id.is_in(doctors));
    for (column, more) in
        [(D::AnswerCount, change.answers), (D::ReviewCount, change.reviews), (D::ReviewSum, change.stars)]
    {
        if more != 0 {
            update = update.col_expr(column, Expr::col(column).add(more));
        }
    }
    QueryTrait::into_query(update)
}

/// Works out [`rating_order`] anew for these doctors from what their rows say of ratings.
///
/// # Errors
/// Whatever the database says.
pub async fn refresh_order(tx: &DatabaseTransaction, doctors: &[i64]) -> Result<(), DbErr> {
    use doctor::Column as D;
    let sum = Expr::col(D::RatingStartSum).mul(1_000_i64).add(Expr::col(D::ReviewSum).mul(1_000_000_i64));
    let count = Expr::col(D::RatingStartCount).add(Expr::col(D::ReviewCount));
    let order: SimpleExpr = sum.add(PRIOR_COUNT * PRIOR_MEAN).div(count.add(PRIOR_COUNT));
    for some in doctors.chunks(500) {
        doctor::Entity::update_many()
            .col_expr(D::RatingOrder, order.clone())
            .filter(D::Id.is_in(some.iter().copied()))
            .exec(tx)
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_good_reviews_stand_above_one_perfect_one() {
        assert_eq!(rating_order(0, 0), 4_000_000);
        assert!(rating_order(4_900 * 49, 49) > rating_order(5_000, 1));
        assert!(rating_order(1_000, 1) < rating_order(0, 0));
    }
}
