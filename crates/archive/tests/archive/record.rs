//! What a record takes and refuses.

use crate::samples::{FULL, MINIMAL, full_with};
use archive::record::{Key, limits};
use archive::{Kind, Record, Ref, Thousandths, Timestamp};
use serde_json::{Value, json};
use std::borrow::Cow;

fn refusal(json: &str) -> String {
    match Record::parse(json) {
        Ok(record) => panic!("should be refused: {record:?}"),
        Err(problem) => problem.to_string(),
    }
}

#[test]
fn every_kind_is_written_back_as_it_was_read() {
    for line in FULL.iter().chain(MINIMAL) {
        let record = Record::parse(line).unwrap();
        assert_eq!(&record.canonical_json().unwrap(), line);
    }
    let kinds: Vec<Kind> = FULL.iter().map(|line| Record::parse(line).unwrap().kind()).collect();
    assert_eq!(kinds, Kind::ALL);
}

#[test]
fn the_order_of_fields_and_spelled_out_defaults_do_not_change_the_fingerprint() {
    let plain = Record::parse(r#"{"kind":"question","source":"s","id":"1","title":"T","body":"B"}"#).unwrap();
    let spelled = r#"{"state":"published","lang":"en","scope":"general","topics":[],"author":null,
        "body":"B","title":"T","id":"1","source":"s","kind":"question"}"#;
    let spelled = Record::parse(spelled).unwrap();
    assert_eq!(plain.fingerprint().unwrap(), spelled.fingerprint().unwrap());
    let changed =
        Record::parse(r#"{"kind":"question","source":"s","id":"1","title":"T","body":"C"}"#).unwrap();
    assert_ne!(plain.fingerprint().unwrap(), changed.fingerprint().unwrap());
}

#[test]
fn a_fingerprint_never_changes_between_releases() {
    // Worked out by another program. Stored fingerprints decide what an import reports as changed.
    let source = Record::parse(MINIMAL[1]).unwrap();
    assert_eq!(source.fingerprint().unwrap(), -7_038_356_463_195_962_111);
}
#[test]
fn the_fields_of_a_revision_are_ordered_by_name() {
    let record = Record::parse(
        r#"{"kind":"revision","source":"s","subject_kind":"doctor","subject":"d","number":1,"at":"2000-01-01T00:00:00Z","content":{"b":1,"a":{"d":2,"c":3}}}"#,
    );
    assert!(record.unwrap().canonical_json().unwrap().ends_with(r#""content":{"a":{"c":3,"d":2},"b":1}}"#));
}

#[test]
fn fields_that_no_kind_has_are_refused_by_name() {
    for line in FULL {
        let extra = line.replacen('{', r#"{"surprise":1,"#, 1);
        assert!(refusal(&extra).contains("surprise"), "{extra}");
    }
    assert!(refusal(&full_with("question", "case", json!({"weight": "1"}))).contains("weight"));
    assert!(refusal(&full_with("review", "doctor", json!({"source": "s", "id": "1", "x": 1}))).contains('x'));
    assert!(refusal(r#"{"kind":"letter"}"#).contains("letter"));
    assert!(refusal("{}").contains("kind"));
    assert!(refusal(r#"{"kind":"source","id":"a","id":"b","name":"n"}"#).contains("duplicate"));
}

#[test]
fn a_value_of_the_wrong_kind_is_named_with_its_place() {
    for (kind, field, value, words) in [
        (
            "question",
            "asked_at",
            json!("99999-01-01T00:00:00Z"),
            "question: `asked_at`: `99999-01-01T00:00:00Z`",
        ),
        (
            "question",
            "state",
            json!("gone"),
            "question: `state`: unknown value `gone`, expected one of `published`",
        ),
        (
            "review",
            "stars",
            json!(300),
            "review: `stars`: invalid value: integer `300`, expected a whole number",
        ),
        ("review", "doctor", json!(5), "review: `doctor`: invalid type: integer `5`, expected a reference"),
        ("answer", "body", json!(null), "answer: `body`: invalid type: null, expected a string"),
        ("answer", "heading", json!(""), "answer: unknown field `heading`, expected one of `source`"),
        (
            "topic",
            "synonyms",
            json!("one"),
            "topic: `synonyms`: invalid type: string \"one\", expected a sequence",
        ),
    ] {
        let message = refusal(&full_with(kind, field, value));
        assert!(message.starts_with(words), "{message}");
    }
    assert!(refusal(r#"{"kind":"doctor","source":"s"}"#).starts_with("doctor: missing field `id`; docs/"));
}

#[test]
fn a_question_is_not_joined_with_itself() {
    for own in [json!("q-1"), json!({"source": "harbour", "id": "q-1"})] {
        assert!(refusal(&full_with("question", "merged_into", own)).contains("the question itself"));
    }
    assert!(Record::parse(&full_with("question", "merged_into", json!("q-2"))).is_ok());
}

#[test]
fn lists_of_values_are_not_taken_for_records() {
    assert!(refusal(r#"["archive","consilium",1]"#).contains("object"));
    assert!(
        refusal(&full_with("question", "case", json!(["30 to 39", null, null, null, null]))).contains("map")
    );
    assert!(refusal(&full_with("answer", "doctor", json!(["harbour", "d-1"]))).contains("a reference"));
}

#[test]
fn dates_are_utc_whole_seconds_of_plausible_years() {
    for bad in [
        "2024-05-01",
        "2024-05-01T09:30:00",
        "2024-05-01T09:30:00+00:00",
        "2024-05-01T09:30:00.5Z",
        "2024-05-01 09:30:00Z",
        "2024-02-30T09:30:00Z",
        "2024-06-30T23:59:60Z",
        "1899-12-31T23:59:59Z",
        "2201-01-01T00:00:00Z",
        "99999-01-01T00:00:00Z",
        "+099999-01-01T00:00:00Z",
        "yesterday",
        "",
    ] {
        let message = refusal(&full_with("question", "asked_at", json!(bad)));
        assert!(message.contains("2024-05-01T09:30:00Z"), "{bad}: {message}");
    }
    assert!(Record::parse(&full_with("question", "asked_at", json!("2200-12-31T23:59:59Z"))).is_ok());
    assert_eq!(Timestamp::MIN.to_string(), "1900-01-01T00:00:00Z");
    assert_eq!(Timestamp::MAX.to_string(), "2200-12-31T23:59:59Z");
    assert_eq!(Timestamp::from_seconds(Timestamp::MAX.seconds() + 1), None);
}

#[test]
fn sums_of_stars_are_exact_to_three_decimals() {
    let sum = |value: Value| Record::parse(&full_with("rating", "sum", value));
    let Ok(Record::Rating(rating)) = sum(json!(220.9)) else { panic!() };
    assert_eq!(rating.sum, Thousandths(220_900));
    assert!(sum(json!(220.904)).is_ok() && sum(json!(220)).is_ok());
    for bad in [json!(220.9041), json!(-1), json!(46.999), json!(235.001), json!(1e300), json!("220.9")] {
        assert!(sum(bad.clone()).is_err(), "{bad}");
    }
    assert!(refusal(&full_with("rating", "count", json!(0))).contains("count"));
}

#[test]
fn each_bad_value_is_refused_with_its_field_and_advice() {
    let long = |length: usize| json!("x".repeat(length));
    for (kind, field, value, advice) in [
        ("source", "id", json!("Two Words"), "hyphens"),
        ("source", "name", json!("  "), "fill it in"),
        ("source", "url", json!("javascript:alert(1)"), "https://"),
        ("source", "url", json!("https://"), "complete"),
        ("source", "url", json!("https://user:pw@host.example/"), "complete"),
        ("source", "url", json!("https://host.example/\"><script>"), "complete"),
        ("source", "licence_url", json!("file:///etc/passwd"), "https://"),
        ("specialty", "nucc", json!("207"), "207N00000X"),
        ("topic", "parent", json!("botulinum-toxin"), "itself"),
        ("topic", "synonyms", json!(["a", "a"]), "twice"),
        ("topic", "topic_kind", json!("mood"), "treatment"),
        ("doctor", "id", json!(""), "fill it in"),
        ("doctor", "id", json!("a\u{0}b"), "control character"),
        ("doctor", "id", json!("a\nb"), "control character"),
        ("doctor", "id", json!(" a"), "space"),
        ("doctor", "name", json!("Ada \u{202e}Quill"), "direction"),
        ("doctor", "name", long(limits::NAME + 1), "at most 200"),
        ("doctor", "letters", json!(["MD, PhD"]), "its own entry"),
        ("doctor", "letters", json!(["<script>alert(document.cookie)</script>"]), "at most 30"),
        ("doctor", "country", json!("UK"), "ISO 3166-1"),
        ("doctor", "country", json!("gb"), "ISO 3166-1"),
        ("doctor", "lang", json!("english please"), "language tag"),
        ("doctor", "slug", json!("../../etc/passwd"), "hyphens"),
        ("review", "stars", json!(6), "1 to 5"),
        ("review", "stars", json!(0), "1 to 5"),
        ("review", "text", json!("nul \u{0}"), "control character"),
        ("review", "state", json!("hidden"), "published"),
        ("question", "title", long(limits::TITLE + 1), "at most 300"),
        ("question", "title", json!("two\nlines"), "one line"),
        ("question", "body", long(limits::BODY + 1), "at most 100000"),
        ("question", "number", json!(0), "from 1"),
        ("question", "number", json!(limits::NUMBER + 1), "from 1"),
        ("question", "topics", json!(["Hair Loss"]), "hyphens"),
        ("answer", "body", json!(""), "fill it in"),
        ("answer", "headline", json!(""), "fill it in"),
        ("answer", "question", json!(12), "a reference"),
        ("answer", "stance_source", json!(null), "how the stance is known"),
        ("answer", "stance", json!(null), "leave out"),
        ("citation", "identifier", json!("PMID: 1"), "digits"),
        ("citation", "year", json!(20177), "1600 to 2200"),
        ("agreement", "text", json!(null), "needs its reason"),
        ("revision", "content", json!({"a": [{"b": "\u{0}"}]}), "control character"),
        ("revision", "number", json!(0), "from 1"),
        ("archive", "format", json!("other"), "consilium"),
        ("archive", "version", json!(0), "version 1"),
    ] {
        let message = refusal(&full_with(kind, field, value));
        assert!(message.contains(advice), "{kind}.{field}: {message}");
    }
}

#[test]
fn identifiers_of_publications_have_the_shape_of_their_scheme() {
    for (scheme, good, bad) in [
        ("doi", "10.1000/182", "https://doi.org/10.1000/182"),
        ("pmcid", "PMC1234567", "1234567"),
        ("nct", "NCT01234567", "NCT123"),
        ("pmid", "1", "123456789"),
        ("url", "https://a.example/b", "a.example"),
    ] {
        let line = |identifier: &str| {
            full_with("citation", "scheme", json!(scheme))
                .replace(r#""identifier":"12345678""#, &format!(r#""identifier":"{identifier}""#))
        };
        Record::parse(&line(good)).unwrap();
        assert!(Record::parse(&line(bad)).is_err(), "{scheme} {bad}");
    }
}

#[test]
fn hostile_text_is_kept_as_text() {
    let script = "<script>alert(1)</script> {{7*7}} '; DROP TABLE doctor;--";
    for (kind, field) in [("doctor", "name"), ("question", "title"), ("answer", "body"), ("topic", "name")] {
        let line = full_with(kind, field, json!(script));
        let again: Value =
            serde_json::from_str(&Record::parse(&line).unwrap().canonical_json().unwrap()).unwrap();
        assert_eq!(again[field], script);
    }
}

#[test]
fn refused_text_is_quoted_short_and_harmless() {
    let message = refusal(&full_with("source", "id", json!(format!("\u{1b}[31m{}", "X".repeat(100)))));
    assert!(!message.contains('\u{1b}') && message.len() < 250, "{message}");
    let message = refusal(&format!(r#"{{"kind":"{}"}}"#, "k".repeat(100_000)));
    assert!(message.len() < 1000);
}

#[test]
fn records_know_what_they_need_and_what_they_are() {
    let references = |line: &str| -> Vec<String> {
        let record = Record::parse(line).unwrap();
        record.references().iter().map(|r| format!("{}:{}:{}/{}", r.field, r.kind, r.source, r.id)).collect()
    };
    assert_eq!(references(FULL[3]), ["parent:topic:/injectables"]);
    assert_eq!(
        references(FULL[4]),
        ["source:source:/harbour", "specialty:specialty:/facial-plastic-surgery"]
    );
    assert_eq!(references(FULL[7]), ["source:source:/harbour", "doctor:doctor:lakeside/d-9"]);
    let answer = ["source:source:/harbour", "question:question:harbour/q-1", "doctor:doctor:harbour/d-1"];
    assert_eq!(references(FULL[9]), answer);
    assert_eq!(references(FULL[12]), ["source:source:/harbour", "subject:answer:harbour/a-1"]);

    let keys: Vec<String> = FULL
        .iter()
        .filter_map(|line| Record::parse(line).unwrap().key().map(|key| key.to_string()))
        .collect();
    assert_eq!(keys.len(), FULL.len() - 1);
    assert_eq!(keys[0], "source harbour");
    assert_eq!(keys[5], "rating harbour/d-1");
    assert_eq!(keys[11], "revision harbour/answer a-1 1");
}

#[test]
fn references_to_another_source_are_not_mistaken_for_local_ones() {
    let own = Record::parse(&full_with("rating", "doctor", json!("lakeside"))).unwrap();
    let other =
        Record::parse(&full_with("rating", "doctor", json!({"source": "lakeside", "id": "d"}))).unwrap();
    assert_eq!(own.key().unwrap(), Key { kind: Kind::Rating, source: "harbour", id: Cow::from("lakeside") });
    assert_ne!(own.key(), other.key());
    assert_eq!(Ref::to("a", "a", "1"), Ref::Local("1".into()));
    assert_eq!(Ref::to("a", "b", "1").resolve("a"), ("b", "1"));
}
