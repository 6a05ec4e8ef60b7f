//! Every interface text is translated, every translation is used, and what stands for doctors' opinions says the same.

use std::{path::Path, sync::LazyLock};

use db::value::Stance;
use locale::{Catalogue, Message, extract, skeleton};
use site::agreement::{Counts, stance_says};

const FOLDER: &str = env!("CARGO_MANIFEST_DIR");

static MESSAGES: LazyLock<Vec<Message>> = LazyLock::new(|| {
    let mut found = Vec::new();
    sources(&Path::new(FOLDER).join("src"), &mut found);
    assert!(found.len() > 100, "only {} texts were found", found.len());
    found
});

/// The translations, as the file has them. With `UPDATE_TEXTS=1` it is first written anew: new texts stand empty in it, texts
/// that are no longer shown are gone.
static SPANISH: LazyLock<Catalogue> = LazyLock::new(|| {
    let path = Path::new(FOLDER).join("locales/es.po");
    let catalogue = Catalogue::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
    if std::env::var_os("UPDATE_TEXTS").is_none_or(|wish| wish != "1") {
        return catalogue;
    }
    let anew = skeleton(&MESSAGES, &catalogue);
    std::fs::write(&path, &anew).unwrap();
    Catalogue::parse(&anew).unwrap()
});

fn sources(folder: &Path, found: &mut Vec<Message>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path
            .extension()
            .is_some_and(|ending| ["rs", "html", "xml"].iter().any(|known| ending == *known))
        {
            let name = path.strip_prefix(FOLDER).unwrap().display().to_string();
            found.extend(extract(&name, &std::fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn no_text_is_missing_in_spanish() {
    let missing = locale::missing(&MESSAGES, &SPANISH);
    let lines: Vec<String> = missing.iter().map(ToString::to_string).collect();
    assert!(
        missing.is_empty(),
        "run again with UPDATE_TEXTS=1, then translate in locales/es.po:\n{}",
        lines.join("\n")
    );
}

#[test]
fn no_translation_is_left_over() {
    let unused = locale::unused(&MESSAGES, &SPANISH);
    assert!(unused.is_empty(), "run again with UPDATE_TEXTS=1 to drop these:\n{}", unused.join("\n"));
}

/// The label is put together from parts; it must read as one sentence and never turn a stance around.
#[test]
fn the_spanish_label_reads_as_a_sentence() {
    let l = site::app::languages("es").unwrap().default_locale();
    let words =
        |yes, no, depends, unknown| Counts { yes, no, depends, unknown, inferred: 0 }.label().words(l);
    assert_eq!(words(0, 6, 0, 0), "Los 6 médicos coinciden: no");
    assert_eq!(words(1, 5, 0, 0), "5 de 6 médicos coinciden: no; 1 discrepa");
    assert_eq!(words(6, 0, 1, 1), "6 de 8 médicos coinciden: sí; 2 discrepan");
    assert_eq!(words(1, 3, 2, 0), "Los médicos discrepan: 3 no, 2 depende, 1 sí");
    assert_eq!(words(0, 0, 0, 4), "Los 4 médicos coinciden: no se sabe");
    let says: Vec<String> = Stance::ALL.iter().map(|stance| stance_says(l, *stance).to_string()).collect();
    assert_eq!(says, ["Dice que sí", "Dice que no", "Dice que depende", "Dice que no se sabe"]);
}

#[test]
fn every_language_on_offer_is_spoken() {
    for tag in site::config::Language::ALL {
        let languages = site::app::languages(tag).unwrap();
        assert_eq!(&languages.default_locale().tag(), tag);
    }
}
