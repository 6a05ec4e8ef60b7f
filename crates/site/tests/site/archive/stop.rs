//! Imports that are stopped, and run again.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use db::{TestDb, sea_orm::ConnectionTrait};
use site::archive::{self, ImportOptions, ImportReport};

use super::{NOW, WHOLE, export, file, import, import_with};

fn small() -> ImportOptions {
    ImportOptions { batch_records: 4, ..ImportOptions::at(NOW) }
}

/// Imports and cancels after so many batches.
async fn cancelled(test: &TestDb, text: &str, batches: usize) -> ImportReport {
    let options = small();
    let mut left = batches;
    let cancel = options.cancel.clone();
    let mut stop = |_| {
        if left == 0 {
            cancel.cancel();
        }
        left = left.saturating_sub(1);
    };
    archive::import_jsonl(&test.db, vec![file(text)], &options, &mut stop).await.unwrap()
}

#[db::test]
async fn cancelled_and_run_again_it_ends_the_same(test: TestDb) {
    let report = cancelled(&test, WHOLE, 0).await;
    assert!(report.cancelled);
    assert_eq!(report.totals.added, 0);
    for batches in 1..6 {
        let report = cancelled(&test, WHOLE, batches).await;
        assert!(report.cancelled, "after {batches}");
        assert_eq!(report.totals.added + report.totals.unchanged, 4 * batches as u64, "after {batches}");
    }
    let report = import_with(&test.db, WHOLE, &small()).await;
    assert!(!report.cancelled);
    assert_eq!(export(&test.db).await, WHOLE);
}

#[db::test]
async fn a_change_that_is_cancelled_and_run_again_ends_the_same(test: TestDb) {
    let changed = WHOLE.replace("Oakport", "Millbay").replace("2024-01-0", "2024-02-0");
    import(&test.db, WHOLE).await;
    for batches in 1..6 {
        cancelled(&test, &changed, batches).await;
    }
    import_with(&test.db, &changed, &small()).await;
    let stopped = export(&test.db).await;

    let other = tempfile::tempdir().unwrap();
    let target = db::Target::File(other.path().join("other.sqlite"));
    let straight = db::Db::open_or_create(&target, db::Limits::default()).await.unwrap();
    import(&straight, WHOLE).await;
    import_with(&straight, &changed, &small()).await;
    assert_eq!(export(&straight).await, stopped);
}

#[db::test]
async fn dropped_at_any_moment_and_run_again_it_ends_the_same(test: TestDb) {
    for batches in 1..6 {
        let db = test.db.clone();
        let done = Arc::new(AtomicUsize::new(0));
        let count = done.clone();
        let task = tokio::spawn(async move {
            let mut tell = |_| {
                count.fetch_add(1, Ordering::SeqCst);
            };
            archive::import_jsonl(&db, vec![file(WHOLE)], &small(), &mut tell).await.map(|_| ())
        });
        while done.load(Ordering::SeqCst) <= batches && !task.is_finished() {
            tokio::task::yield_now().await;
        }
        // In the middle of whatever it is doing; an open transaction is rolled back.
        task.abort();
        let _stopped = task.await;
    }
    import_with(&test.db, WHOLE, &small()).await;
    assert_eq!(export(&test.db).await, WHOLE);
}

#[db::test]
async fn an_error_of_the_database_leaves_whole_batches_only(test: TestDb) {
    let tx = test.db.begin().await.unwrap();
    tx.execute_unprepared("ALTER TABLE agreement RENAME TO gone").await.unwrap();
    tx.commit().await.unwrap();
    let error = archive::import_jsonl(&test.db, vec![file(WHOLE)], &small(), &mut |_| ()).await.unwrap_err();
    assert!(error.to_string().contains("the database refused"), "{error}");
    let tx = test.db.begin().await.unwrap();
    tx.execute_unprepared("ALTER TABLE gone RENAME TO agreement").await.unwrap();
    tx.commit().await.unwrap();
    import_with(&test.db, WHOLE, &small()).await;
    assert_eq!(export(&test.db).await, WHOLE);
}
