//! `consilium eval` on sets for search and for similar questions.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::{harness::Site, model::real};

/// A set with a query that shares no word with its text, nor anything that the vocabulary knows.
fn unlike(folder: &Path) -> String {
    let set = folder.join("unlike");
    fs::create_dir_all(set.join("qrels")).unwrap();
    let corpus = [
        json!({ "_id": "d1", "title": "Tea", "text": "Tea stains teeth." }),
        json!({ "_id": "d2", "title": "", "text": "The train leaves at noon." }),
    ];
    fs::write(set.join("corpus.jsonl"), corpus.map(|text| text.to_string()).join("\n")).unwrap();
    let query = json!({ "_id": "q1", "text": "railway departure" });
    fs::write(set.join("queries.jsonl"), query.to_string()).unwrap();
    fs::write(set.join("qrels/test.tsv"), "query-id\tcorpus-id\tscore\nq1\td2\t1\n").unwrap();
    set.to_str().unwrap().to_owned()
}

#[test]
fn search_is_measured_on_a_judged_set() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::nowhere(folder.path());
    let set = folder.path().join("set");
    fs::create_dir_all(set.join("qrels")).unwrap();
    let lines = |values: &[Value]| values.iter().map(|value| format!("{value}\n")).collect::<String>();
    let corpus = [
        json!({ "_id": "d1", "title": "Hair loss", "text": "Hair may fall out after a fever." }),
        json!({ "_id": "d2", "title": "Tea", "text": "Tea stains teeth." }),
    ];
    let queries =
        [json!({ "_id": "q1", "text": "losing hair" }), json!({ "_id": "q2", "text": "nobody judged this" })];
    fs::write(set.join("corpus.jsonl"), lines(&corpus)).unwrap();
    fs::write(set.join("queries.jsonl"), lines(&queries)).unwrap();
    fs::write(set.join("qrels/test.tsv"), "query-id\tcorpus-id\tscore\nq1\td1\t2\n").unwrap();
    let path = set.to_str().unwrap();
    let report = site.json(&["eval", "search", "--data", path]);
    let rows = report.as_array().unwrap();
    assert_eq!(rows[0]["configuration"], "words");
    for row in rows {
        for measure in ["ndcg10", "recall100", "mrr10"] {
            assert_eq!(row[measure], json!(1.0), "{report}");
        }
        assert!(row["p50_ms"].is_number() && row["p99_ms"].is_number(), "{report}");
    }
    let out = site.does(&["eval", "search", "--data", path]);
    assert!(out.contains("2 texts, 1 query\n") && out.contains("words + vocabulary against words"), "{out}");
    fs::write(set.join("corpus.jsonl"), "{}\n").unwrap();
    site.run(&["eval", "search", "--data", path]).failed(1, &["corpus.jsonl:1"]);
    site.run(&["eval", "search", "--data", "nowhere"]).failed(1, &["can't be read", "qrels/test.tsv"]);
}

#[test]
fn similar_questions_are_measured_on_labelled_pairs() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::nowhere(folder.path());
    let file = folder.path().join("pairs.jsonl");
    let pairs = [
        json!({ "chq": "Does tea stain my teeth?", "faq": "Can tea stain teeth?", "label": 1 }),
        json!({ "q1": "Does tea stain my teeth?", "q2": "How is a broken leg treated?", "label": 0 }),
    ];
    fs::write(&file, pairs.map(|pair| pair.to_string()).join("\n")).unwrap();
    let path = file.to_str().unwrap();
    let report = site.json(&["eval", "similar", path]);
    for row in report.as_array().unwrap() {
        assert_eq!(
            (&row["auc"], &row["ap"], &row["accuracy"]),
            (&json!(1.0), &json!(1.0), &json!(1.0)),
            "{report}"
        );
    }
    assert!(site.does(&["eval", "similar", path]).contains("2 pairs, 1 belong together"));
    fs::write(&file, "{\"chq\": \"alone\", \"label\": 1}\n").unwrap();
    site.run(&["eval", "similar", path]).failed(1, &["pairs.jsonl:1"]);
}

#[test]
fn meaning_is_measured_with_a_model() {
    let Some(model) = real() else { return };
    let folder = tempfile::tempdir().unwrap();
    let site = Site::nowhere(folder.path());
    let set = unlike(folder.path());
    let words = ["eval", "search", "--data", &set, "--model", &model];
    let report = site.json(&words);
    let found: Vec<_> =
        report.as_array().unwrap().iter().map(|row| (&row["configuration"], &row["mrr10"])).collect();
    let (none, all) = (json!(0.0), json!(1.0));
    assert_eq!(
        found,
        [
            (&json!("words"), &none),
            (&json!("words + vocabulary"), &none),
            (&json!("words + vocabulary + meaning"), &all)
        ]
    );
    let out = site.does(&[&words[..], &["--alone"]].concat());
    assert!(out.contains("words + vocabulary + meaning against words + vocabulary: +1.0000"), "{out}");
    assert!(out.contains("meaning alone against words + vocabulary + meaning"), "{out}");

    let file = folder.path().join("pairs.jsonl");
    let pairs = [
        json!({ "q1": "My hair is falling out", "q2": "Am I going bald?", "label": 1 }),
        json!({ "q1": "My hair is falling out", "q2": "When does the train leave?", "label": 0 }),
    ];
    fs::write(&file, pairs.map(|pair| pair.to_string()).join("\n")).unwrap();
    let report = site.json(&["eval", "similar", file.to_str().unwrap(), "--model", &model]);
    let rows = report.as_array().unwrap();
    assert_eq!((rows.len(), &rows[2]["configuration"]), (3, &json!("words + vocabulary + meaning")));
    assert_eq!((&rows[2]["auc"], &rows[2]["ap"]), (&all, &all));
    assert!(rows[0]["auc"].as_f64().unwrap() < 1.0, "{report}");
}

#[test]
fn a_folder_that_is_no_model_measures_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::nowhere(folder.path());
    let set = unlike(folder.path());
    let pairs = folder.path().join("pairs.jsonl");
    let pair = |label| json!({ "q1": "a", "q2": "b", "label": label });
    fs::write(&pairs, format!("{}\n{}\n", pair(1), pair(0))).unwrap();
    let model = folder.path().join("half");
    let refused = |said: &[&str]| {
        let said = [&["half can't be used as a model"], said].concat();
        let model = model.to_str().unwrap();
        let search = site.run(&["eval", "search", "--data", &set, "--model", model, "--json"]);
        let similar = site.run(&["eval", "similar", pairs.to_str().unwrap(), "--model", model]);
        for ended in [search, similar] {
            ended.failed(1, &said);
            assert_eq!(ended.out, "");
        }
    };
    refused(&["is not there", "Name the folder"]);
    fs::create_dir(&model).unwrap();
    refused(&["config.json", "not in the folder", "Download"]);
    fs::write(model.join("config.json"), r#"{"model_type":"mpnet"}"#).unwrap();
    refused(&["mpnet", "BERT family"]);
    site.run(&["eval", "search", "--data", &set, "--alone"]).failed(2, &["--model"]);
}

#[test]
fn the_essence_is_measured_on_letters_that_were_summed_up() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::nowhere(folder.path());
    let file = folder.path().join("letters.jsonl");
    let letter = json!({
        "chq": "Hello, my name is Ann. Is ribavirin dangerous? Thank you for your time.",
        "summary": "Is ribavirin dangerous?",
    });
    fs::write(&file, format!("{letter}\n")).unwrap();
    let path = file.to_str().unwrap();
    let report = site.json(&["eval", "essence", path]);
    assert_eq!(report[1]["configuration"], "essence");
    assert_eq!(report[1]["sentence"], json!(1.0), "{report}");
    assert!(site.does(&["eval", "essence", path]).contains("Letters: 1"));
    fs::write(&file, "{\"summary\": 1}\n").unwrap();
    site.run(&["eval", "essence", path]).failed(1, &["letters.jsonl:1"]);
}
