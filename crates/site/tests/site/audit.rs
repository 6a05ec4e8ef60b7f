//! The record of what staff did.

use db::{
    TestDb,
    entity::audit as table,
    sea_orm::{ConnectionTrait, EntityTrait},
    value::Matter,
};
use site::audit::{Act, Verified, verify};

use crate::harness::Site;

async fn record(site: &Site, on: i64) {
    let write = site.app.write().await.unwrap();
    let act =
        Act { actor: None, action: "hide", on: (Matter::Question, on), reason: Some("spam"), detail: None };
    act.record(&write).await.unwrap();
    write.commit().await.unwrap();
}

#[db::test]
async fn the_log_is_a_chain(test: TestDb) {
    let site = Site::of(&test).await;
    assert_eq!(verify(&test.db).await.unwrap(), Verified::Whole(0));
    for on in 1..=5 {
        record(&site, on).await;
    }
    assert_eq!(verify(&test.db).await.unwrap(), Verified::Whole(5));
    let rows = table::Entity::find().all(test.db.read()).await.unwrap();
    assert!(rows.windows(2).all(|two| two[1].previous == two[0].hash));
}

#[db::test]
async fn acts_at_the_same_time_stand_one_after_another(test: TestDb) {
    let site = Site::of(&test).await;
    futures_util::future::join_all((0..8).map(|on| record(&site, on))).await;
    assert_eq!(verify(&test.db).await.unwrap(), Verified::Whole(8));
}

#[db::test]
async fn whoever_changes_or_takes_out_a_row_is_seen(test: TestDb) {
    let site = Site::of(&test).await;
    for on in 1..=5 {
        record(&site, on).await;
    }
    let tamper = async |sql: &str| {
        let tx = test.db.begin().await.unwrap();
        tx.execute_unprepared(sql).await.unwrap();
        tx.commit().await.unwrap();
        verify(&test.db).await.unwrap()
    };
    assert_eq!(
        tamper("DELETE FROM audit WHERE id = 5").await,
        Verified::Broken(5),
        "the last row is missing"
    );
    assert_eq!(tamper("DELETE FROM audit WHERE id = 2").await, Verified::Broken(2));
    assert_eq!(tamper("UPDATE audit SET reason = 'rude' WHERE id = 1").await, Verified::Broken(1));
}
