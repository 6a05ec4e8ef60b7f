//! Archives in and out.

use std::fs;

use db::TestDb;
use serde_json::Value;

use crate::harness::{ARCHIVE, PAGE, Site, questions};

fn total(report: &Value, outcome: &str) -> u64 {
    report[outcome]["total"].as_u64().unwrap()
}

#[db::test]
async fn an_import_says_what_it_did_and_a_second_one_changes_nothing(test: TestDb) {
    let site = Site::of(&test);
    let file = site.file("archive.jsonl", ARCHIVE);
    let first = site.json(&["import", "jsonl", &file]);
    assert_eq!((total(&first, "added"), total(&first, "refused")), (11, 0), "{first}");
    assert_eq!((&first["added"]["question"], &first["added"]["answer"]), (&1.into(), &3.into()), "{first}");
    let second = site.json(&["import", "jsonl", &file]);
    assert_eq!(
        (total(&second, "added"), total(&second, "changed"), total(&second, "unchanged")),
        (0, 0, 11),
        "{second}"
    );
    let changed = site.file("changed.jsonl", ARCHIVE.replace("Yes, it does", "Yes, in time"));
    let third = site.json(&["import", "jsonl", &changed]);
    assert_eq!((&third["changed"]["answer"], total(&third, "changed")), (&1.into(), 1), "{third}");
}

#[db::test]
async fn an_import_ends_with_a_table(test: TestDb) {
    let site = Site::of(&test);
    let file = site.file("archive.jsonl", ARCHIVE);
    let ended = site.run(&["import", "jsonl", &file]);
    let rows: Vec<Vec<&str>> = ended.out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[0], ["added", "changed", "unchanged", "refused"]);
    assert!(rows.contains(&vec!["answer", "3", "0", "0", "0"]), "{}", ended.out);
    assert_eq!(*rows.last().unwrap(), ["all", "11", "0", "0", "0"]);
    assert!(ended.err.is_empty(), "no progress where nobody watches: {}", ended.err);
}

#[db::test]
async fn an_export_imports_into_an_empty_site_and_exports_the_same(test: TestDb) {
    let site = Site::of(&test);
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../site/src/demo/sample.jsonl");
    site.does(&["import", "jsonl", sample]);
    let out = site.folder.join("out.jsonl");
    let report = site.json(&["export", "jsonl", "--output", out.to_str().unwrap()]);
    let exported = fs::read_to_string(&out).unwrap();
    assert_eq!(report["records"].as_u64(), Some(exported.lines().count() as u64));
    assert_eq!(site.does(&["export", "jsonl"]), exported);
    let other = Site::nowhere(test.folder.path());
    other.does(&["import", "jsonl", out.to_str().unwrap()]);
    assert_eq!(other.does(&["export", "jsonl"]), exported);
}

#[db::test]
async fn an_archive_comes_by_standard_input_too(test: TestDb) {
    let site = Site::of(&test);
    let ended = site.fed(&["import", "jsonl", "-"], ARCHIVE.as_bytes());
    assert_eq!(ended.status, 0, "{ended:?}");
    assert_eq!(questions(&test).await, 1);
}

#[db::test]
async fn a_refused_record_is_told_and_listed_and_the_rest_is_taken_in(test: TestDb) {
    let site = Site::of(&test);
    let file = site.file("archive.jsonl", format!("{ARCHIVE}no record\n"));
    let ended = site.run(&["import", "jsonl", &file, "--json"]);
    ended.failed(1, &["archive.jsonl:13: ", "archive.jsonl.rejects", "run the import again"]);
    let report: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((total(&report, "added"), total(&report, "refused")), (11, 1), "{report}");
    let listed = fs::read_to_string(site.folder.join("archive.jsonl.rejects")).unwrap();
    let first: Value = serde_json::from_str(listed.lines().next().unwrap()).unwrap();
    assert_eq!((&first["line"], first["file"].as_str()), (&13.into(), Some(file.as_str())), "{first}");
    let elsewhere = site.folder.join("mine.jsonl");
    site.run(&["import", "jsonl", &file, "--rejects", elsewhere.to_str().unwrap()])
        .failed(1, &["mine.jsonl"]);
    assert!(elsewhere.exists());
}

#[db::test]
async fn what_stays_as_it_was_changed_here_is_told_and_listed(test: TestDb) {
    let site = Site::of(&test);
    let file = site.file("archive.jsonl", ARCHIVE);
    site.does(&["import", "jsonl", &file]);
    let tx = test.db.begin().await.unwrap();
    let decided = "INSERT INTO decision (matter_kind, matter_id, act, reason, at, month, account_id) \
        VALUES ('question', 12, 'remove', 'spam', 1700000000, '2023-11', 1)";
    for sql in [decided, "UPDATE question SET state = 'removed', state_reason = 'spam' WHERE id = 12"] {
        db::sea_orm::ConnectionTrait::execute_unprepared(&tx, sql).await.unwrap();
    }
    tx.commit().await.unwrap();
    let changed = site.file("changed.jsonl", ARCHIVE.replace("stain teeth?", "stain the teeth?"));
    let ended = site.run(&["import", "jsonl", &changed, "--json"]);
    assert_eq!(ended.status, 0, "{ended:?}");
    for said in ["as it was changed here: state, state_reason", "1 record keeps", "changed.jsonl.kept"] {
        assert!(ended.err.contains(said), "{said} is not in {}", ended.err);
    }
    let report: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((total(&report, "kept"), total(&report, "changed")), (1, 1), "{report}");
    assert!(site.folder.join("changed.jsonl.kept").exists());
    assert!(!site.folder.join("changed.jsonl.rejects").exists());
}

#[db::test]
async fn pages_are_taken_whole_or_not_at_all(test: TestDb) {
    let site = Site::of(&test);
    let good = site.file("good.txt", PAGE);
    let bad =
        site.file("bad.txt", PAGE.replace("Doctor Answers 2", "Doctor Answers 3").replace("green", "black"));
    let words = [
        "import", "page-text", &bad, &good, "--source", "made-up", "--name", "Made-up clinic", "--licence",
        "CC0-1.0",
    ];
    let ended = site.run(&words);
    ended.failed(1, &["bad.txt:5: ", "bad.txt.rejects"]);
    assert_eq!(questions(&test).await, 1);
    let shown = site.json(&["show", "1"]);
    assert_eq!(shown["answers"][1]["doctor"]["name"], Value::Null, "{shown}");
    assert_eq!(shown["answers"][1]["doctor"]["specialty"], "Facial Plastic Surgeon");
    assert!(site.does(&["export", "jsonl"]).contains(r#""name":"Made-up clinic""#));
}

#[db::test]
async fn a_wrong_source_is_wrong_usage(test: TestDb) {
    let site = Site::of(&test);
    let page = site.file("page.txt", PAGE);
    site.run(&["import", "page-text", &page, "--source", "Not A Key!"]).failed(2, &["Not A Key!"]);
}

#[db::test]
async fn a_dry_run_changes_nothing(test: TestDb) {
    let site = Site::of(&test);
    let file = site.file("archive.jsonl", ARCHIVE);
    let ended = site.run(&["import", "jsonl", &file, "--dry-run", "--json"]);
    let report: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((total(&report, "added"), &report["dry_run"]), (11, &true.into()), "{report}");
    assert!(ended.err.contains("nothing was written"), "{ended:?}");
    assert_eq!(questions(&test).await, 0);
}

#[test]
fn a_dry_run_on_no_site_makes_none() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::nowhere(folder.path());
    let file = folder.path().join("archive.jsonl");
    fs::write(&file, ARCHIVE).unwrap();
    let report = site.json(&["import", "jsonl", "--dry-run", file.to_str().unwrap()]);
    assert_eq!(total(&report, "added"), 11);
    assert!(!site.folder.exists());
}

#[db::test]
async fn an_export_file_is_whole_or_not_there(test: TestDb) {
    let site = Site::of(&test);
    let missing = site.folder.join("none/out.jsonl");
    site.run(&["export", "jsonl", "-o", missing.to_str().unwrap()])
        .failed(1, &["none/out.jsonl", "can't be written"]);
    let folder = site.folder.to_str().unwrap();
    site.run(&["export", "jsonl", "-o", folder]).failed(1, &[folder, "can't be written"]);
    let target = site.file("real.jsonl", "before");
    let link = site.folder.join("link.jsonl");
    std::os::unix::fs::symlink(&target, &link).unwrap();
    site.does(&["export", "jsonl", "-o", link.to_str().unwrap()]);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&target).unwrap().starts_with(r#"{"kind":"archive""#));
    assert_eq!(
        fs::read_dir(&site.folder)
            .unwrap()
            .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(".tmp"))
            .count(),
        0
    );
    site.does(&["export", "jsonl", "-o", "/dev/null"]);
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}
