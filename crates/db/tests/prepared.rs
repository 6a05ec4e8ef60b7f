//! Prepared queries read the same rows through either driver.

#![cfg(test)]

use db::{
    FromRow, Prepared, TestDb, Trouble,
    entity::topic,
    sea_orm::{
        ActiveModelTrait,
        ActiveValue::Set,
        EntityTrait, QueryTrait,
        sea_query::{Expr, ExprTrait, Query},
    },
    value::TopicKind,
};

#[derive(Debug, PartialEq, FromRow)]
struct Words {
    name: String,
    description: Option<String>,
}

/// In another order than the query's columns, with some of them left out.
#[derive(Debug, PartialEq, FromRow)]
struct Item {
    topic_kind: TopicKind,
    #[row(nested)]
    words: Words,
    id: i64,
}

fn all_topics() -> db::sea_orm::sea_query::SelectStatement {
    QueryTrait::into_query(topic::Entity::find())
}

static TOPICS: Prepared<Item> = Prepared::new(all_topics);
static NAMED: Prepared<Words> = Prepared::new(|| {
    let named = Expr::col(topic::Column::Name).eq("");
    all_topics().and_where(named).and_where(Expr::col(topic::Column::Id).gt(0_i64)).take()
});

async fn add(test: &TestDb, name: &str) {
    let tx = test.db.begin().await.unwrap();
    let topic = topic::ActiveModel {
        slug: Set(name.to_lowercase()),
        name: Set(name.to_owned()),
        topic_kind: Set(TopicKind::Medicine),
        description: Set(None),
        synonyms: Set("[]".into()),
        question_count: Set(0),
        ..Default::default()
    };
    topic.insert(&tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[db::test]
async fn a_struct_takes_its_columns_by_name(test: TestDb) {
    add(&test, "Minoxidil").await;
    let mut reading = test.db.reading().unwrap();
    let words = Words { name: "Minoxidil".into(), description: None };
    let found = TOPICS.all(&mut reading, vec![]).await.unwrap();
    assert_eq!(found, [Item { topic_kind: TopicKind::Medicine, words, id: 1 }]);
    let named = NAMED.all(&mut reading, vec!["Minoxidil".into(), 0_i64.into()]).await.unwrap();
    assert_eq!(named.len(), 1);
    assert!(NAMED.all(&mut reading, vec!["Another".into(), 0_i64.into()]).await.unwrap().is_empty());
}

#[db::test]
async fn what_a_row_does_not_hold_is_named(test: TestDb) {
    #[derive(Debug, FromRow)]
    struct Wrong {
        _licence: i64,
    }
    static WRONG: Prepared<Wrong> = Prepared::new(all_topics);
    static MISTAKEN: Prepared<Words> = Prepared::new(|| {
        let id = Expr::col(topic::Column::Id);
        let name = Expr::col(topic::Column::Name);
        Query::select().expr_as(id, "name").expr_as(name, "description").from(topic::Entity).take()
    });
    static TWICE: Prepared<Words> =
        Prepared::new(|| all_topics().expr_as(Expr::col(topic::Column::Slug), "name").take());
    add(&test, "Minoxidil").await;
    let mut reading = test.db.reading().unwrap();
    let error = TWICE.all(&mut reading, vec![]).await.unwrap_err().to_string();
    assert!(error.contains("`name` twice"), "{error}");
    let error = WRONG.all(&mut reading, vec![]).await.unwrap_err().to_string();
    assert!(error.contains("no column `_licence`"), "{error}");
    MISTAKEN.all(&mut reading, vec![]).await.expect_err("an identity is no name");
}

#[db::test]
async fn on_sqlite_look_ups_that_belong_together_see_one_moment(test: TestDb) {
    let mut reading = test.db.reading().unwrap();
    assert!(TOPICS.all(&mut reading, vec![]).await.unwrap().is_empty());
    add(&test, "Minoxidil").await;
    let same = TOPICS.all(&mut reading, vec![]).await.unwrap().len();
    assert_eq!(same, usize::from(test.db.kind() == "PostgreSQL"));
    drop(reading);
    let later = TOPICS.all(&mut test.db.reading().unwrap(), vec![]).await.unwrap().len();
    assert_eq!(later, 1, "the connection that went home sees what was written since");
}

#[db::test]
async fn a_closed_database_is_out_of_reach(test: TestDb) {
    let db = test.db.clone();
    let mut held = db.reading().unwrap();
    test.db.clone().close().await.unwrap();
    drop(TOPICS.all(&mut held, vec![]).await);
    drop(held);
    let error = match db.reading() {
        Ok(mut reading) => TOPICS.all(&mut reading, vec![]).await.unwrap_err(),
        Err(error) => error,
    };
    assert_eq!(Trouble::of(&error), Trouble::Unreachable);
}
