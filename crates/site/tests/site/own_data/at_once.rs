//! Leaving while others work on the same things: nobody waits for each other for good.

use std::time::Duration;

use db::{TestDb, sea_orm::ConnectionTrait};

use super::{as_a_doctor, as_a_patient, busy_doctor, busy_patient, clinic};
use crate::harness::{Browser, Site};

/// Leaves while somebody else holds the first of these rows, and then takes the second.
async fn leaves_beside(site: &Site, who: &Browser<'_>, [first, second]: [&str; 2]) {
    let other = site.app.db.begin().await.unwrap();
    other.execute_unprepared(first).await.unwrap();
    let goes_on = async {
        tokio::time::sleep(Duration::from_millis(400)).await;
        other.execute_unprepared(second).await.unwrap();
        other.commit().await.unwrap();
    };
    let fields = [("texts", "go"), ("sure", "yes")];
    let (left, ()) = tokio::join!(who.post("/account/leave", &fields), goes_on);
    assert_eq!((left.status.as_u16(), left.header("location")), (303, "/farewell"), "{first}; {second}");
}

#[db::test]
async fn who_leaves_takes_hold_of_questions_in_the_order_of_everybody(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.member("ann").await;
    as_a_patient(&ann).await;
    assert_eq!(ann.sent("/ask/send", &[("version", "1")]).await.split('/').nth(2), Some("3"));
    // So that the first of them lies behind the other in the table.
    site.sql("UPDATE question SET title = title WHERE id = 2").await;
    let rows =
        ["UPDATE question SET lang = lang WHERE id = 2", "UPDATE question SET lang = lang WHERE id = 3"];
    leaves_beside(&site, &ann, rows).await;
}

#[db::test]
async fn a_doctor_who_leaves_takes_hold_of_a_question_before_its_answers(test: TestDb) {
    let site = clinic(&test).await;
    let doctor = busy_doctor(&site).await;
    let rows = [
        "UPDATE question SET lang = lang WHERE id = 1",
        "UPDATE answer SET lang = lang WHERE question_id = 1",
    ];
    leaves_beside(&site, &doctor, rows).await;
}

#[db::test]
async fn who_leaves_takes_hold_of_reviews_in_the_order_of_everybody(test: TestDb) {
    let site = clinic(&test).await;
    let ann = busy_patient(&site).await;
    as_a_doctor(&site, &site.doctor("d0").await).await;
    let account = site.account("ann-zanzibarine").await;
    site.sql(&format!("UPDATE review_author SET account_id = {account} WHERE review_id = 2")).await;
    site.sql("UPDATE review SET title = title WHERE id = 1").await;
    let rows = ["UPDATE review SET lang = lang WHERE id = 1", "UPDATE review SET lang = lang WHERE id = 2"];
    leaves_beside(&site, &ann, rows).await;
}
