//! What is said wins in order, and what is wrong is told all at once.

use std::collections::BTreeMap;

use super::{Config, Origin, Sources};

fn load(file: &str, environment: &[(&str, &str)], flags: &[(&str, &str)]) -> Result<Config, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("consilium.toml");
    std::fs::write(&path, file).unwrap();
    let flags: BTreeMap<_, _> = flags.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let environment: BTreeMap<_, _> = environment.iter().copied().collect();
    let variable = |name: &str| environment.get(name).map(|value| (*value).to_owned());
    Sources::gather(Some(&path), variable, &flags, Config::fields())
        .and_then(Config::from_sources)
        .map_err(|error| error.to_string())
}

#[test]
fn the_defaults_are_sound() {
    assert_eq!(Config::defaults().unwrap().server.bind.port(), 8080);
}

#[test]
fn a_flag_beats_the_environment_and_that_beats_the_file() {
    let file = "[server]\nbind = \"127.0.0.1:1\"\n[brand]\nname = \"File\"\n[lists]\npage = 7\n";
    let config = load(
        file,
        &[("CONSILIUM_BIND", "127.0.0.1:2"), ("CONSILIUM_NAME", "Env")],
        &[("server.bind", "127.0.0.1:3")],
    )
    .unwrap();
    assert_eq!((config.server.bind.port(), &*config.brand.name, config.lists.page.get()), (3, "Env", 7));
    assert_eq!(config.origins["server.bind"], Origin::Flag);
    assert_eq!(config.origins["brand.name"], Origin::Environment("CONSILIUM_NAME".into()));
    assert!(matches!(&config.origins["lists.page"], Origin::File(path) if path.ends_with("consilium.toml")));
}

#[test]
fn every_problem_is_told_at_once() {
    let error = load(
        "[server]\nbind = \"nowhere\"\nnmae = 1\n[brand]\naccent = \"red\"\n[web]\npage = 3\n",
        &[],
        &[],
    )
    .unwrap_err();
    for part in [
        "server.bind",
        "127.0.0.1:8080",
        "server.nmae",
        "brand.accent",
        "#0f5c63",
        "did you mean lists.page?",
    ] {
        assert!(error.contains(part), "{part} in {error}");
    }
}

#[test]
fn a_broken_file_is_named_with_its_line() {
    let error = load("[server\nbind=1", &[], &[]).unwrap_err();
    assert!(error.contains("consilium.toml") && error.contains("line 1"), "{error}");
}
