//! What is deleted is gone, from the files too.

#![cfg(test)]

use db::{
    Target, TestDb,
    entity::site_state::{ActiveModel, Column, Entity, Model},
    json::{Columns, Rows},
    sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter},
};
use futures_util::TryStreamExt;

const WORDS: &str = "nobody must ever read this again, wherever it may have been written down";

async fn store(test: &TestDb) {
    let tx = test.db.begin().await.unwrap();
    let row: ActiveModel = Model { key: WORDS.repeat(300), value: 1 }.into_active_model();
    Entity::insert(row).exec_without_returning(&tx).await.unwrap();
    tx.commit().await.unwrap();
}

async fn remove(test: &TestDb) {
    let tx = test.db.begin().await.unwrap();
    Entity::delete_many().filter(Column::Key.contains("ever read")).exec(&tx).await.unwrap();
    tx.commit().await.unwrap();
}

fn is_in_a_file(test: &TestDb) -> bool {
    let Target::File(path) = &test.target else { return false };
    let folder = std::fs::read_dir(path.parent().unwrap()).unwrap();
    folder.flatten().any(|entry| {
        let bytes = std::fs::read(entry.path()).unwrap();
        bytes.windows(WORDS.len()).any(|some| some == WORDS.as_bytes())
    })
}

#[db::test]
async fn what_was_deleted_is_in_no_file(test: TestDb) {
    store(&test).await;
    assert_eq!(is_in_a_file(&test), matches!(test.target, Target::File(_)));
    remove(&test).await;
    assert!(test.db.sweep().await.unwrap());
    assert!(!is_in_a_file(&test));
}

async fn told(test: &TestDb, columns: Columns) -> Vec<String> {
    let tx = test.db.snapshot().await.unwrap();
    let rows = Rows::of::<Entity>(Column::Value.eq(1), columns);
    assert_eq!(rows.table(), "site_state");
    rows.read(&tx).await.unwrap().try_collect().await.unwrap()
}

#[db::test]
async fn a_row_is_told_with_all_its_columns_but_secrets(test: TestDb) {
    store(&test).await;
    let whole = told(&test, Columns::But(&[])).await;
    assert_eq!(whole.len(), 1);
    assert!(whole[0].contains(WORDS) && whole[0].contains("value"), "{}", &whole[0][..60]);
    for part in [Columns::But(&["key"]), Columns::Only(&["value"])] {
        let told = told(&test, part).await;
        assert!(!told[0].contains(WORDS) && told[0].contains("value"));
    }
}
