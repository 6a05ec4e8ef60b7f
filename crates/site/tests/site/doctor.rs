//! What doctors' rows count, when several change it at once.

use std::collections::HashMap;

use db::{TestDb, entity::doctor, sea_orm::EntityTrait};
use site::doctor::counts::{Change, apply};

use crate::harness::six_answers;

#[db::test]
async fn two_who_change_the_same_doctors_the_other_way_round_are_both_counted(test: TestDb) {
    six_answers(&test, "no").await;
    let all = || async { doctor::Entity::find().all(test.db.read()).await.unwrap() };
    let before = all().await;
    let ids: Vec<i64> = before.iter().map(|row| row.id).collect();
    // One who gains little is written before one who gains much, and so each of the two begins at another end.
    let change = |reviews: usize| {
        let reviews = i64::try_from(reviews).unwrap();
        Change { reviews, stars: 5 * reviews, ..Change::default() }
    };
    let there: HashMap<i64, Change> = (1..).map(change).zip(&ids).map(|(change, id)| (*id, change)).collect();
    let back: HashMap<i64, Change> =
        (1..).map(change).zip(ids.iter().rev()).map(|(change, id)| (*id, change)).collect();
    let applying = |changes: HashMap<i64, Change>| {
        let db = test.db.clone();
        async move {
            let tx = db.begin().await?;
            apply(&tx, &changes).await?;
            tx.commit().await
        }
    };
    for _ in 0..5 {
        let (one, other) = tokio::join!(applying(there.clone()), applying(back.clone()));
        assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
    }
    for (row, before) in all().await.iter().zip(&before) {
        let more = 5 * (i64::try_from(ids.len()).unwrap() + 1);
        assert_eq!(
            (row.review_count, row.review_sum),
            (before.review_count + more, before.review_sum + 5 * more)
        );
    }
}
