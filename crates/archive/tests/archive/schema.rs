//! `docs/archive.schema.json` says the same as the reader: kind by kind, field by field, value by value.

use crate::samples::{FULL, MINIMAL};
use archive::{Kind, Record};
use regex::Regex;
use serde_json::{Map, Value, json};
use std::collections::{BTreeSet, HashMap};

/// As much of JSON Schema 2020-12 as the schema uses. A keyword that is not known here fails the test.
struct Schema {
    root: Value,
    patterns: HashMap<String, Regex>,
}

impl Schema {
    fn load() -> Schema {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/archive.schema.json");
        let root: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let mut patterns = HashMap::new();
        collect_patterns(&root, &mut patterns);
        Schema { root, patterns }
    }

    fn accepts(&self, line: &Value) -> bool {
        self.valid(&self.root, line)
    }

    fn definition(&self, name: &str) -> &Value {
        let found = &self.root["$defs"][name];
        assert!(found.is_object(), "no definition {name}");
        found
    }

    fn fields(&self, kind: Kind) -> &Map<String, Value> {
        self.definition(kind.as_str())["properties"].as_object().unwrap()
    }

    fn valid(&self, schema: &Value, value: &Value) -> bool {
        schema.as_object().unwrap().iter().all(|(keyword, rule)| self.holds(schema, (keyword, rule), value))
    }

    fn holds(&self, schema: &Value, (keyword, rule): (&str, &Value), value: &Value) -> bool {
        let all = |rules: &Value| rules.as_array().unwrap().clone();
        let has = |name: &Value| value.get(name.as_str().unwrap()).is_some();
        let length = value.as_str().map(|text| text.chars().count() as u64);
        match keyword {
            "$schema" | "$defs" | "title" | "description" | "then" => true,
            "$ref" => {
                self.valid(self.definition(rule.as_str().unwrap().strip_prefix("#/$defs/").unwrap()), value)
            }
            "oneOf" => all(rule).iter().filter(|one| self.valid(one, value)).count() == 1,
            "anyOf" => all(rule).iter().any(|one| self.valid(one, value)),
            "allOf" => all(rule).iter().all(|one| self.valid(one, value)),
            "if" => !self.valid(rule, value) || self.valid(&schema["then"], value),
            "type" => match rule {
                Value::Array(types) => types.iter().any(|name| is_of_type(value, name.as_str().unwrap())),
                name => is_of_type(value, name.as_str().unwrap()),
            },
            "const" => value == rule,
            "enum" => all(rule).contains(value),
            "required" => !value.is_object() || all(rule).iter().all(has),
            "dependentRequired" => rule
                .as_object()
                .unwrap()
                .iter()
                .all(|(field, needs)| value.get(field).is_none() || all(needs).iter().all(has)),
            "properties" => rule
                .as_object()
                .unwrap()
                .iter()
                .all(|(field, rule)| value.get(field).is_none_or(|v| self.valid(rule, v))),
            "additionalProperties" => {
                assert_eq!(rule, &json!(false));
                value
                    .as_object()
                    .is_none_or(|fields| fields.keys().all(|key| schema["properties"].get(key).is_some()))
            }
            "items" => value.as_array().is_none_or(|items| items.iter().all(|item| self.valid(rule, item))),
            "maxItems" => value.as_array().is_none_or(|items| items.len() as u64 <= rule.as_u64().unwrap()),
            "uniqueItems" => {
                value.as_array().is_none_or(|items| (1..items.len()).all(|i| !items[..i].contains(&items[i])))
            }
            "minLength" => length.is_none_or(|length| length >= rule.as_u64().unwrap()),
            "maxLength" => length.is_none_or(|length| length <= rule.as_u64().unwrap()),
            "pattern" => {
                value.as_str().is_none_or(|text| self.patterns[rule.as_str().unwrap()].is_match(text))
            }
            "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
            other => panic!("the schema uses the keyword {other}, which this test does not know"),
        }
    }
}

fn collect_patterns(schema: &Value, patterns: &mut HashMap<String, Regex>) {
    if let Some(Value::String(pattern)) = schema.get("pattern") {
        patterns.insert(pattern.clone(), Regex::new(pattern).unwrap());
    }
    match schema {
        Value::Object(fields) => fields.values().for_each(|inner| collect_patterns(inner, patterns)),
        Value::Array(items) => items.iter().for_each(|inner| collect_patterns(inner, patterns)),
        _ => {}
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "null" => value.is_null(),
        other => panic!("the type {other}"),
    }
}

fn parsed(line: &str) -> Map<String, Value> {
    serde_json::from_str(line).unwrap()
}

fn reads(line: &Map<String, Value>) -> bool {
    Record::parse(&Value::Object(line.clone()).to_string()).is_ok()
}

#[test]
fn the_schema_has_every_kind_and_every_field_and_no_other() {
    let schema = Schema::load();
    let listed: Vec<&str> =
        schema.root["oneOf"].as_array().unwrap().iter().map(|r| r["$ref"].as_str().unwrap()).collect();
    assert_eq!(listed, Kind::ALL.map(|kind| format!("#/$defs/{kind}")));
    for (kind, line) in Kind::ALL.into_iter().zip(FULL) {
        let described: BTreeSet<&String> = schema.fields(kind).keys().collect();
        // The sample comes back unchanged from the structs, so it has their fields; a test of records sees to that.
        assert_eq!(described, parsed(line).keys().collect(), "{kind}");
    }
    let case = parsed(FULL[8])["case"].as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let described =
        schema.fields(Kind::Question)["case"]["properties"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(case, described);
}

#[test]
fn schema_and_reader_require_the_same_fields() {
    let schema = Schema::load();
    for (kind, line) in Kind::ALL.into_iter().zip(MINIMAL) {
        let minimal = parsed(line);
        assert!(schema.accepts(&Value::Object(minimal.clone())), "{line}");
        for field in minimal.keys() {
            let mut without = minimal.clone();
            without.remove(field);
            assert!(!reads(&without), "the reader takes {kind} without {field}");
            assert!(!schema.accepts(&Value::Object(without)), "the schema takes {kind} without {field}");
        }
    }
}

#[test]
fn schema_and_reader_take_and_refuse_the_same_values() {
    let schema = Schema::load();
    let long = |length: usize| json!("x".repeat(length));
    let mut values = vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(1),
        json!(5),
        json!(6),
        json!(1.5),
        json!(2017),
        json!(3000),
        json!(9_007_199_254_740_992_i64),
        json!({}),
        json!([]),
        json!(["a"]),
        json!(["a", "a"]),
        json!([1]),
        json!([""]),
        json!(""),
        json!(" "),
        json!(" a"),
        json!("a "),
        json!("a b"),
        json!("a\nb"),
        json!("a\u{0}b"),
        json!("a\u{8}b"),
        json!("\u{202e}a"),
        json!("é"),
        json!("a-b"),
        json!("A"),
        json!("-a"),
        json!("a--b"),
        json!("md"),
        json!("M,D"),
        json!("2024-05-01T09:30:00Z"),
        json!("2024-05-01"),
        json!("2201-01-01T00:00:00Z"),
        json!("1899-12-31T23:59:59Z"),
        json!("https://a.example/b?c#d"),
        json!("http://a.example:80"),
        json!("ftp://a.example"),
        json!("https://"),
        json!("https://u@a.example"),
        json!("https://a.example/\"x"),
        json!("javascript:alert(1)"),
        json!("US"),
        json!("us"),
        json!("USA"),
        json!("en"),
        json!("pt-BR"),
        json!("EN"),
        json!("e"),
        json!("207N00000X"),
        json!({"source": "s", "id": "1"}),
        json!({"source": "S", "id": "1"}),
        json!({"source": "s"}),
        json!({"source": "s", "id": "1", "more": 1}),
        json!({"age_band": "x"}),
        json!({"age_band": ""}),
        json!({"weight": "1"}),
        json!([{"at": "2024-05-01T09:30:00Z", "text": "More."}]),
        json!([{"at": "2024-05-01T09:30:00Z", "text": ""}]),
        json!([{"at": "2024-05-01T09:30:00Z"}]),
        json!([{"at": "2024-05-01T09:30:00Z", "text": "More.", "by": "me"}]),
        json!([["2024-05-01T09:30:00Z", "More."]]),
        json!([{"at": "2024-05-01T09:30:00Z", "credential_kind": "degree", "what": "renewed", "reason": null}]),
        json!([{"at": "2024-05-01T09:30:00Z", "credential_kind": "degree", "what": "lost"}]),
        json!([["2024-05-01T09:30:00Z", "degree", "renewed", null, null]]),
        json!("2026-05"),
        json!("2026-13"),
        json!("2201-01"),
        json!("12345678"),
        json!("10.1000/182"),
        json!("PMC1"),
        json!("NCT01234567"),
        json!((0..100).map(|n| format!("n{n}")).collect::<Vec<_>>()),
        json!((0..101).map(|n| format!("n{n}")).collect::<Vec<_>>()),
    ];
    values.extend([30, 31, 200, 201, 300, 301, 2000, 2001, 100_000, 100_001].map(long));
    collect_words(&schema.root, &mut values);
    let mut taken = 0;
    for (kind, line) in Kind::ALL.into_iter().zip(FULL) {
        for field in parsed(line).keys() {
            for value in &values {
                let mut changed = parsed(line);
                changed.insert(field.clone(), value.clone());
                // The longest values are for the longest fields, or this would take long.
                let short = !matches!(field.as_str(), "body" | "text" | "biography" | "description");
                if short && value.as_str().is_some_and(|text| text.len() > 5000) {
                    continue;
                }
                // The two pairs that say one thing together; the reader's own tests have them.
                if value.is_null() && matches!(field.as_str(), "stance" | "stance_source") {
                    continue;
                }
                let described =
                    schema.valid(schema.definition(kind.as_str()), &Value::Object(changed.clone()));
                let read = reads(&changed);
                // The sum and count of a rating are held against each other, which a schema cannot say.
                let agree = if kind == Kind::Rating { !read || described } else { read == described };
                assert!(agree, "{kind}.{field} = {:.80}: read {read}, schema {described}", value.to_string());
                taken += usize::from(read);
            }
        }
    }
    assert!(taken > 700, "too few values were taken for this to show much: {taken}");
}

/// Every word that the schema allows somewhere.
fn collect_words(schema: &Value, words: &mut Vec<Value>) {
    match schema {
        Value::Object(fields) => {
            words.extend(fields.get("enum").and_then(Value::as_array).into_iter().flatten().cloned());
            fields.values().for_each(|inner| collect_words(inner, words));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect_words(inner, words)),
        _ => {}
    }
}

#[test]
fn what_was_erased_is_a_tombstone_without_words() {
    let schema = Schema::load();
    for (line, words) in [(MINIMAL[8], &["title", "body"][..]), (MINIMAL[9], &["headline", "body"])] {
        let mut erased = parsed(line);
        for field in words {
            erased.insert((*field).to_owned(), json!(""));
        }
        for (state, taken) in [("removed", true), ("held", false), ("published", false)] {
            erased.insert("state".to_owned(), json!(state));
            assert_eq!(reads(&erased), taken, "{erased:?}");
            assert_eq!(schema.accepts(&Value::Object(erased.clone())), taken, "{erased:?}");
        }
        erased.remove("state");
        assert!(!reads(&erased) && !schema.accepts(&Value::Object(erased)));
    }
}

#[test]
fn unknown_fields_and_kinds_are_refused_by_both() {
    let schema = Schema::load();
    for line in FULL {
        let mut extra = parsed(line);
        assert!(schema.accepts(&Value::Object(extra.clone())), "{line}");
        extra.insert("surprise".into(), json!(1));
        assert!(!reads(&extra) && !schema.accepts(&Value::Object(extra)));
    }
    for other in [json!({}), json!({"kind": "letter"}), json!([]), json!("source"), json!(null)] {
        assert!(!schema.accepts(&other) && Record::parse(&other.to_string()).is_err(), "{other}");
    }
}

#[test]
fn the_examples_of_the_documentation_are_records() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/archive-format.md");
    let text = std::fs::read_to_string(path).unwrap();
    let schema = Schema::load();
    let mut kinds = BTreeSet::new();
    for line in text.lines().filter(|line| line.starts_with("{\"kind\"")) {
        let record = Record::parse(line).unwrap_or_else(|problem| panic!("{problem}\n{line}"));
        assert!(schema.accepts(&serde_json::from_str(line).unwrap()), "{line}");
        assert_eq!(record.canonical_json().unwrap(), line);
        kinds.insert(record.kind());
    }
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), Kind::ALL);
    let list: Vec<&str> = text.lines().filter(|line| line.starts_with("- ")).collect();
    for known in archive::specialties() {
        let line = list.iter().find(|line| line.starts_with(&format!("- {}", known.practitioner))).unwrap();
        assert!(known.other_titles.iter().all(|title| line.contains(title)), "{line}");
    }
}
