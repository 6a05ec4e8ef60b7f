//! The folder of an index: missing, damaged, old, built anew.

use std::fs;

use search::{Error, Index, Opened, Rebuild, Weights};

use crate::clinic::{Clinic, ids, question};

#[test]
fn where_nothing_is_nothing_is_found() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Index::open(folder.path()).unwrap(), Opened::Missing));
    assert!(matches!(Index::open(&folder.path().join("not there")).unwrap(), Opened::Missing));
}

#[test]
fn an_index_is_found_again() {
    let clinic = Clinic::with(&[question(1, "Botox", "")]);
    let Opened::Ready(index) = clinic.open() else { panic!("not ready") };
    assert_eq!(index.view().entries(), 1);
}

#[test]
fn damage_is_seen_when_opening() {
    for damage in ["meta", "pointer", "gone", "segment"] {
        let clinic = Clinic::with(&[question(1, "Botox", "")]);
        let root = clinic.folder.path();
        match damage {
            "meta" => fs::write(root.join("1/meta.json"), "{").unwrap(),
            "pointer" => fs::write(root.join("current"), "seven").unwrap(),
            "gone" => fs::remove_dir_all(root.join("1")).unwrap(),
            _ => {
                for file in fs::read_dir(root.join("1")).unwrap().map(|file| file.unwrap().path()) {
                    if file.extension().is_some_and(|ending| ending == "term" || ending == "idx") {
                        fs::write(file, "no").unwrap();
                    }
                }
            }
        }
        let opened = clinic.open();
        assert!(matches!(opened, Opened::Corrupt(_)), "{damage}: {opened:?}");
        let mut rebuild = Rebuild::begin(root, Weights::default()).unwrap();
        rebuild.add(&question(2, "Laser", "")).unwrap();
        assert_eq!(rebuild.finish("5").unwrap().view().entries(), 1, "{damage}");
        assert!(matches!(clinic.open(), Opened::Ready(_)), "{damage}");
    }
}

#[test]
fn another_format_is_older() {
    let clinic = Clinic::with(&[question(1, "Botox", "")]);
    fs::write(clinic.folder.path().join("1/format"), "fields 0, words 0\n").unwrap();
    assert!(matches!(clinic.open(), Opened::Older));
}

#[test]
fn a_new_index_is_built_beside_the_old_one() {
    let clinic = Clinic::with(&[question(1, "Botox", "")]);
    let writer = clinic.index.writer().unwrap();
    let mut rebuild = Rebuild::begin(clinic.folder.path(), Weights::default()).unwrap();
    rebuild.add(&question(2, "Botox", "")).unwrap();
    assert!(!clinic.index.refresh().unwrap());
    assert_eq!(clinic.finds("botox"), [1]);
    rebuild.finish("9").unwrap();
    drop(writer);
    assert!(clinic.index.refresh().unwrap());
    assert_eq!(clinic.finds("botox"), [2]);
    assert_eq!(clinic.index.position().unwrap().as_deref(), Some("9"));
    assert!(!clinic.folder.path().join("1").exists());
}

#[test]
fn a_rebuild_that_is_given_up_leaves_the_old_one() {
    let clinic = Clinic::with(&[question(1, "Botox", "")]);
    let mut rebuild = Rebuild::begin(clinic.folder.path(), Weights::default()).unwrap();
    rebuild.add(&question(2, "Laser", "")).unwrap();
    let Err(second) = Rebuild::begin(clinic.folder.path(), Weights::default()) else {
        panic!("a second rebuild")
    };
    assert!(matches!(second, Error::Locked(_)), "{second}");
    drop(rebuild);
    let Opened::Ready(index) = clinic.open() else { panic!("not ready") };
    let query = search::query::Query::parse("botox laser");
    assert_eq!(ids(&index.view().search(&search::Request::new(&query, 5)).unwrap().hits), [1]);
    assert!(!clinic.folder.path().join("2").exists(), "nothing half built stays");
    Rebuild::begin(clinic.folder.path(), Weights::default()).unwrap();
}

#[test]
fn what_a_killed_builder_left_goes_when_somebody_writes() {
    let clinic = Clinic::with(&[question(1, "Botox", "")]);
    let stray = clinic.folder.path().join("2");
    fs::create_dir(&stray).unwrap();
    fs::write(stray.join("words.idx"), "of somebody who is erased").unwrap();
    drop(clinic.index.writer().unwrap());
    assert!(!stray.exists());
    assert_eq!(clinic.finds("botox"), [1]);
}
