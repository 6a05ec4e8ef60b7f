//! Rows that get their identities ahead, and statements that are run together.

#![cfg(test)]

use db::{
    TestDb,
    entity::content_change::{ActiveModel, Column, Entity},
    sea_orm::{
        ActiveValue::{NotSet, Set},
        EntityTrait, QueryOrder, QuerySelect, QueryTrait,
        sea_query::{Expr, ExprTrait, Query},
    },
    write::{AtOnce, Table, fresh_ids},
};

const CHANGES: Table = Table("content_change");

fn row(id: Option<i64>, tag: i64) -> ActiveModel {
    ActiveModel { id: id.map_or(NotSet, Set), tag: Set(tag), at: Set(0), node: Set(None) }
}

#[db::test]
async fn an_identity_is_handed_out_once(test: TestDb) {
    let db = &test.db;
    let tx = db.begin().await.unwrap();
    let first = fresh_ids(db, &tx, CHANGES, 3).await.unwrap();
    Entity::insert_many(first.iter().map(|id| row(Some(*id), 1))).exec_without_returning(&tx).await.unwrap();
    tx.commit().await.unwrap();

    let tx = db.begin().await.unwrap();
    let by_the_table = Entity::insert(row(None, 2)).exec(&tx).await.unwrap().last_insert_id;
    tx.commit().await.unwrap();

    let tx = db.begin().await.unwrap();
    Entity::delete_many().exec(&tx).await.unwrap();
    tx.commit().await.unwrap();

    let tx = db.begin().await.unwrap();
    let after = fresh_ids(db, &tx, CHANGES, 2).await.unwrap();
    let all: Vec<i64> = first.into_iter().chain([by_the_table]).chain(after).collect();
    assert!(all.windows(2).all(|two| two[0] < two[1]), "{all:?}");
    assert_eq!(fresh_ids(db, &tx, CHANGES, 0).await.unwrap(), Vec::<i64>::new());
}

#[db::test]
async fn statements_that_are_run_together_keep_their_order_and_their_values(test: TestDb) {
    let db = &test.db;
    let tx = db.begin().await.unwrap();
    let mut all = AtOnce::default();
    all.add(&tx, &QueryTrait::into_query(Entity::insert_many([row(None, 10), row(None, 20)])));
    let mut raise = Query::update();
    raise
        .table(Entity)
        .value(Column::Tag, Expr::col(Column::Tag).add(1_i64))
        .and_where(Expr::col(Column::Tag).gt(15_i64));
    all.add(&tx, &raise);
    all.add(&tx, &QueryTrait::into_query(Entity::insert(row(None, 30))));
    all.run(&tx).await.unwrap();
    AtOnce::default().run(&tx).await.unwrap();
    let tags = Entity::find().select_only().column(Column::Tag).order_by_asc(Column::Tag);
    assert_eq!(tags.into_tuple::<i64>().all(&tx).await.unwrap(), [10, 21, 30]);
}

#[db::test]
async fn one_statement_that_fails_leaves_nothing_of_the_others(test: TestDb) {
    let db = &test.db;
    let tx = db.begin().await.unwrap();
    let mut all = AtOnce::default();
    all.add(&tx, &QueryTrait::into_query(Entity::insert(row(Some(7), 1))));
    all.add(&tx, &QueryTrait::into_query(Entity::insert(row(Some(7), 2))));
    assert!(all.run(&tx).await.is_err());
    drop(tx);
    assert_eq!(Entity::find().all(db.read()).await.unwrap(), []);
}
