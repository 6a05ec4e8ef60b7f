//! Changes on the caller's own thread, beside those of the pool.

#![cfg(test)]

use db::{
    Db, FromRow, Statements, TestDb, Trouble,
    entity::content_change::{ActiveModel, Column, Entity},
    sea_orm::{
        ActiveValue::{NotSet, Set},
        ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
        sea_query::{Expr, ExprTrait, InsertStatement, Query, UpdateStatement},
    },
};

fn rows(ids: &[Option<i64>], tag: i64) -> InsertStatement {
    let row = |id: &Option<i64>| ActiveModel {
        id: id.map_or(NotSet, Set),
        tag: Set(tag),
        at: Set(0),
        node: Set(None),
    };
    QueryTrait::into_query(Entity::insert_many(ids.iter().map(row)))
}

fn raise() -> UpdateStatement {
    let mut raise = Query::update();
    raise.table(Entity).value(Column::Tag, Expr::col(Column::Tag).add(1_i64));
    raise
}

async fn tags(db: &Db) -> Vec<i64> {
    let tags = Entity::find().select_only().column(Column::Tag).order_by_asc(Column::Id);
    tags.into_tuple().all(db.read()).await.unwrap()
}

#[db::test]
async fn rows_get_identities_in_their_order_and_can_be_read_at_once(test: TestDb) {
    #[derive(FromRow)]
    struct Tagged {
        id: i64,
        node: Option<i64>,
    }
    let (db, mut all) = (&test.db, Vec::new());
    for tag in [1, 2] {
        let change = db.begin_here().await.unwrap();
        let ids = change.added(rows(&[None; 3], tag)).await.unwrap();
        let added = Entity::find().filter(Column::Tag.eq(tag)).order_by_asc(Column::Id);
        let added: Vec<Tagged> = change.rows(&QueryTrait::into_query(added)).await.unwrap();
        assert_eq!(
            added.iter().map(|row| (row.id, row.node)).collect::<Vec<_>>(),
            ids.iter().map(|id| (*id, None)).collect::<Vec<_>>()
        );
        change.commit().await.unwrap();
        all.extend(ids);
    }
    let tx = db.begin().await.unwrap();
    all.extend(tx.added(rows(&[None; 2], 3)).await.unwrap());
    Statements::commit(tx).await.unwrap();
    assert!(all.len() == 8 && all.windows(2).all(|two| two[0] < two[1]), "{all:?}");
    assert_eq!(tags(db).await, [1, 1, 1, 2, 2, 2, 3, 3]);
}

#[db::test]
async fn a_statement_says_how_many_rows_it_changed(test: TestDb) {
    let change = test.db.begin_here().await.unwrap();
    assert_eq!(change.run(&rows(&[None; 3], 1)).await.unwrap(), 3);
    assert_eq!(change.run(&raise()).await.unwrap(), 3);
    let none = Entity::delete_many().filter(Column::Tag.eq(7_i64));
    assert_eq!(change.run(&QueryTrait::into_query(none)).await.unwrap(), 0);
}

#[db::test]
async fn what_is_not_committed_has_not_happened_and_the_next_change_is_none_the_worse(test: TestDb) {
    let db = &test.db;
    let change = db.begin_here().await.unwrap();
    change.run(&rows(&[Some(7)], 1)).await.unwrap();
    assert!(change.run(&rows(&[Some(7)], 2)).await.is_err());
    drop(change);
    assert!(tags(db).await.is_empty());
    let change = db.begin_here().await.unwrap();
    change.run(&rows(&[Some(7)], 3)).await.unwrap();
    change.commit().await.unwrap();
    assert_eq!(tags(db).await, [3]);
}

#[db::test]
async fn changes_of_both_kinds_take_turns_and_none_is_lost(test: TestDb) {
    const EACH: usize = 50;
    let first = test.db.begin_here().await.unwrap();
    first.run(&rows(&[None], 0)).await.unwrap();
    first.commit().await.unwrap();
    let here = async {
        for _ in 0..EACH {
            let change = test.db.begin_here().await.unwrap();
            change.run(&raise()).await.unwrap();
            tokio::task::yield_now().await;
            change.commit().await.unwrap();
        }
    };
    let pool = async {
        for _ in 0..EACH {
            let tx = test.db.begin().await.unwrap();
            tx.run(&raise()).await.unwrap();
            Statements::commit(tx).await.unwrap();
        }
    };
    tokio::join!(here, pool);
    assert_eq!(tags(&test.db).await, [2 * EACH as i64]);
}

#[db::test]
async fn nobody_begins_once_it_is_closed(test: TestDb) {
    let db = test.db.clone();
    db.begin_here().await.unwrap().commit().await.unwrap();
    db.clone().close().await.unwrap();
    let refused = db.begin_here().await.err().unwrap();
    assert_eq!(Trouble::of(&refused), Trouble::Unreachable);
}
