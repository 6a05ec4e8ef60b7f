//! Entries put in, replaced and taken out.

use search::{Counted, Error, Facet, Key, Request, query::Query};

use crate::clinic::{Clinic, about, ids, question};

#[test]
fn a_change_is_seen_after_its_commit_and_a_refresh() {
    let clinic = Clinic::with(&[question(1, "Botox", "")]);
    let mut writer = clinic.index.writer().unwrap();
    writer.put(&question(1, "Filler", "")).unwrap();
    writer.put(&question(2, "Laser", "")).unwrap();
    clinic.index.refresh().unwrap();
    assert_eq!(clinic.finds("botox filler laser"), [1]);
    writer.commit("17").unwrap();
    clinic.index.refresh().unwrap();
    assert!(clinic.finds("botox").is_empty());
    assert_eq!(clinic.finds("filler"), [1]);
    assert_eq!(clinic.finds("laser"), [2]);
    assert_eq!(clinic.index.position().unwrap().as_deref(), Some("17"));
    writer.delete(Key::question(2));
    writer.commit("18").unwrap();
    clinic.index.refresh().unwrap();
    assert!(clinic.finds("laser").is_empty());
    assert!(clinic.index.view().suggest(&Request::new(&Query::parse("las"), 5)).unwrap().is_empty());
}

#[test]
fn what_was_not_committed_is_not_there() {
    let clinic = Clinic::with(&[question(1, "Botox", "")]);
    let mut writer = clinic.index.writer().unwrap();
    writer.put(&question(2, "Laser", "")).unwrap();
    drop(writer);
    clinic.index.refresh().unwrap();
    assert!(clinic.finds("laser").is_empty());
    assert_eq!(clinic.index.position().unwrap().as_deref(), Some("0"));
}

#[test]
fn only_one_writes() {
    let clinic = Clinic::with(&[question(1, "Botox", "")]);
    let first = clinic.index.writer().unwrap();
    let Err(refused) = clinic.index.writer() else { panic!("a second writer") };
    assert!(matches!(refused, Error::Locked(_)), "{refused}");
    first.close().unwrap();
    clinic.index.writer().unwrap();
}

#[test]
fn a_view_stays_as_it_was() {
    let clinic = Clinic::with(&[question(1, "Botox", "")]);
    let before = clinic.index.view();
    let mut writer = clinic.index.writer().unwrap();
    writer.delete(Key::question(1));
    writer.commit("1").unwrap();
    clinic.index.refresh().unwrap();
    assert_eq!((before.entries(), clinic.index.view().entries()), (1, 0));
}

/// Whether any file of the index holds these letters.
fn in_a_file(folder: &std::path::Path, letters: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|file| {
        let path = file.unwrap().path();
        if path.is_dir() {
            return in_a_file(&path, letters);
        }
        std::fs::read(&path).unwrap().windows(letters.len()).any(|part| part == letters.as_bytes())
    })
}

#[test]
fn what_was_taken_out_is_in_no_file_after_a_purge() {
    // Where few of many are taken out, the files are not written anew for that.
    let others = (10..200).map(|id| question(id, "Laser", ""));
    // The words of facets stand in the files as they are; those of texts are coded.
    let all = others.chain([question(1, "Botox", ""), about(2, "Xylophagous", "ylophagous")]);
    let clinic = Clinic::with(&all.collect::<Vec<_>>());
    let folder = clinic.folder.path();
    assert!(in_a_file(folder, "ylophagous"));
    let mut writer = clinic.index.writer().unwrap();
    writer.delete(Key::question(2));
    writer.put(&question(3, "Filler", "")).unwrap();
    writer.commit("1").unwrap();
    assert!(in_a_file(folder, "ylophagous"), "taking out alone leaves the files as they are");
    assert!(writer.purge().unwrap());
    assert!(!in_a_file(folder, "ylophagous"));
    clinic.index.refresh().unwrap();
    assert_eq!(clinic.finds("botox filler"), [1, 3]);
    assert_eq!(clinic.index.position().unwrap().as_deref(), Some("1"));
    assert!(writer.purge().unwrap(), "once more does no harm");
}

#[test]
fn what_was_taken_out_is_neither_found_nor_counted() {
    let entries: Vec<_> = (1..=40).map(|id| about(id, "Botox", "botox")).collect();
    let clinic = Clinic::with(&entries);
    let mut writer = clinic.index.writer().unwrap();
    let (query, none) = (Query::parse("botox"), Query::parse(""));
    let narrowed = vec![(Facet::Topic, vec!["botox".to_owned()])];
    for (out, left) in [(1, 39), (17, 38), (40, 37)] {
        writer.delete(Key::question(out));
        writer.commit("x").unwrap();
        clinic.index.refresh().unwrap();
        let found = clinic.search(&Request { counted: Counted::Facets, ..Request::new(&query, 100) });
        assert!(!ids(&found.hits).contains(&out));
        assert_eq!((found.hits.len(), found.total), (left, left));
        assert!(found.counts.contains(&(Facet::Topic, "botox".into(), left)));
        assert_eq!(clinic.search(&Request::new(&query, 5)).total, left);
        let all = Request { with: narrowed.clone(), ..Request::new(&none, 5) };
        assert_eq!(clinic.search(&all).total, left);
    }
}
