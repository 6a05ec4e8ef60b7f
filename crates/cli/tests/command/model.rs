//! The model by which search goes by meaning, as an operator handles it.

use std::{fs, path::PathBuf};

use serde_json::Value;

use crate::harness::Site;

/// The real model, or none with a note: `./test` installs it and names it.
pub(crate) fn real() -> Option<String> {
    let named = std::env::var("CONSILIUM_TEST_MODEL").ok();
    if named.is_none() {
        println!("skipped: CONSILIUM_TEST_MODEL names no model");
    }
    named
}

#[test]
fn a_model_is_installed_shown_and_removed() {
    let Some(model) = real() else { return };
    let parent = tempfile::tempdir().unwrap();
    let site = Site::nowhere(parent.path());
    assert!(site.does(&["model", "show"]).contains("No model is installed"));
    assert_eq!(site.json(&["model", "show"])["model"], Value::Null);
    assert!(site.does(&["model", "remove"]).contains("No model was installed"));
    assert!(!site.folder.exists());

    let ended = site.run(&["model", "install", &model]);
    assert_eq!((ended.status, ended.err.as_str()), (0, ""), "{ended:?}");
    assert!(ended.out.contains("MiniLM-L6") && ended.out.contains("384 numbers"), "{}", ended.out);
    let shown = site.json(&["model", "show"])["model"].clone();
    assert_eq!((&shown["dimension"], &shown["tokens"]), (&Value::from(384), &Value::from(256)));
    assert!(site.does(&["model", "show"]).contains("Its files are whole"));

    // A byte of it changes, as on a dying disk.
    let folder = site.folder.join("model").join(&shown["checksum"].as_str().unwrap()[..16]);
    let file = folder.join("model.safetensors");
    let mut bytes = fs::read(&file).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&file, &bytes).unwrap();
    site.run(&["model", "show"]).failed(1, &["is not what was installed", "consilium model install"]);
    site.does(&["model", "install", &model]);
    assert_eq!(site.json(&["model", "show"])["model"], shown);
    assert!(site.does(&["model", "remove"]).contains("is removed"));
    assert!(!folder.exists());
    assert_eq!(site.json(&["model", "show"])["model"], Value::Null);
}

#[test]
fn a_folder_that_is_no_model_is_refused_and_leaves_nothing() {
    let parent = tempfile::tempdir().unwrap();
    let site = Site::nowhere(parent.path());
    let folder: PathBuf = parent.path().join("half");
    let path = folder.to_str().unwrap();
    site.run(&["model", "install", path]).failed(1, &["half", "is not there", "Name the folder"]);
    fs::create_dir(&folder).unwrap();
    site.run(&["model", "install", path]).failed(1, &["config.json", "not in the folder"]);
    fs::write(folder.join("config.json"), r#"{"model_type":"mpnet"}"#).unwrap();
    site.run(&["model", "install", path]).failed(1, &["mpnet", "BERT family"]);
    assert!(!site.folder.exists());
    site.run(&["model"]).failed(2, &["Usage"]);
}
