//! Where settings come from, and the documents that are made from them.

use std::{fs, path::PathBuf};

use crate::harness::{Site, run};

fn site(folder: &tempfile::TempDir) -> Site {
    let site = Site::nowhere(folder.path());
    fs::create_dir(&site.folder).unwrap();
    site
}

#[test]
fn every_value_says_where_it_came_from() {
    let folder = tempfile::tempdir().unwrap();
    let site = site(&folder);
    let file = site.file("consilium.toml", "[brand]\nname = \"Example\"\naccent = \"#0b5a61\"\n");
    let mut command = site.command(&["config", "--json"]);
    command.env("CONSILIUM_LIST_PAGE", "7").env("CONSILIUM_ACCENT", "#222222");
    let settings: serde_json::Value = serde_json::from_str(&run(command).out).unwrap();
    let said =
        |name: &str| (settings[name]["value"].as_str().unwrap(), settings[name]["from"].as_str().unwrap());
    assert_eq!(said("brand.name"), ("Example", format!("file {file}").as_str()));
    assert_eq!(said("brand.accent"), ("#222222", "environment CONSILIUM_ACCENT"));
    assert_eq!(said("lists.page"), ("7", "environment CONSILIUM_LIST_PAGE"));
    assert_eq!(said("storage.data_dir"), (site.folder.to_str().unwrap(), "flag"));
    assert_eq!(said("server.threads"), ("0", "default"));
    let out = site.does(&["config"]);
    assert!(
        out.lines()
            .any(|line| line.contains("brand.name") && line.contains("Example") && line.contains("file ")),
        "{out}"
    );
}

#[test]
fn a_named_file_is_used_and_not_the_one_in_the_data_folder() {
    let folder = tempfile::tempdir().unwrap();
    let site = site(&folder);
    site.file("consilium.toml", "[brand]\nname = \"Found\"\n");
    let named = site.file("named.toml", "[brand]\nname = \"Named\"\n");
    assert_eq!(site.json(&["config"])["brand.name"]["value"], "Found");
    assert_eq!(site.json(&["config", "--config", &named])["brand.name"]["value"], "Named");
    site.run(&["config", "--config", "none.toml"]).failed(2, &["none.toml", "cannot be read"]);
}

#[test]
fn no_password_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let site = site(&folder);
    let address = "postgres://ann:open-sesame@127.0.0.1:1/none?password=open-sesame";
    for words in [&["config"][..], &["config", "--json"], &["check"], &["show", "1"]] {
        let words: Vec<&str> = words.iter().copied().chain(["--database", address]).collect();
        let ended = site.run(&words);
        assert!(!format!("{ended:?}").contains("sesame"), "{ended:?}");
    }
    let half = site.run(&["config", "--database", "mysql://ann:open-sesame@127.0.0.1/none"]);
    assert!(!format!("{half:?}").contains("sesame"), "{half:?}");
}

#[test]
fn everything_wrong_is_told_at_once_and_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let site = site(&folder);
    site.file("consilium.toml", "[server]\nthreads = -1\nprot = 80\n[brand]\naccent = \"red\"\n");
    site.run(&["check"]).failed(2, &["server.threads", "server.prot", "brand.accent", "consilium.toml"]);
    site.file("consilium.toml", "[brand]\naccent = \"#ffffee\"\n");
    site.run(&["serve", "--bind", "127.0.0.1:0"]).failed(2, &["brand.accent", "darker"]);
    site.file("consilium.toml", "[brand]\nlanguage = \"xx\"\n");
    site.run(&["serve", "--bind", "127.0.0.1:0"]).failed(2, &["brand.language", "xx", "en, es"]);
    site.file("consilium.toml", "[brand]\naccent = \"#ffffee\"\ncountry = \"UK\"\n[lists]\npage = 0\n");
    site.run(&["config"]).failed(2, &["brand.accent", "brand.country", "GB", "lists.page", "from 1 to 100"]);
    for (section, line) in [
        ("server", "threads = 100000"),
        ("server", "max_connections = 0"),
        ("server", "max_address = 0"),
        ("server", "request_timeout = \"0s\""),
        ("caching", "watch = \"0s\""),
        ("storage", "readers = 0"),
        ("storage", "mapped_mb = 2000000"),
        ("logging", "filter = \"loud\""),
        ("brand", "name = \" \""),
        ("brand", "contact_email = \"foo\""),
        ("brand", "security_contact = \"x\""),
    ] {
        site.file("consilium.toml", format!("[{section}]\n{line}\n"));
        let key = line.split(' ').next().unwrap();
        site.run(&["check"]).failed(2, &[&format!("{section}.{key}")]);
    }
    site.file("consilium.toml", "");
    site.run(&["serve", "--bind", "nowhere"]).failed(2, &["server.bind", "nowhere", "127.0.0.1:8080"]);
    site.run(&["show", "1", "--database", "mysql://127.0.0.1/none"])
        .failed(2, &["storage.database", "postgres://"]);
    site.run(&["sing"]).failed(2, &["sing", "--help"]);
    site.run(&[]).failed(2, &["Usage"]);
}

/// Compares a document with what the program writes; `UPDATE_DOCS=1` writes it instead.
fn is_fresh(path: &str, flag: &str) {
    let folder = tempfile::tempdir().unwrap();
    let written = site(&folder).does(&["config", flag]);
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &written).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    let differs = kept.lines().zip(written.lines()).find(|(kept, written)| kept != written);
    assert!(
        kept == written,
        "{} is not what `consilium config {flag}` writes ({differs:?}); run the tests with UPDATE_DOCS=1",
        path.display()
    );
}

#[test]
fn the_reference_of_settings_is_fresh() {
    is_fresh("docs/configuration.md", "--reference");
}

#[test]
fn the_example_of_settings_is_fresh_and_can_be_used() {
    is_fresh("consilium.example.toml", "--example");
    let folder = tempfile::tempdir().unwrap();
    let site = site(&folder);
    let example = site.does(&["config", "--example"]);
    let bare: Vec<String> = example
        .lines()
        .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line).to_owned())
        .collect();
    let file = site.file("bare.toml", bare.join("\n"));
    let settings = site.json(&["config", "--config", &file]);
    assert_eq!(settings["server.bind"]["from"], format!("file {file}"));
    assert_eq!(settings["server.bind"]["value"], "127.0.0.1:8080");
}
