//! What is offered while somebody types, and afterwards.

use search::query::Query;

use crate::clinic::{Clinic, doctor, question};

fn clinic() -> Clinic {
    Clinic::with(&[
        question(1, "Botox and hair loss", ""),
        question(2, "Botched filler", ""),
        question(3, "Hair transplant", "Botox is not asked about in the title."),
        question(4, "Botox for migraine", ""),
        doctor(5, "Boris Example"),
    ])
}

#[test]
fn titles_that_go_on_from_what_was_typed_are_suggested() {
    let view = clinic().index.view();
    let titles = |typed: &str| -> Vec<String> {
        let mut titles: Vec<String> = view.suggest(typed, 5).unwrap().into_iter().map(|s| s.title).collect();
        titles.sort();
        titles
    };
    assert_eq!(titles("bot"), ["Botched filler", "Botox and hair loss", "Botox for migraine"]);
    assert_eq!(titles("b"), ["Boris Example", "Botched filler", "Botox and hair loss", "Botox for migraine"]);
    assert_eq!(titles("hair t"), ["Hair transplant"]);
    assert_eq!(titles("botox h"), ["Botox and hair loss"]);
    assert_eq!(titles("hair lo"), ["Botox and hair loss"]);
    assert_eq!(titles("Bor"), ["Boris Example"]);
    assert_eq!(titles("botx mig"), ["Botox for migraine"]);
    assert!(titles("").is_empty() && titles("zzz").is_empty());
}

#[test]
fn a_better_spelling_is_offered_for_what_nobody_wrote() {
    let view = clinic().index.view();
    let meant = |typed: &str| view.did_you_mean(&Query::parse(typed)).unwrap();
    assert_eq!(meant("Botxo, hiar?").as_deref(), Some("botox, hair?"));
    assert_eq!(meant("botox"), None);
    assert_eq!(meant("quite something else"), None);
}
