//! What was brought in leaves again byte by byte, from either database: both are held against the same text.

use db::TestDb;

use super::{Empty, WHOLE, export, import, of_kind, refused};

#[db::test]
async fn an_archive_leaves_as_it_came(test: TestDb) {
    let report = import(&test.db, WHOLE).await;
    assert_eq!(refused(&report), 0);
    assert_eq!(report.totals.added, WHOLE.lines().count() as u64 - 1);
    assert_eq!(export(&test.db).await, WHOLE);
}

#[db::test]
async fn an_export_is_no_change_to_the_site_that_wrote_it(test: TestDb) {
    // Without numbers, slugs and stances, which the site then gives.
    let bare: String = WHOLE
        .lines()
        .map(|line| {
            let mut record: serde_json::Value = serde_json::from_str(line).unwrap();
            let fields = record.as_object_mut().unwrap();
            if fields["kind"] != "revision" && fields["kind"] != "credential" {
                fields.remove("number");
            }
            fields.remove("slug");
            if fields.get("stance_source").is_some_and(|source| source == "inferred") {
                fields.remove("stance");
                fields.remove("stance_source");
            }
            format!("{record}\n")
        })
        .collect();
    assert_eq!(refused(&import(&test.db, &bare).await), 0);
    let first = export(&test.db).await;
    let report = import(&test.db, &first).await;
    assert_eq!((report.totals.added, report.totals.changed, refused(&report)), (0, 0, 0));
    assert_eq!(export(&test.db).await, first);
}

#[db::test]
async fn the_sample_content_leaves_as_it_came(test: TestDb) {
    let sample = include_str!("../../../src/demo/sample.jsonl");
    assert_eq!(refused(&import(&test.db, sample).await), 0);
    let first = export(&test.db).await;
    assert_eq!(of_kind(&first, "answer").len(), of_kind(sample, "answer").len());
    test.empty().await;
    assert_eq!(refused(&import(&test.db, &first).await), 0);
    assert_eq!(export(&test.db).await, first);
}

#[db::test]
async fn topics_leave_after_the_one_above_them(test: TestDb) {
    let topics = r#"{"kind":"topic","id":"scalp","name":"Scalp","topic_kind":"body_area"}
{"kind":"topic","id":"head","name":"Head","topic_kind":"body_area"}
"#;
    import(&test.db, topics).await;
    let moved = topics.replace(r#""body_area"}"#, r#""body_area","parent":"head"}"#);
    import(&test.db, moved.lines().next().unwrap()).await;
    let first = export(&test.db).await;
    test.empty().await;
    assert_eq!(refused(&import(&test.db, &first).await), 0);
    assert_eq!(export(&test.db).await, first);
}

#[db::test]
async fn what_was_written_here_leaves_as_local(test: TestDb) {
    import(&test.db, WHOLE).await;
    let tx = test.db.begin().await.unwrap();
    let own = "UPDATE question SET source_id = NULL, external_id = NULL, fingerprint = NULL WHERE id = 12";
    db::sea_orm::ConnectionTrait::execute_unprepared(&tx, own).await.unwrap();
    tx.commit().await.unwrap();
    let first = export(&test.db).await;
    assert!(of_kind(&first, "question")[0].contains(r#""source":"local","id":"12""#));
    assert!(of_kind(&first, "answer")[0].contains(r#""question":{"source":"local","id":"12"}"#));
    test.empty().await;
    assert_eq!(refused(&import(&test.db, &first).await), 0);
    assert_eq!(export(&test.db).await, first);
}
