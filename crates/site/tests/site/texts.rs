//! Every interface text is translated, and every translation is used.

use std::path::Path;

use locale::{Catalogue, Message, extract};

const SPANISH: &str = include_str!("../../locales/es.po");

fn sources(folder: &Path, found: &mut Vec<Message>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ["rs", "html", "xml"].iter().any(|known| ending == *known)) {
            found.extend(extract(&path.display().to_string(), &std::fs::read_to_string(&path).unwrap()));
        }
    }
}

fn messages() -> Vec<Message> {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 100, "only {} texts were found", found.len());
    found
}

#[test]
fn no_text_is_missing_in_spanish() {
    let catalogue = Catalogue::parse(SPANISH).unwrap();
    let missing = locale::missing(&messages(), &catalogue);
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn no_translation_is_left_over() {
    let catalogue = Catalogue::parse(SPANISH).unwrap();
    let unused = locale::unused(&messages(), &catalogue);
    assert!(unused.is_empty(), "{unused:#?}");
}
