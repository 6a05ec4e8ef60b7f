//! The search index and what it finds, as an operator meets them.

use std::fs;

use db::TestDb;
use serde_json::Value;

use crate::harness::{self, Site};

#[db::test]
async fn what_readers_find_is_found_in_the_terminal(test: TestDb) {
    let site = Site::filled(&test);
    site.run(&["search", "tea"]).failed(1, &["there is no search index", "consilium reindex"]);
    assert!(site.does(&["reindex"]).contains("entries can be found"));
    let out = site.does(&["search", "staining", "of", "teeth"]);
    assert!(out.contains("Does tea stain teeth?") && out.contains("/questions/12/"), "{out}");
    let found = site.json(&["search", "tea stain"]);
    let first = &found["questions"][0];
    assert_eq!((&first["id"], &first["answers"]), (&Value::from(12), &Value::from(3)), "{found}");
    assert_eq!(first["agreement"], "Doctors differ: 2 yes, 1 it depends");
    let topic = site.json(&["search", "kind:topic tea"]);
    assert_eq!(topic["topics"][0]["path"], "/topics/tea", "{topic}");
    let unknown = site.json(&["search", "topic:zzyzx tea"]);
    assert_eq!(unknown["unknown_filters"], serde_json::json!(["topic:zzyzx"]));
    assert!(site.does(&["search", "zzyzx"]).contains("no question was found"));
    site.run(&["search", "\"\" -"]).failed(2, &["nothing to look for"]);
    site.run(&["search"]).failed(2, &["WORDS"]);
    site.run(&["search", "tea", "--limit", "0"]).failed(2, &["1..=100"]);
}

#[db::test]
async fn a_damaged_index_is_told_and_built_anew(test: TestDb) {
    let site = Site::filled(&test);
    let built = site.json(&["reindex"]);
    assert!(built["entries"].as_u64().is_some_and(|entries| entries > 3), "{built}");
    fs::write(site.folder.join("search/current"), "nonsense").unwrap();
    site.run(&["search", "tea"]).failed(1, &["is damaged", "consilium reindex"]);
    assert!(site.run(&["check"]).out.contains("names no generation"));
    assert_eq!(site.json(&["reindex"])["entries"], built["entries"]);
    assert!(site.does(&["search", "tea"]).contains("Does tea stain teeth?"));
}

#[db::test]
async fn broken_words_of_ones_own_keep_no_index_from_being_built(test: TestDb) {
    let site = Site::filled(&test);
    fs::create_dir(site.folder.join("words")).unwrap();
    site.file("words/own.txt", "zorbo | botox\n");
    let config = site.file("own.toml", "[search]\nvocabulary = \"words\"\n");
    let run = |words: &[&str]| {
        let words: Vec<&str> = words.iter().copied().chain(["--config", &config]).collect();
        let mut command = site.command(&words);
        command.current_dir(&site.folder);
        harness::run(command)
    };
    let ended = run(&["reindex"]);
    assert_eq!(ended.status, 0, "{ended:?}");
    assert!(ended.err.contains("own.txt") && ended.err.contains("built all the same"), "{ended:?}");
    assert!(run(&["search", "tea"]).out.contains("Does tea stain teeth?"));
    let told = run(&["check"]).out;
    assert!(told.contains("own.txt") && told.contains("those that ship"), "{told}");
}

#[db::test]
async fn a_broken_model_leaves_search_by_words(test: TestDb) {
    let site = Site::filled(&test);
    site.does(&["reindex"]);
    fs::create_dir_all(site.folder.join("model")).unwrap();
    fs::write(site.folder.join("model/installed.json"), "{").unwrap();
    let ended = site.run(&["search", "tea"]);
    assert_eq!(ended.status, 0, "{ended:?}");
    assert!(ended.out.contains("Does tea stain teeth?"), "{ended:?}");
    assert!(
        ended.err.contains("by words alone") && ended.err.contains("consilium model install"),
        "{ended:?}"
    );
    let checked = site.run(&["check"]);
    assert!(checked.status == 1 && checked.out.contains("search by meaning"), "{checked:?}");
}
