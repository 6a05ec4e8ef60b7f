//! What is printed of what is there.

use std::{fs, os::unix::fs::PermissionsExt, process::Stdio};

use db::TestDb;
use serde_json::{Value, json};

use crate::harness::{ARCHIVE, Site};

#[db::test]
async fn a_question_as_programs_get_it(test: TestDb) {
    let site = Site::filled(&test);
    let mut shown = site.json(&["show", "12"]);
    for answer in shown["answers"].as_array_mut().unwrap() {
        assert!(answer["id"].as_object_mut().is_none() && answer["id"].is_number());
        answer.as_object_mut().unwrap().remove("id");
    }
    let mut expected = json!({
        "id": 12,
        "title": "Does tea stain teeth?",
        "body": "I drink a lot of *green* tea.",
        "state": "published",
        "topics": ["Tea"],
        "country": null, "details": [], "found_answer_at": null, "locked": null, "edited_for": null, "different": null,
        "agreement": {
            "label": "Doctors differ: 2 yes, 1 it depends",
            "counts": { "yes": 2, "no": 0, "depends": 1, "unknown": 0 },
            "inferred": false,
        },
        "answers": [
            {
                "headline": "Yes, it does", "body": "Over the years.", "stance": "yes", "stance_source": "stated",
                "doctor": {
                    "name": "Ada Sample", "credentials": "MD, FRCPC", "specialty": "Dermatologist", "city": "Testville",
                    "verified": false, "rating": { "mean": 4.7, "count": 47 },
                },
            },
            {
                "headline": "Yes", "body": "A little.", "stance": "yes", "stance_source": "stated",
                "doctor": {
                    "name": "Bo Sample", "credentials": "MD", "specialty": null, "city": null, "verified": false, "rating": null,
                },
            },
            {
                "headline": "It depends", "body": "On the tea.", "stance": "depends", "stance_source": "stated",
                "doctor": {
                    "name": null, "credentials": "", "specialty": "Dermatologist", "city": "Otherton", "verified": false, "rating": null,
                },
            },
        ],
    });
    for answer in expected["answers"].as_array_mut().unwrap() {
        let beside = ["see_someone", "no_see_someone", "interests", "correction", "edited_for"];
        beside.iter().for_each(|name| answer[name] = Value::Null);
        answer["helped"] = 0.into();
    }
    assert_eq!(shown, expected, "{shown:#}");
}

#[db::test]
async fn what_was_said_beside_question_and_answer_is_shown(test: TestDb) {
    let site = Site::of(&test);
    let more = ARCHIVE
        .replace(
            r#""title":"Does tea stain teeth?""#,
            r#""title":"Does tea stain teeth?","country":"NL","different":"Mine is herbal tea.","locked":"settled","found_answer_at":"2024-01-02T00:00:00Z","details":[{"at":"2024-01-01T00:00:00Z","text":"Black tea *too*."}]"#,
        )
        .replace(
            r#""headline":"Yes, it does""#,
            r#""headline":"Yes, it does","see_someone":"it hurts","interests":"I sell tea","correction":"It takes years","edited_for":"rude","helped":3"#,
        );
    site.does(&["import", "jsonl", &site.file("more.jsonl", more)]);
    let shown = site.json(&["show", "12"]);
    assert_eq!(
        shown["details"],
        json!([{ "at": 1_704_067_200, "body": "Black tea *too*.", "removed_for": null, "edited_for": null }])
    );
    assert_eq!(
        (&shown["country"], &shown["locked"], &shown["found_answer_at"], &shown["different"]),
        (&json!("NL"), &json!("settled"), &json!(1_704_153_600), &json!("Mine is herbal tea."))
    );
    let answer =
        &shown["answers"].as_array().unwrap().iter().find(|it| it["headline"] == "Yes, it does").unwrap();
    assert_eq!((&answer["correction"], &answer["helped"]), (&json!("It takes years"), &json!(3)));
    let text = site.does(&["show", "12"]);
    for said in ["Black tea too.", "See someone in person if: it hurts", "I sell tea", "It takes years"] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
}

#[db::test]
async fn a_question_as_people_read_it(test: TestDb) {
    let site = Site::filled(&test);
    for typed in ["12", "/questions/12/does-tea", "http://127.0.0.1:8080/es/questions/12"] {
        let out = site.does(&["show", typed]);
        for part in [
            "Does tea stain teeth?\nQuestion 12 · Tea · asked 1 May 2024",
            "  I drink a lot of green tea.",
            "Doctors differ: 2 yes, 1 it depends\n  yes        ██ 2\n  it depends █ 1",
            "3 doctor answers",
            "1. Yes, it does\n   Over the years.",
            "— Ada Sample, MD, FRCPC · Dermatologist · Testville\n     4.7 out of 5 stars, 47 reviews · Says yes",
            "— Name not given · Dermatologist · Otherton",
        ] {
            assert!(out.contains(part), "{part:?} is not in {out}");
        }
    }
}

#[db::test]
async fn what_readers_do_not_see_is_shown_with_a_word(test: TestDb) {
    let site = Site::of(&test);
    let file = site.file("archive.jsonl", ARCHIVE.replace(r#""asked_at""#, r#""state":"held","asked_at""#));
    site.does(&["import", "jsonl", &file]);
    let ended = site.run(&["show", "12"]);
    assert_eq!(ended.status, 0, "{ended:?}");
    assert!(ended.err.contains("held: readers do not see it") && ended.out.contains("Does tea"), "{ended:?}");
    assert_eq!(site.json(&["show", "12"])["state"], "held");
}

#[db::test]
async fn an_unknown_question_is_named(test: TestDb) {
    let site = Site::of(&test);
    site.run(&["show", "999"]).failed(1, &["there is no question 999"]);
    site.run(&["show", "twelve"]).failed(2, &["twelve"]);
}

#[db::test]
async fn nothing_in_an_archive_steers_the_terminal(test: TestDb) {
    let site = Site::of(&test);
    let file =
        site.file("archive.jsonl", ARCHIVE.replace("Over the years.", "Red: \\u001b[31m and \\u202eback."));
    site.run(&["import", "jsonl", &file]);
    let out = site.does(&["show", "12"]);
    assert!(!out.contains(['\u{1b}', '\u{202e}']), "{out:?}");
}

#[db::test]
async fn who_stops_reading_is_not_told_about_it(test: TestDb) {
    let site = Site::filled(&test);
    for words in [&["export", "jsonl"][..], &["show", "12"], &["config"]] {
        let mut child = site.command(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{words:?}");
    }
}

#[test]
fn the_reader_of_stances_is_measured() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::nowhere(folder.path());
    let cases = folder.path().join("cases.jsonl");
    let case = |answer: &str, stance: &str| {
        json!({ "question": "Does tea stain teeth?", "headline": answer, "answer": answer, "stance": stance })
            .to_string()
    };
    let lines = [
        case("Yes, tea stains teeth.", "yes"),
        case("No, tea does not stain teeth.", "no"),
        case("No, tea does not stain teeth.", "yes"),
        case("Thank you for your question.", "maybe"),
    ];
    fs::write(&cases, lines.join("\n")).unwrap();
    let path = cases.to_str().unwrap();
    let report = site.json(&["eval", "stance", path]);
    assert_eq!(report["coverage"], json!(0.75), "{report}");
    assert!((report["precision"].as_f64().unwrap() - 2.0 / 3.0).abs() < 1e-9, "{report}");
    assert_eq!(report["confusion"]["yes"]["no"], 1);
    let out = site.does(&["eval", "stance", path]);
    assert!(out.contains("coverage   75.0%") && out.contains("1 said the opposite"), "{out}");
    fs::write(&cases, "{}\n").unwrap();
    site.run(&["eval", "stance", path]).failed(1, &["cases.jsonl", "line 1"]);
    site.run(&["eval", "stance", "none.jsonl"]).failed(1, &["none.jsonl can't be read"]);
}

#[test]
fn the_shell_and_the_manual_know_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::nowhere(folder.path());
    for shell in ["bash", "zsh", "fish"] {
        assert!(site.does(&["completions", shell]).contains("page-text"), "{shell}");
    }
    let page = site.does(&["man"]);
    for command in ["serve", "demo", "import", "export", "show", "migrate", "config", "check", "eval"] {
        assert!(page.contains(&format!("consilium\\-{command}(1)")), "{command} in {page}");
    }
    assert!(site.does(&["man", "import", "jsonl"]).contains("\\-\\-dry\\-run"));
    site.run(&["man", "nothing"]).failed(2, &["there is no command `nothing`"]);
}

#[db::test]
async fn check_finds_a_sound_site_sound(test: TestDb) {
    let site = Site::filled(&test);
    fs::set_permissions(&site.folder, fs::Permissions::from_mode(0o700)).unwrap();
    let report = site.json(&["check"]);
    assert_eq!((&report["ok"], report["version"].as_str()), (&true.into(), Some(env!("CARGO_PKG_VERSION"))));
    let states: Vec<&Value> =
        report["findings"].as_array().unwrap().iter().map(|finding| &finding["state"]).collect();
    assert!(!states.contains(&&json!("wrong")) && states.len() >= 6, "{report:#}");
    assert!(site.does(&["check"]).contains(", 1 question\n"));
}
