//! Every column of what an archive holds is in it, or stands here with the reason why not.

use std::collections::BTreeMap;

use db::{
    TestDb,
    entity::{
        agreement, answer, citation, credential, credential_event, doctor, question, question_detail,
        question_topic, review, revision, source, specialty, topic,
    },
    json,
    sea_orm::{
        EntityTrait, Iden, Iterable,
        sea_query::{Expr, ExprTrait},
    },
};
use futures_util::TryStreamExt;
use serde_json::Value;

use super::{Empty, NOW, WHOLE, export, import_with};
use site::archive::ImportOptions;

/// Columns that no archive carries.
const LEFT_OUT: &[(&str, &str, &str)] = &[
    ("question", "created_at", "when it came to this site"),
    ("question", "listed_at", "for a question without a date, when it came to this site"),
    ("question_topic", "listed_at", "the question's"),
    ("answer", "created_at", "when it came to this site"),
    ("review", "created_at", "when it came to this site"),
    ("credential_event", "credential_id", "which credential it was: the log names its kind"),
    ("doctor", "created_at", "when it came to this site"),
    ("doctor", "updated_at", "when this site last changed the row"),
];

/// Tables that no archive carries.
const TABLES_LEFT_OUT: &[(&str, &str)] = &[
    ("account", "who has an account is nobody's business"),
    ("agreement_change", "readers see the marks that stand, not how they came about"),
    ("answer_terms", "what a doctor accepted is between them and the site"),
    ("appeal", "the work of moderators"),
    ("audit", "what staff did belongs to this site"),
    ("claim", "who claims a profile, and with which proofs"),
    ("claimed_credential", "who claims a profile, and with which proofs"),
    ("content_change", "for this site's caches"),
    ("decision", "the work of moderators; what came of it stands on the things"),
    ("doctor_account", "which account owns a profile"),
    ("draft", "not yet said"),
    ("inbox_pass", "what a doctor let go by"),
    ("inbox_snooze", "when a doctor is away"),
    ("job", "work of this site"),
    ("mail_token", "secrets"),
    ("notice", "what people were told"),
    ("notice_preference", "how people wish to be told"),
    ("question_asker", "who asked"),
    ("question_follower", "who wants to hear of answers"),
    ("queue_claim", "the work of moderators"),
    ("recovery_code", "secrets"),
    ("report", "the work of moderators"),
    ("reported", "the work of moderators"),
    ("review_author", "who wrote a review"),
    ("review_dispute", "what a doctor tells moderators; held words say that they are held"),
    ("reworded", "words that moderators took out; what stands instead is in"),
    ("session", "secrets"),
    ("site_state", "for this site's caches"),
    ("thanks", "whom an answer helped; how many is in"),
    ("unsubscribe", "secrets"),
];

/// What stands in a column, row by row.
type Columns = BTreeMap<(String, String), Vec<Value>>;

async fn read<E: EntityTrait>(test: &TestDb, into: &mut Columns) {
    let table = E::default().table_name().to_owned();
    let everything = Expr::val(1_i32).eq(1_i32);
    let tx = test.db.snapshot().await.unwrap();
    let rows = json::Rows::of::<E>(everything, json::Columns::But(&[])).read(&tx).await.unwrap();
    let rows: Vec<String> = rows.try_collect().await.unwrap();
    let mut rows: Vec<Value> = rows.iter().map(|row| serde_json::from_str(row).unwrap()).collect();
    rows.sort_by_key(|row| {
        let number = |name: &str| row.get(name).and_then(Value::as_i64);
        (number("id"), number("question_id"), number("topic_id"))
    });
    for column in E::Column::iter() {
        let name = column.to_string();
        let cells = rows.iter().map(|row| row[&name].clone()).collect();
        into.insert((table.clone(), name), cells);
    }
}

async fn columns(test: &TestDb) -> Columns {
    let mut all = Columns::new();
    read::<source::Entity>(test, &mut all).await;
    read::<specialty::Entity>(test, &mut all).await;
    read::<topic::Entity>(test, &mut all).await;
    read::<doctor::Entity>(test, &mut all).await;
    read::<credential::Entity>(test, &mut all).await;
    read::<credential_event::Entity>(test, &mut all).await;
    read::<review::Entity>(test, &mut all).await;
    read::<question::Entity>(test, &mut all).await;
    read::<question_topic::Entity>(test, &mut all).await;
    read::<question_detail::Entity>(test, &mut all).await;
    read::<answer::Entity>(test, &mut all).await;
    read::<citation::Entity>(test, &mut all).await;
    read::<agreement::Entity>(test, &mut all).await;
    read::<revision::Entity>(test, &mut all).await;
    all
}

#[db::test]
async fn every_column_is_carried_or_left_out_with_a_reason(test: TestDb) {
    // Everything that a row can say is said by some row.
    let revoked = r#""expires_at":"2199-01-01T00:00:00Z","revoked_at":"2024-01-01T00:00:00Z""#;
    let whole = WHOLE.replace(r#""expires_at":"2199-01-01T00:00:00Z""#, revoked);
    let whole = whole.replace(
        r#""headline":"Hm","body""#,
        r#""headline":"Hm","stance":"unknown","stance_source":"stated","body""#,
    );
    let whole = whole.replace(
        r#""text":"Only in high doses.""#,
        r#""text":"Only in high doses.","text_held":"unsafe","edited_for":"rude""#,
    );
    let more = r#"{"kind":"answer","source":"harbour","id":"a9","question":{"source":"quay","id":"q1"},"doctor":"d2","headline":"Yes","body":"Yes.","stance":"yes","stance_source":"stated"}
{"kind":"answer","source":"quay","id":"a9","question":{"source":"quay","id":"q1"},"doctor":"d1","headline":"?","body":"?","stance":"unknown","stance_source":"stated"}
{"kind":"credential","source":"quay","id":"c9","doctor":"d1","issuer":"Board","credential_kind":"degree","verified_at":"2023-01-02T03:04:05Z"}
{"kind":"credential","source":"harbour","id":"c9","doctor":"d2","issuer":"Board","credential_kind":"degree","verified_at":"2023-01-02T03:04:05Z"}
{"kind":"credential","source":"harbour","id":"c8","doctor":"d1","issuer":"Board","credential_kind":"degree","verified_at":"2023-01-02T03:04:05Z"}
{"kind":"review","source":"harbour","id":"r9","doctor":"d1","stars":4,"text":"Good."}
"#;
    let first = import_with(&test.db, &format!("{whole}{more}"), &ImportOptions::at(NOW)).await;
    assert_eq!(first.totals.refused, 0);
    let (before, text) = (columns(&test).await, export(&test.db).await);
    for ((table, column), cells) in &before {
        let says = |cell: &Value| !cell.is_null() && *cell != 0 && *cell != "";
        let left_out = LEFT_OUT.iter().any(|(t, c, _)| t == table && c == column);
        assert!(left_out || cells.iter().any(says), "no row of this test says anything in {table}.{column}");
    }
    test.empty().await;
    let second = import_with(&test.db, &text, &ImportOptions::at(NOW + 1000)).await;
    assert_eq!(second.totals.refused, 0);
    assert_eq!(export(&test.db).await, text);
    for ((table, column), cells) in columns(&test).await {
        let was = &before[&(table.clone(), column.clone())];
        let left_out = LEFT_OUT.iter().any(|(t, c, _)| *t == table && *c == column);
        assert!(
            left_out || *was == cells,
            "{table}.{column} is neither carried nor left out with a reason: {was:?} became {cells:?}"
        );
    }
}

#[db::test]
async fn every_table_is_carried_or_left_out_with_a_reason(test: TestDb) {
    let carried: Vec<String> = columns(&test).await.into_keys().map(|(table, _)| table).collect();
    for (table, _) in test.tables().await {
        let left_out = TABLES_LEFT_OUT.iter().any(|(name, _)| *name == table);
        let machinery = table.starts_with("seaql") || table.starts_with("sqlite");
        assert!(left_out != carried.contains(&table) || machinery, "{table} is neither, or both");
    }
}
