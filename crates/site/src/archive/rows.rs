//! Rows in bulk: few statements, of few different texts, so that the database prepares each once.

use std::hash::Hash;

use db::{
    sea_orm::{
        ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, Iden, IntoActiveModel,
        Iterable, PrimaryKeyToColumn, QueryFilter, Value,
        sea_query::{Expr, ExprTrait, OnConflict},
    },
    write::MAX_VALUES,
};

/// More rows a statement make nothing faster.
const ROWS: usize = 128;
/// Values in one list of `IN (…)`.
const LIST: usize = 512;

/// Adds rows.
pub(super) async fn insert<E>(tx: &DatabaseTransaction, rows: Vec<E::Model>) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    for piece in pieces::<E>(rows) {
        E::insert_many(active::<E>(piece)).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Writes whole rows over those with the same primary key.
pub(super) async fn replace<E>(tx: &DatabaseTransaction, rows: Vec<E::Model>) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let keys: Vec<String> = E::PrimaryKey::iter().map(|key| key.into_column().to_string()).collect();
    let others = || E::Column::iter().filter(|column| !keys.contains(&column.to_string()));
    let over = OnConflict::columns(E::PrimaryKey::iter().map(|key| key.into_column()))
        .update_columns(others())
        .to_owned();
    for piece in pieces::<E>(rows) {
        E::insert_many(active::<E>(piece)).on_conflict(over.clone()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The rows whose column holds one of the values, in no order.
pub(super) async fn having<E, V>(
    tx: &impl ConnectionTrait,
    column: E::Column,
    values: &[V],
) -> Result<Vec<E::Model>, DbErr>
where
    E: EntityTrait,
    V: Into<Value> + Clone + Eq + Hash + Ord,
{
    let mut found = Vec::new();
    for list in lists(values) {
        found.extend(E::find().filter(Expr::col(column.as_column_ref()).is_in(list)).all(tx).await?);
    }
    Ok(found)
}

fn active<E>(rows: Vec<E::Model>) -> impl Iterator<Item = E::ActiveModel>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    rows.into_iter().map(IntoActiveModel::into_active_model)
}

/// Cuts rows into statements whose sizes are powers of two.
fn pieces<E: EntityTrait>(rows: Vec<E::Model>) -> Vec<Vec<E::Model>> {
    let columns = E::Column::iter().count().max(1);
    let most = ROWS.min(MAX_VALUES / columns).max(1);
    let mut left = rows.len();
    let mut rows = rows.into_iter();
    let mut pieces = Vec::new();
    while left > 0 {
        let size = floor_power(left.min(most));
        pieces.push(rows.by_ref().take(size).collect());
        left -= size;
    }
    pieces
}

/// Cuts values into lists for `IN (…)`: each value once, padded with its last to a power of two.
pub(super) fn lists<V: Clone + Eq + Hash + Ord>(values: &[V]) -> Vec<Vec<V>> {
    let mut each: Vec<&V> = values.iter().collect();
    each.sort_unstable();
    each.dedup();
    each.chunks(LIST)
        .map(|chunk| {
            let mut list: Vec<V> = chunk.iter().map(|value| (*value).clone()).collect();
            if let Some(last) = list.last().cloned() {
                list.resize(list.len().next_power_of_two(), last);
            }
            list
        })
        .collect()
}

fn floor_power(count: usize) -> usize {
    1 << count.max(1).ilog2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_cut_into_powers_of_two_and_none_is_lost() {
        let state = |n: usize| db::entity::site_state::Model { key: n.to_string(), value: 0 };
        let pieces = pieces::<db::entity::site_state::Entity>((0..300).map(state).collect());
        assert_eq!(pieces.iter().map(Vec::len).collect::<Vec<_>>(), [128, 128, 32, 8, 4]);
        let keys: Vec<String> = pieces.into_iter().flatten().map(|row| row.key).collect();
        assert_eq!(keys, (0..300).map(|n| n.to_string()).collect::<Vec<_>>());
    }

    #[test]
    fn lists_hold_each_value_and_nothing_else() {
        assert!(lists::<i64>(&[]).is_empty());
        assert_eq!(lists(&[3, 1, 3, 2]), [vec![1, 2, 3, 3]]);
        let many: Vec<i64> = (0..1000).collect();
        assert_eq!(lists(&many).iter().map(Vec::len).collect::<Vec<_>>(), [512, 512]);
    }
}
