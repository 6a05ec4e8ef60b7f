//! How many published questions a topic's row says it has. A topic can have tens of thousands, so this is kept by
//! adding what a transaction changed and not by counting anew.

use std::collections::{BTreeMap, HashMap};

use db::{
    entity::topic,
    sea_orm::{
        ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
        sea_query::{Expr, ExprTrait},
    },
};

/// Adds to each topic as many published questions as it gained, or takes away as many as it lost.
///
/// # Errors
/// Whatever the database says.
pub async fn apply(tx: &DatabaseTransaction, changes: &HashMap<i64, i64>) -> Result<(), DbErr> {
    use topic::Column as T;
    let mut alike: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (topic, more) in changes.iter().filter(|(_, more)| **more != 0) {
        alike.entry(*more).or_default().push(*topic);
    }
    for (more, topics) in alike {
        for some in topics.chunks(500) {
            topic::Entity::update_many()
                .col_expr(T::QuestionCount, Expr::col(T::QuestionCount).add(more))
                .filter(T::Id.is_in(some.iter().copied()))
                .exec(tx)
                .await?;
        }
    }
    Ok(())
}
