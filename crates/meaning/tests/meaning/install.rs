//! A model among a site's files: there as a whole or not at all.

use std::{fs, path::Path};

use meaning::installed;
use serde_json::json;

use crate::harness::Small;

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_model_is_installed_opened_replaced_and_removed() {
    let (data, one, other) = (tempfile::tempdir().unwrap(), Small::new(), Small::new());
    let data = data.path();
    assert!(installed::installed(data).unwrap().is_none() && installed::open(data).unwrap().is_none());
    assert_eq!(installed::remove(data).unwrap(), None);
    one.write("README.md", b"not needed");
    let first = installed::install(one.path(), data).unwrap();
    assert_eq!((first.name.as_str(), first.dimension, first.tokens), ("made-up/small", 32, 16));
    assert_eq!(installed::installed(data).unwrap().unwrap(), first);
    let model = installed::open(data).unwrap().unwrap();
    assert_eq!(model.embed(&["hair"]), meaning::Model::open(one.path()).unwrap().embed(&["hair"]));
    let home = data.join("model");
    assert_eq!(files(&home), [&first.checksum[..16], "installed.json", "lock"]);
    assert!(!home.join(&first.checksum[..16]).join("README.md").exists());

    // Again, and what was damaged is whole.
    fs::write(home.join(&first.checksum[..16]).join("config.json"), "{").unwrap();
    assert!(installed::open(data).is_err());
    assert_eq!(installed::install(one.path(), data).unwrap(), first);
    assert!(installed::open(data).unwrap().is_some());

    other.change("sentence_bert_config.json", |file| file["max_seq_length"] = json!(12));
    let second = installed::install(other.path(), data).unwrap();
    assert_ne!(first.checksum, second.checksum);
    assert_eq!(files(&home), [&second.checksum[..16], "installed.json", "lock"]);
    assert_eq!(installed::remove(data).unwrap(), Some(second));
    assert_eq!(files(&home), ["lock"]);
    assert!(installed::open(data).unwrap().is_none());
}

#[test]
fn a_bad_folder_changes_nothing() {
    let (data, good, bad) = (tempfile::tempdir().unwrap(), Small::new(), Small::new());
    let first = installed::install(good.path(), data.path()).unwrap();
    bad.remove("tokenizer.json");
    assert!(installed::install(bad.path(), data.path()).unwrap_err().to_string().contains("tokenizer.json"));
    assert_eq!(installed::installed(data.path()).unwrap().unwrap(), first);
    assert!(installed::open(data.path()).unwrap().is_some());
}

#[test]
fn what_an_installation_that_was_broken_off_left_is_cleared_away() {
    let (data, small) = (tempfile::tempdir().unwrap(), Small::new());
    let home = data.path().join("model");
    fs::create_dir_all(home.join(".newXYZ")).unwrap();
    fs::write(home.join(".newXYZ/config.json"), "{").unwrap();
    let installed = installed::install(small.path(), data.path()).unwrap();
    assert_eq!(files(&home), [&installed.checksum[..16], "installed.json", "lock"]);
}

#[test]
fn a_note_that_makes_no_sense_says_what_to_do() {
    let (data, small) = (tempfile::tempdir().unwrap(), Small::new());
    installed::install(small.path(), data.path()).unwrap();
    let note = data.path().join("model/installed.json");
    for text in ["", "{}", r#"{"name":"x","dimension":1,"tokens":1,"checksum":"../../../etc"}"#] {
        fs::write(&note, text).unwrap();
        let said = installed::installed(data.path()).unwrap_err().to_string();
        assert!(said.contains("installed.json") && said.contains("consilium model install"), "{said}");
        assert!(installed::open(data.path()).is_err());
    }
    assert_eq!(installed::remove(data.path()).unwrap(), None);
    assert!(installed::installed(data.path()).unwrap().is_none());
}
