//! What nobody waits for any longer.

#![cfg(test)]

use std::{future::poll_fn, pin::pin, task::Poll, time::Duration};

use db::{
    Db, Limits, TestDb,
    sea_orm::{ConnectionTrait, DbBackend, Statement},
};

/// Polls so many times, each when it is woken, and drops what is not done by then.
async fn dropped_after<T>(polls: usize, work: impl Future<Output = T>) {
    let (mut work, mut left) = (pin!(work), polls);
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(());
        }
        left -= 1;
        let done = work.as_mut().poll(context).is_ready();
        if left == 0 || done { Poll::Ready(()) } else { Poll::Pending }
    })
    .await
}

/// How many connections to the database are in a transaction and do nothing, as PostgreSQL knows it.
async fn left_open(db: &Db) -> i64 {
    let open =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in %'";
    let row = db.read().query_one_raw(Statement::from_string(DbBackend::Postgres, open)).await.unwrap();
    row.unwrap().try_get_by_index(0).unwrap()
}

#[db::test]
async fn a_transaction_that_nobody_waits_for_is_not_left_open(test: TestDb) {
    let (db, witness) = (&test.db, Db::open(&test.target, Limits::default()).await.unwrap());
    for polls in 1..9 {
        dropped_after(polls, db.begin()).await;
        dropped_after(polls, db.snapshot()).await;
        if db.kind() == "PostgreSQL" {
            let mut tries = 0;
            while left_open(&witness).await > 0 {
                assert!(tries < 500, "still open, after {polls} polls");
                tries += 1;
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
        // On SQLite this would wait for whoever has the turn to write.
        db.begin().await.unwrap().commit().await.unwrap();
    }
    witness.close().await.unwrap();
}
