//! The same archive twice.

use db::{TestDb, entity::site_state, sea_orm::EntityTrait};
use site::app::Content;

use super::{WHOLE, export, import, refused};

async fn version(test: &TestDb) -> i64 {
    site_state::Entity::find_by_id(Content::KEY)
        .one(test.db.read())
        .await
        .unwrap()
        .map_or(0, |state| state.value)
}

#[db::test]
async fn a_second_run_changes_nothing_and_says_so(test: TestDb) {
    let first = import(&test.db, WHOLE).await;
    let (before, told) = (export(&test.db).await, version(&test).await);
    assert!(told > 0, "caches are told of what came in");
    let second = import(&test.db, WHOLE).await;
    assert_eq!((second.totals.added, second.totals.changed, refused(&second)), (0, 0, 0));
    assert_eq!(second.totals.unchanged, first.totals.added);
    assert_eq!(second.tally.unchanged, first.tally.added);
    assert_eq!(export(&test.db).await, before);
    assert_eq!(version(&test).await, told, "caches are left alone when nothing changed");
}

#[db::test]
async fn the_same_record_twice_in_one_archive_counts_as_unchanged(test: TestDb) {
    let twice: String = WHOLE.lines().flat_map(|line| [line, "\n", line, "\n"]).skip(2).collect();
    let report = import(&test.db, &twice).await;
    assert_eq!((report.totals.added, report.totals.unchanged, refused(&report)), (27, 27, 0));
}

#[db::test]
async fn records_out_of_order_find_what_comes_later(test: TestDb) {
    let mut lines: Vec<&str> = WHOLE.lines().skip(1).collect();
    lines.reverse();
    let report = import(&test.db, &lines.join("\n")).await;
    assert_eq!((report.totals.added, refused(&report)), (27, 0));
    let again = import(&test.db, &lines.join("\n")).await;
    assert_eq!((again.totals.unchanged, refused(&again)), (27, 0));
}
