//! The real model against the reference implementation, sentence-transformers; `data/reference.py` says how its
//! vectors were made.

use serde::Deserialize;

use crate::harness::{Small, real};

#[derive(Deserialize)]
struct Known {
    text: String,
    vector: Vec<f32>,
}

fn known() -> Vec<Known> {
    serde_json::from_str(include_str!("../data/reference.json")).unwrap()
}

#[track_caller]
fn same(text: &str, ours: &[f32], right: &[f32]) {
    assert_eq!(ours.len(), right.len());
    let apart = ours.iter().zip(right).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(apart < 1e-4, "{apart} apart: {text:?}");
}

#[test]
fn vectors_are_those_of_the_reference() {
    let Some(model) = real() else { return };
    let known = known();
    assert!(known.len() > 20);
    for Known { text, vector } in &known {
        same(text, &model.embed(&[text])[0], vector);
    }
    // Together, and so that they do not all go through at once.
    let texts: Vec<&str> = known.iter().chain(&known).map(|known| known.text.as_str()).collect();
    for (at, ours) in model.embed(&texts).iter().enumerate() {
        same(texts[at], ours, &known[at % known.len()].vector);
    }
}

#[test]
fn the_model_is_known_by_its_sum() {
    let Some(model) = real() else { return };
    let about = model.about();
    assert_eq!((about.dimension, about.tokens), (384, 256));
    assert_eq!(about.checksum.len(), 64);
    assert_eq!(about.name, "nreimers/MiniLM-L6-H384-uncased");
}

#[test]
fn what_means_the_same_lies_near() {
    let Some(model) = real() else { return };
    let trial = model.trial();
    assert!(trial.near > 0.5 && trial.far < 0.2, "{trial:?}");
}

#[test]
fn any_text_gives_a_vector() {
    let small = Small::new();
    let model = meaning::Model::open(small.path()).unwrap();
    let (long, wide) = ("hair loss ".repeat(200_000), "\u{1f9ff}".repeat(100_000));
    let texts =
        ["", " ", "hair", "\0\u{7}\u{202e}\u{200b}", "هل", "肉毒", &long, &wide, "[PAD] [CLS] [MASK]"];
    let vectors = model.embed(&texts);
    assert_eq!(vectors.len(), texts.len());
    for (vector, text) in vectors.iter().zip(texts) {
        let length: f32 = vector.iter().map(|number| number * number).sum();
        assert!((length - 1.0).abs() < 1e-4, "{length}: {:.20}", text);
    }
    assert!(model.embed(&[]).is_empty());
    // Cut off after sixteen tokens, so what comes later changes nothing.
    let cut = model.embed(&["hair loss ".repeat(7).as_str(), "hair loss ".repeat(8).as_str()]);
    assert_eq!(cut[0], vectors[6]);
    assert_eq!(cut[0], cut[1]);
}

#[test]
fn each_text_has_its_own_vector_whatever_stands_beside_it() {
    let small = Small::new();
    let model = meaning::Model::open(small.path()).unwrap();
    let texts: Vec<String> =
        (0..300).map(|number| "tea hair loss ? tooth ".repeat(number % 5) + &number.to_string()).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for (vector, text) in model.embed(&texts).iter().zip(&texts) {
        same(text, vector, &model.embed(&[text])[0]);
    }
}
