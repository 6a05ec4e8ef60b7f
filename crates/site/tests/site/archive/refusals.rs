//! Records that are not taken in, and that keep no other record out.

use db::TestDb;
use site::archive::{ImportOptions, ImportReport};

use super::{NOW, WHOLE, export, file, import, import_with};

/// Imports after the whole archive, and gives back what the rejects file says.
async fn reject(test: &TestDb, lines: &str) -> (ImportReport, Vec<serde_json::Value>) {
    import(&test.db, WHOLE).await;
    let path = test.folder.path().join("rejects.jsonl");
    let options = ImportOptions { rejects: Some(path.clone()), ..ImportOptions::at(NOW) };
    let report = import_with(&test.db, lines, &options).await;
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(report.rejects.is_some(), !text.is_empty());
    (report, text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// Refuses one line for a reason, and takes in the doctor after it.
async fn reject_one(test: &TestDb, line: &str, reason: &str) {
    let lines = format!("\n{line}\n{{\"kind\":\"doctor\",\"source\":\"quay\",\"id\":\"d9\"}}\n");
    let before = export(&test.db).await.contains("\"d9\"");
    let (report, rejects) = reject(test, &lines).await;
    assert_eq!((report.totals.refused, report.totals.changed), (1, 0), "{line}");
    assert_eq!(rejects.len(), 1);
    assert_eq!((rejects[0]["file"].as_str(), rejects[0]["line"].as_u64()), (Some("test.jsonl"), Some(2)));
    let said = rejects[0]["reason"].as_str().unwrap();
    assert!(said.contains(reason), "{said}");
    assert!(!rejects[0]["excerpt"].as_str().unwrap().is_empty());
    if before {
        assert_eq!(report.totals.unchanged, 1, "the rest is read on");
    } else {
        assert_eq!(report.totals.added, 1, "the rest is read on");
    }
    let again = reject(test, &lines).await.0;
    assert_eq!(
        (again.totals.refused, again.totals.added, again.totals.changed),
        (1, 0, 0),
        "also the second time"
    );
}

#[db::test]
async fn what_is_no_record(test: TestDb) {
    reject_one(&test, "{\"kind\":\"doctor\",", "JSON").await;
    reject_one(&test, r#"{"kind":"nurse","id":"n"}"#, "nurse").await;
    reject_one(&test, r#"{"kind":"doctor","source":"quay","id":"d8","age":7}"#, "age").await;
}

#[db::test]
async fn what_names_something_that_is_not_there(test: TestDb) {
    reject_one(&test, r#"{"kind":"doctor","source":"nowhere","id":"d8"}"#, "`source` names source nowhere")
        .await;
    let answer = r#"{"kind":"answer","source":"quay","id":"a9","question":"q9","doctor":"d1","headline":"H","body":"B"}"#;
    reject_one(&test, answer, "`question` names question q9 of source quay").await;
    reject_one(
        &test,
        r#"{"kind":"topic","id":"t9","name":"T","topic_kind":"symptom","parent":"t8"}"#,
        "`parent`",
    )
    .await;
    reject_one(&test, r#"{"kind":"rating","source":"quay","doctor":"d8","sum":5,"count":1}"#, "`doctor`")
        .await;
    let revision = r#"{"kind":"revision","source":"quay","subject_kind":"review","subject":"r8","number":1,"at":"2024-01-01T00:00:00Z","content":{}}"#;
    reject_one(&test, revision, "`subject` names review r8").await;
}

#[db::test]
async fn a_doctor_who_answers_twice(test: TestDb) {
    let answer = r#"{"kind":"answer","source":"harbour","id":"a9","question":"q1","doctor":"d1","headline":"H","body":"B"}"#;
    reject_one(&test, answer, "has answered this question already").await;
}

#[db::test]
async fn marks_on_ones_own_answer_and_within_a_practice(test: TestDb) {
    let mark =
        r#"{"kind":"agreement","source":"harbour","id":"g9","answer":"a1","doctor":"d1","verdict":"agree"}"#;
    reject_one(&test, mark, "their own answer").await;
    let twice = mark.replace("\"doctor\":\"d1\"", "\"doctor\":\"d2\"");
    reject_one(&test, &twice, "has marked this answer already").await;
    import(
        &test.db,
        r#"{"kind":"doctor","source":"harbour","id":"d7","name":"Cora Reed","practice":"oakport SKIN"}"#,
    )
    .await;
    let colleague = mark.replace("\"doctor\":\"d1\"", "\"doctor\":\"d7\"");
    reject_one(&test, &colleague, "same practice").await;
}

#[db::test]
async fn a_topic_below_itself(test: TestDb) {
    import(&test.db, WHOLE).await;
    let circle =
        r#"{"kind":"topic","id":"hair","name":"Hair","topic_kind":"body_area","parent":"hair-loss"}"#;
    reject_one(&test, circle, "below itself").await;
}

#[db::test]
async fn one_id_with_two_contents(test: TestDb) {
    for size in [1, 1000] {
        let lines = r#"{"kind":"doctor","source":"quay","id":"d5","name":"Ada"}
{"kind":"doctor","source":"quay","id":"d5","name":"Ida"}
{"kind":"rating","source":"quay","doctor":"d5","sum":5,"count":1}
{"kind":"rating","source":"quay","doctor":"d5","sum":4,"count":1}
{"kind":"topic","id":"nose","name":"Nose","topic_kind":"body_area"}
{"kind":"topic","id":"nose","name":"The nose","topic_kind":"body_area"}
"#;
        import(&test.db, WHOLE).await;
        let options = ImportOptions { batch_records: size, ..ImportOptions::at(NOW) };
        let report = import_with(&test.db, lines, &options).await;
        assert_eq!((report.totals.refused, report.totals.changed), (3, 0));
        let text = export(&test.db).await;
        assert!(text.contains("\"Ada\"") && !text.contains("\"Ida\""), "the first stands");
    }
}

#[db::test]
async fn a_revision_with_the_number_of_another(test: TestDb) {
    let other = WHOLE.lines().last().unwrap().replace("I had it.", "I had it twice.");
    reject_one(&test, &other, "another revision of this number").await;
}

#[db::test]
async fn a_file_that_is_no_archive_is_an_error(test: TestDb) {
    for (text, said) in
        [("<html>", "HTML"), ("{\"kind\":\"archive\",\"format\":\"consilium\",\"version\":99}", "version 99")]
    {
        let options = ImportOptions::at(NOW);
        let error =
            site::archive::import_jsonl(&test.db, vec![file(text)], &options, &mut |_| ()).await.unwrap_err();
        assert!(error.to_string().contains("test.jsonl") && error.to_string().contains(said), "{error}");
    }
}
