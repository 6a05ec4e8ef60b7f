//! Vectors in their file: what is put is found, also after closing, after a power cut, and while others try.

use std::{fs, path::PathBuf};

use meaning::{About, Vectors, VectorsError};
use proptest::{prelude::*, sample::Index};
use tempfile::TempDir;

use crate::harness::{Chance, Sample, about, cosine, unit};

struct Place {
    _folder: TempDir,
    path: PathBuf,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    Place { path: folder.path().join("vectors"), _folder: folder }
}

fn open(place: &Place) -> Vectors {
    Vectors::open(&place.path, &about(8)).unwrap()
}

fn some(number: u64) -> Vec<f32> {
    let mut chance = Chance(number);
    unit((0..8).map(|_| chance.bell()).collect())
}

fn sorted(vectors: &Vectors) -> Vec<u64> {
    let mut ids: Vec<u64> = vectors.ids().collect();
    ids.sort_unstable();
    ids
}

#[test]
fn what_was_saved_is_there_again() {
    let place = place();
    let mut vectors = open(&place);
    assert!(vectors.is_empty());
    for id in 0..20 {
        vectors.put(id, &some(id)).unwrap();
    }
    vectors.put(3, &some(333)).unwrap();
    vectors.delete(5);
    vectors.delete(5);
    vectors.delete(999);
    vectors.save().unwrap();
    vectors.put(77, &some(77)).unwrap();
    drop(vectors);

    let vectors = open(&place);
    assert_eq!(sorted(&vectors), (0..20).filter(|id| *id != 5).collect::<Vec<_>>());
    assert_eq!(vectors.spoilt(), 0);
    assert!(cosine(&vectors.vector(3).unwrap(), &some(333)) > 0.999);
    assert_eq!(vectors.nearest(&some(333), 1).unwrap()[0].id, 3);
    assert_eq!(vectors.vector(5), None);
    assert!(vectors.nearest(&some(5), 100).unwrap().iter().all(|hit| hit.id != 5));
}

#[test]
fn the_nearest_come_first_and_as_many_as_asked_for() {
    let place = place();
    let mut vectors = open(&place);
    for id in 0..500 {
        vectors.put(id, &some(id)).unwrap();
    }
    let query = some(12_345);
    let hits = vectors.nearest(&query, 10).unwrap();
    assert_eq!(hits.len(), 10);
    assert!(hits.is_sorted_by(|a, b| a.cosine >= b.cosine));
    for hit in &hits {
        assert!((hit.cosine - cosine(&query, &some(hit.id))).abs() < 0.01, "{hit:?}");
    }
    // As long as one likes: the length of a query says nothing.
    let long: Vec<f32> = query.iter().map(|number| number * 1000.0).collect();
    assert_eq!(
        vectors.nearest(&long, 10).unwrap().iter().map(|hit| hit.id).collect::<Vec<_>>(),
        hits.iter().map(|hit| hit.id).collect::<Vec<_>>()
    );
    let odd = vectors.nearest_where(&query, 10, |id| id % 2 == 1).unwrap();
    assert!(odd.len() == 10 && odd.iter().all(|hit| hit.id % 2 == 1));
    assert_eq!(vectors.nearest(&query, 1000).unwrap().len(), 500);
    assert!(vectors.nearest(&query, 0).unwrap().is_empty());
    assert_eq!(vectors.nearest(&[0.0; 8], 3).unwrap().len(), 3);
}

#[test]
fn vectors_of_another_model_are_noticed() {
    let place = place();
    let mut vectors = open(&place);
    vectors.put(1, &some(1)).unwrap();
    vectors.save().unwrap();
    drop(vectors);
    let other = About { checksum: "6".repeat(64), ..about(8) };
    let error = Vectors::open(&place.path, &other).unwrap_err();
    assert!(matches!(error, VectorsError::AnotherModel) && error.to_string().contains("make them anew"));
    assert!(matches!(Vectors::open(&place.path, &about(9)), Err(VectorsError::AnotherModel)));
    // Nothing was lost by asking.
    assert_eq!(open(&place).len(), 1);

    let mut bytes = fs::read(&place.path).unwrap();
    bytes[8] = 99;
    fs::write(&place.path, &bytes).unwrap();
    assert!(matches!(Vectors::open(&place.path, &about(8)), Err(VectorsError::AnotherFormat)));
    fs::write(
        &place.path,
        "a letter to somebody, and longer than the head of a file of vectors would ever become",
    )
    .unwrap();
    assert!(matches!(Vectors::open(&place.path, &about(8)), Err(VectorsError::NotOurs)));
    let mut vectors = Vectors::anew(&place.path, &other).unwrap();
    assert!(vectors.is_empty());
    vectors.put(2, &some(2)).unwrap();
    vectors.save().unwrap();
    drop(vectors);
    assert_eq!(sorted(&Vectors::open(&place.path, &other).unwrap()), [2]);
}

#[test]
fn what_fits_no_vector_is_refused() {
    let place = place();
    let mut vectors = open(&place);
    assert!(matches!(vectors.put(1, &[1.0; 7]), Err(VectorsError::Length(7, 8))));
    assert!(matches!(vectors.put(1, &[f32::NAN; 8]), Err(VectorsError::NoNumber)));
    assert!(matches!(vectors.put(1, &[f32::INFINITY; 8]), Err(VectorsError::NoNumber)));
    assert!(vectors.nearest(&[1.0; 7], 1).is_err() && vectors.nearest(&[f32::NAN; 8], 1).is_err());
    assert!(vectors.is_empty() && vectors.nearest(&some(1), 5).unwrap().is_empty());
    vectors.put(1, &[0.0; 8]).unwrap();
    assert_eq!(vectors.vector(1).unwrap(), [0.0; 8]);
}

#[test]
fn one_process_at_a_time_has_them() {
    let place = place();
    let mut vectors = open(&place);
    vectors.put(1, &some(1)).unwrap();
    vectors.save().unwrap();
    assert!(matches!(Vectors::open(&place.path, &about(8)), Err(VectorsError::InUse)));
    assert!(matches!(Vectors::anew(&place.path, &about(8)), Err(VectorsError::InUse)));
    drop(vectors);
    assert_eq!(open(&place).len(), 1);
    assert!(Vectors::open(&place.path, &about(8)).is_ok());
}

#[test]
fn the_file_does_not_grow_for_ever() {
    let place = place();
    let mut vectors = open(&place);
    for round in 0..40_000_u64 {
        vectors.put(round % 100, &some(round)).unwrap();
        vectors.delete((round + 50) % 100);
        if round % 500 == 0 {
            vectors.save().unwrap();
        }
    }
    vectors.save().unwrap();
    let ids = sorted(&vectors);
    let length = fs::metadata(&place.path).unwrap().len();
    assert!(length < 1_200_000, "{length}");
    vectors.put(1000, &some(1000)).unwrap();
    vectors.save().unwrap();
    drop(vectors);
    let again = open(&place);
    assert_eq!(sorted(&again).len(), ids.len() + 1);
    assert!(cosine(&again.vector(99).unwrap(), &some(39_999)) > 0.999);
    // Nothing else is left beside it.
    assert_eq!(fs::read_dir(place.path.parent().unwrap()).unwrap().count(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// A power cut leaves some of the last bytes, or leaves them wrong.
    #[test]
    fn what_was_whole_before_the_damage_is_kept(cut in any::<Index>(), wrong: bool, byte: u8) {
        let place = place();
        let mut vectors = open(&place);
        let mut saved = Vec::new();
        for id in 0..30_u64 {
            vectors.put(id, &some(id)).unwrap();
            if id % 7 == 6 {
                vectors.delete(id - 3);
            }
            vectors.save().unwrap();
            saved.push((fs::metadata(&place.path).unwrap().len(), sorted(&vectors)));
        }
        drop(vectors);
        let mut bytes = fs::read(&place.path).unwrap();
        let head = 80;
        let cut = head + cut.index(bytes.len() - head);
        let changed = bytes[cut] != byte;
        if wrong { bytes[cut] = byte } else { bytes.truncate(cut) }
        fs::write(&place.path, &bytes).unwrap();
        let whole = saved.iter().rev().find(|(length, _)| *length <= cut as u64);
        let mut vectors = open(&place);
        if !wrong || changed {
            // A delete and a put of one save are two records.
            let kept = sorted(&vectors);
            let expected = whole.map_or(vec![], |(_, ids)| ids.clone());
            prop_assert!(kept.len().abs_diff(expected.len()) <= 1, "{:?} {:?}", kept, expected);
            prop_assert!(expected.iter().filter(|id| !kept.contains(id)).count() <= 1);
        }
        // And it goes on from there.
        vectors.put(99, &some(99)).unwrap();
        vectors.save().unwrap();
        let ids = sorted(&vectors);
        drop(vectors);
        let again = open(&place);
        prop_assert_eq!(again.spoilt(), 0);
        prop_assert_eq!(sorted(&again), ids);
    }

    #[test]
    fn bytes_of_any_kind_break_nothing(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let place = place();
        let mut vectors = open(&place);
        vectors.put(1, &some(1)).unwrap();
        vectors.save().unwrap();
        drop(vectors);
        let mut file = fs::read(&place.path).unwrap();
        file.extend(bytes);
        fs::write(&place.path, &file).unwrap();
        prop_assert!(open(&place).vector(1).is_some());
    }
}

#[test]
fn a_byte_for_each_number_loses_little() {
    let place = place();
    let mut sample = Sample::new(384, 500);
    let mut vectors = Vectors::open(&place.path, &about(384)).unwrap();
    let whole: Vec<Vec<f32>> = (0..5000).map(|_| sample.next()).collect();
    for (id, vector) in whole.iter().enumerate() {
        vectors.put(id as u64, vector).unwrap();
    }
    let (mut worst, mut found, mut asked) = (0.0_f32, 0, 0);
    for _ in 0..100 {
        let query = sample.next();
        let mut right: Vec<(f32, u64)> =
            whole.iter().zip(0..).map(|(vector, id)| (cosine(&query, vector), id)).collect();
        right.sort_by(|a, b| b.0.total_cmp(&a.0));
        let hits = vectors.nearest(&query, 10).unwrap();
        for hit in &hits {
            let exact = cosine(&query, &whole[usize::try_from(hit.id).unwrap()]);
            worst = worst.max((hit.cosine - exact).abs());
        }
        found += right[..10].iter().filter(|(_, id)| hits.iter().any(|hit| hit.id == *id)).count();
        asked += 10;
    }
    println!("cosines off by {worst} at most; recall@10 {}", found as f32 / asked as f32);
    assert!(worst < 0.003, "{worst}");
    assert!(found as f32 > 0.97 * asked as f32, "{found} of {asked}");
}

#[test]
fn marks_and_the_note_are_kept_with_the_vectors() {
    let place = place();
    let mut vectors = open(&place);
    assert_eq!((vectors.mark(1), vectors.note()), (None, ""));
    vectors.put_marked(1, 7, &some(1)).unwrap();
    vectors.put(2, &some(2)).unwrap();
    vectors.set_note("as far as the second");
    vectors.save().unwrap();
    vectors.put_marked(1, 8, &some(3)).unwrap();
    vectors.set_note(&"ä".repeat(1 << 16));
    drop(vectors);
    // What was not saved is not there.
    let mut vectors = open(&place);
    assert_eq!((vectors.mark(1), vectors.mark(2), vectors.mark(3)), (Some(7), Some(0), None));
    assert_eq!(vectors.note(), "as far as the second");
    vectors.set_note(&"ä".repeat(1 << 16));
    vectors.purge().unwrap();
    drop(vectors);
    let vectors = open(&place);
    assert_eq!((vectors.mark(1), vectors.note().len()), (Some(7), 1 << 16));
}

#[test]
fn what_was_deleted_can_be_taken_out_of_the_file() {
    let place = place();
    let mut vectors = open(&place);
    for id in 0..3 {
        vectors.put(id, &some(id)).unwrap();
    }
    vectors.save().unwrap();
    let there = |id: u64| fs::read(&place.path).unwrap().windows(8).any(|bytes| bytes == id.to_le_bytes());
    vectors.put_marked(900_001, 900_002, &some(1)).unwrap();
    vectors.save().unwrap();
    vectors.delete(900_001);
    vectors.save().unwrap();
    assert!(there(900_001) && there(900_002));
    vectors.purge().unwrap();
    assert!(!there(900_001) && !there(900_002));
    drop(vectors);
    assert_eq!(sorted(&open(&place)), [0, 1, 2]);
}

#[test]
fn they_can_be_read_while_another_has_them_open() {
    let place = place();
    let missing = Vectors::read(&place.path, &about(8)).unwrap_err();
    assert!(matches!(missing, VectorsError::Io(error) if error.kind() == std::io::ErrorKind::NotFound));
    let mut vectors = open(&place);
    vectors.put(1, &some(1)).unwrap();
    vectors.set_note("one");
    vectors.save().unwrap();
    let mut other = Vectors::read(&place.path, &about(8)).unwrap();
    assert_eq!((sorted(&other), other.note()), (vec![1], "one"));
    other.put(2, &some(2)).unwrap();
    assert!(matches!(other.save(), Err(VectorsError::ReadOnly)));
    assert!(matches!(other.purge(), Err(VectorsError::ReadOnly)));
    vectors.put(3, &some(3)).unwrap();
    vectors.save().unwrap();
    assert_eq!(sorted(&Vectors::read(&place.path, &about(8)).unwrap()), [1, 3]);
    assert!(matches!(Vectors::read(&place.path, &about(9)), Err(VectorsError::AnotherModel)));
}
