//! Looking before leaping.

use db::TestDb;
use site::archive::ImportOptions;

use super::{NOW, WHOLE, export, import, import_with};

fn dry() -> ImportOptions {
    // Small batches, so that references reach from one to another.
    ImportOptions { dry_run: true, batch_records: 3, ..ImportOptions::at(NOW) }
}

#[db::test]
async fn a_dry_run_counts_the_same_and_writes_nothing(test: TestDb) {
    let empty = export(&test.db).await;
    let dry_report = import_with(&test.db, WHOLE, &dry()).await;
    assert!(dry_report.dry_run);
    assert_eq!(export(&test.db).await, empty);
    let report = import(&test.db, WHOLE).await;
    assert_eq!(report.tally, dry_report.tally);
    assert_eq!(export(&test.db).await, WHOLE, "and leaves no gap behind");
}

#[db::test]
async fn a_dry_run_of_a_change_counts_the_same_and_changes_nothing(test: TestDb) {
    import(&test.db, WHOLE).await;
    let changed = WHOLE.replace("Hair loss", "Loss of hair").replace("It does not.", "It doesn't.");
    let dry_report = import_with(&test.db, &changed, &dry()).await;
    assert_eq!(export(&test.db).await, WHOLE);
    assert_eq!(import(&test.db, &changed).await.tally, dry_report.tally);
    assert_eq!(dry_report.totals.changed, 2);
}
