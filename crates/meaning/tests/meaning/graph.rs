//! The graph for many vectors: it finds nearly what looking at all finds, and changes are seen at once.

use std::collections::HashSet;

use meaning::{GRAPH_FROM, Vectors};

use crate::harness::{Sample, about};

const DIMENSION: usize = 96;

fn filled(count: u64) -> (Vectors, Sample, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut vectors = Vectors::open(&folder.path().join("vectors"), &about(DIMENSION)).unwrap();
    let mut sample = Sample::new(DIMENSION, 800);
    for id in 0..count {
        vectors.put(id, &sample.next()).unwrap();
    }
    (vectors, sample, folder)
}

fn ids(vectors: &Vectors, query: &[f32]) -> HashSet<u64> {
    vectors.nearest(query, 10).unwrap().iter().map(|hit| hit.id).collect()
}

#[test]
fn a_graph_finds_what_a_look_at_all_finds() {
    let (mut vectors, mut sample, _folder) = filled(12_000);
    let queries: Vec<Vec<f32>> = (0..200).map(|_| sample.next()).collect();
    let right: Vec<HashSet<u64>> = queries.iter().map(|query| ids(&vectors, query)).collect();
    let built = vectors.plan().build();
    vectors.adopt(built);
    let found =
        queries.iter().zip(&right).map(|(query, right)| ids(&vectors, query).intersection(right).count());
    let recall = found.sum::<usize>() as f32 / 2000.0;
    assert!(recall >= 0.95, "{recall}");
}

#[test]
fn what_changed_since_the_graph_was_planned_is_seen() {
    let (mut vectors, mut sample, folder) = filled(3000);
    let plan = vectors.plan();
    let (moved, new, later) = (sample.next(), sample.next(), sample.next());
    vectors.delete(1);
    vectors.put(2, &moved).unwrap();
    vectors.put(5000, &new).unwrap();
    vectors.adopt(plan.build());
    assert_eq!(vectors.len(), 3000);
    let nearest = |vectors: &Vectors, query: &[f32]| vectors.nearest(query, 1).unwrap()[0].id;
    assert_eq!((nearest(&vectors, &moved), nearest(&vectors, &new)), (2, 5000));
    let all = |vectors: &Vectors| {
        vectors.nearest(&new, 5000).unwrap().iter().map(|hit| hit.id).collect::<HashSet<_>>()
    };
    assert!(all(&vectors).len() == 3000 && !all(&vectors).contains(&1));
    // And what changes now.
    let old = vectors.vector(7).unwrap();
    vectors.put(7, &later).unwrap();
    vectors.delete(8);
    assert_eq!(nearest(&vectors, &later), 7);
    assert!(ids(&vectors, &old).iter().all(|id| *id != 8));
    assert!(vectors.nearest(&old, 40).unwrap().iter().filter(|hit| hit.id == 7).count() <= 1);
    assert_eq!(vectors.vector(8), None);
    vectors.save().unwrap();
    let (mut before, path): (Vec<u64>, _) = (vectors.ids().collect(), folder.path().join("vectors"));
    drop(vectors);
    let again = Vectors::open(&path, &about(DIMENSION)).unwrap();
    let mut after: Vec<u64> = again.ids().collect();
    before.sort_unstable();
    after.sort_unstable();
    assert_eq!(before, after);
}

#[test]
fn who_asks_for_many_or_for_few_among_many_gets_the_right_ones() {
    let (mut vectors, mut sample, _folder) = filled(3000);
    let query = sample.next();
    let (many, few) = (
        vectors.nearest(&query, 1500).unwrap(),
        vectors.nearest_where(&query, 10, |id| id % 300 == 0).unwrap(),
    );
    let built = vectors.plan().build();
    vectors.adopt(built);
    assert_eq!(vectors.nearest(&query, 1500).unwrap(), many);
    assert_eq!(vectors.nearest_where(&query, 10, |id| id % 300 == 0).unwrap(), few);
    assert_eq!(few.len(), 10);
}

#[test]
fn the_same_vector_many_times_is_no_trouble() {
    let (mut vectors, mut sample, _folder) = filled(500);
    let same = sample.next();
    for id in 1000..2000 {
        vectors.put(id, &same).unwrap();
    }
    vectors.put(3000, &[0.0; DIMENSION]).unwrap();
    let built = vectors.plan().build();
    vectors.adopt(built);
    let hits = vectors.nearest(&same, 20).unwrap();
    assert!(hits.len() == 20 && hits.iter().all(|hit| hit.cosine > 0.99), "{hits:?}");
}

#[test]
fn a_graph_is_wanted_by_many_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut vectors = Vectors::open(&folder.path().join("vectors"), &about(8)).unwrap();
    let mut sample = Sample::new(8, 50);
    assert!(!vectors.wants_graph());
    let none = vectors.plan().build();
    vectors.adopt(none);
    assert!(vectors.nearest(&sample.next(), 3).unwrap().is_empty());
    for id in 0..GRAPH_FROM as u64 {
        vectors.put(id, &sample.next()).unwrap();
    }
    assert!(vectors.wants_graph());
}
