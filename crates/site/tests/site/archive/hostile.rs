//! Archives that mean harm.

use db::{
    TestDb,
    entity::{answer, doctor, question, review},
    sea_orm::EntityTrait,
};

use super::{WHOLE, export, import, refused};

const SCRIPT: &str = "</title><script>alert(1)</script><img src=x onerror=alert(1)>";

#[db::test]
async fn script_in_every_field_is_kept_as_words_and_never_rendered(test: TestDb) {
    let archive: String = WHOLE
        .lines()
        .skip(1)
        .map(|line| {
            let mut record: serde_json::Value = serde_json::from_str(line).unwrap();
            if record.get("practice").is_some() {
                // Colleagues of one practice can't mark each other's answers.
                record["practice"] = format!("{SCRIPT}{}", record["id"]).into();
            }
            for field in
                ["name", "practitioner", "label", "city", "biography", "text", "title", "body", "headline"]
            {
                if let Some(value) = record.get_mut(field)
                    && value.is_string()
                {
                    *value = SCRIPT.into();
                }
            }
            format!("{record}\n")
        })
        .collect();
    let report = import(&test.db, &archive).await;
    assert_eq!(refused(&report), 0);
    let mut html = Vec::new();
    html.extend(
        question::Entity::find().all(test.db.read()).await.unwrap().into_iter().map(|row| row.body_html),
    );
    html.extend(
        answer::Entity::find().all(test.db.read()).await.unwrap().into_iter().map(|row| row.body_html),
    );
    html.extend(
        review::Entity::find().all(test.db.read()).await.unwrap().into_iter().map(|row| row.text_html),
    );
    html.extend(
        doctor::Entity::find()
            .all(test.db.read())
            .await
            .unwrap()
            .into_iter()
            .filter_map(|row| row.biography_html),
    );
    assert!(html.len() >= 9);
    for html in html {
        assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("</title"), "{html}");
    }
    assert!(export(&test.db).await.contains("<script>"), "the words themselves are not lost");
}

#[db::test]
async fn bad_records_of_every_sort_leave_the_good_ones(test: TestDb) {
    let deep = format!(
        "{{\"kind\":\"revision\",\"source\":\"s\",\"subject_kind\":\"question\",\"subject\":\"1\",\"number\":1,\"at\":\"2024-01-01T00:00:00Z\",\"content\":{}1{}}}",
        "{\"a\":".repeat(5000),
        "}".repeat(5000)
    );
    let long = format!("{{\"kind\":\"doctor\",\"source\":\"s\",\"id\":\"{}\"}}", "x".repeat(3_000_000));
    let bad = [
        r#"{"kind":"doctor","source":"s","id":"nul\u0000"}"#,
        r#"{"kind":"doctor","source":"../../etc","id":"1"}"#,
        r#"{"kind":"doctor","source":"s","id":"1","slug":"../../etc/passwd"}"#,
        r#"{"kind":"question","source":"s","id":"1","title":"T","body":"B","asked_at":"99999-01-01T00:00:00Z"}"#,
        r#"{"kind":"question","source":"s","id":"1","title":"T","body":"B","asked_at":"+099999-01-01T00:00:00Z"}"#,
        r#"{"kind":"question","source":"s","id":"1","number":9223372036854775807,"title":"T","body":"B"}"#,
        r#"{"kind":"question","source":"s","id":"1","number":-1,"title":"T","body":"B"}"#,
        r#"{"kind":"question","source":"s","id":"1","title":"T\u0000","body":"B"}"#,
        r#"{"kind":"rating","source":"s","doctor":"good","sum":1e300,"count":4294967295}"#,
        "[[[[[[[[",
        "\u{1}\u{2}\u{3}",
        &deep,
        &long,
    ];
    let archive = format!(
        "{{\"kind\":\"source\",\"id\":\"s\",\"name\":\"S\"}}\n{}\n{{\"kind\":\"doctor\",\"source\":\"s\",\"id\":\"good\"}}\n",
        bad.join("\n")
    );
    let report = import(&test.db, &archive).await;
    assert_eq!(refused(&report), bad.len() as u64);
    assert_eq!(report.totals.added, 2);
}

#[db::test]
async fn the_largest_number_leaves_room_for_the_next(test: TestDb) {
    let archive = r#"{"kind":"source","id":"s","name":"S"}
{"kind":"question","source":"s","id":"1","number":9007199254740991,"title":"T","body":"B"}
{"kind":"question","source":"s","id":"2","number":9007199254740991,"title":"T","body":"B"}
"#;
    let report = import(&test.db, archive).await;
    assert_eq!(report.totals.added, 3);
}

#[db::test]
async fn ids_that_look_like_paths_or_sql_are_only_ids(test: TestDb) {
    let mut archive = String::from("{\"kind\":\"source\",\"id\":\"s\",\"name\":\"S\"}\n");
    for id in [
        "../../etc/passwd",
        "C:\\\\con",
        "'; DROP TABLE doctor; --",
        "%00",
        "a/b",
        "$(reboot)",
        "\u{202f}x".trim(),
    ] {
        archive += &format!("{{\"kind\":\"doctor\",\"source\":\"s\",\"id\":\"{id}\",\"name\":\"{id}\"}}\n");
    }
    let report = import(&test.db, &archive).await;
    assert_eq!((report.totals.added, refused(&report)), (8, 0));
    assert_eq!(import(&test.db, &archive).await.totals.unchanged, 8);
    for row in doctor::Entity::find().all(test.db.read()).await.unwrap() {
        assert!(row.slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'), "{}", row.slug);
    }
}
