//! `consilium eval` on sets for search and for similar questions.

use std::fs;

use serde_json::{Value, json};

use crate::harness::Site;

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
    assert!(out.contains("2 texts, 1 queries") && out.contains("words + vocabulary against words"), "{out}");
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
