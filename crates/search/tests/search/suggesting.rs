//! What is offered while somebody types, and afterwards.

use search::{Entry, Facet, Key, Kind, Request, View, query::Query};

use crate::clinic::{Clinic, doctor, question};

fn entries() -> [Entry; 5] {
    [
        question(1, "Botox and hair loss", ""),
        question(2, "Botched filler", ""),
        question(3, "Hair transplant", "Botox is not asked about in the title."),
        question(4, "Botox for migraine", ""),
        doctor(5, "Boris Example"),
    ]
}

/// Titles of what is suggested, in their own order.
fn titles(view: &View, typed: &str, kind: Option<Kind>) -> Vec<String> {
    let query = Query::parse(typed);
    let with = kind.map(|kind| (Facet::Kind, vec![kind.name().to_owned()])).into_iter().collect();
    let keys = view.suggest(&Request { with, ..Request::new(&query, 5) }).unwrap();
    let found = entries().into_iter().filter(|entry| keys.contains(&entry.key));
    let mut titles: Vec<String> = found.map(|entry| entry.title).collect();
    titles.sort();
    titles
}

#[test]
fn titles_that_go_on_from_what_was_typed_are_suggested() {
    let view = Clinic::with(&entries()).index.view();
    let titles = |typed: &str| titles(&view, typed, None);
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
fn one_kind_alone_can_be_asked_for() {
    let view = Clinic::with(&entries()).index.view();
    assert_eq!(titles(&view, "b", Some(Kind::Doctor)), ["Boris Example"]);
    assert!(titles(&view, "hair", Some(Kind::Doctor)).is_empty());
}

#[test]
fn what_is_excluded_is_not_suggested() {
    let view = Clinic::with(&entries()).index.view();
    let titles = |typed: &str| titles(&view, typed, None);
    assert_eq!(titles("-hair botox"), ["Botox for migraine"]);
    assert_eq!(titles("botox -migraine"), ["Botox and hair loss"]);
    assert_eq!(titles("botox -\"hair loss\""), ["Botox for migraine"]);
    assert!(titles("-botox").is_empty());
    let query = Query::parse("bo");
    let without = vec![(Facet::Kind, "question".to_owned())];
    let found = view.suggest(&Request { without, ..Request::new(&query, 5) }).unwrap();
    assert_eq!(found, [Key { kind: Kind::Doctor, id: 5 }]);
}

#[test]
fn a_word_of_what_was_taken_out_is_not_offered() {
    let clinic =
        Clinic::with(&[question(1, "Zebrafish", ""), question(2, "Zebrafish", ""), question(3, "Hair", "")]);
    let meant = || clinic.index.view().did_you_mean(&Query::parse("zebrafihs")).unwrap();
    assert_eq!(meant().as_deref(), Some("zebrafish"));
    let mut writer = clinic.index.writer().unwrap();
    [1, 2].into_iter().for_each(|id| writer.delete(Key::question(id)));
    writer.commit("later").unwrap();
    clinic.index.refresh().unwrap();
    assert_eq!(meant(), None);
}

#[test]
fn the_name_of_a_filter_is_no_word_to_be_spelt_better() {
    let view = Clinic::with(&[question(1, "Find it", ""), question(2, "Find that", "")]).index.view();
    let meant = |typed: &str| view.did_you_mean(&Query::parse(typed)).unwrap();
    assert_eq!(meant("kind word").as_deref(), Some("find word"));
    assert_eq!(meant("kind:doctor word"), None);
}

#[test]
fn a_better_spelling_is_offered_for_what_nobody_wrote() {
    let view = Clinic::with(&entries()).index.view();
    let meant = |typed: &str| view.did_you_mean(&Query::parse(typed)).unwrap();
    assert_eq!(meant("Botxo, hiar?").as_deref(), Some("botox, hair?"));
    assert_eq!(meant("botox"), None);
    assert_eq!(meant("quite something else"), None);
}
