//! Learns what each feature of two questions counts: `cargo run --release -p cli --example learn -- DATA [MODEL]`, where
//! DATA is a folder with `rqe`, `meqsum` and `medquad`, and MODEL one with a sentence-embedding model. Prints the weights
//! for `similar/weights.rs` in `crates/search`, by words and, with a model, by words and meaning; and for each set how well
//! weights do that were learnt on the others only. It stands here because only here words and meaning meet.
//!
//! The pairs that do not belong together are the hard ones: for each question, of those that ask something else, the one
//! with the most words in common; random ones would teach that one shared word is enough.

use std::{collections::HashSet, error::Error, fs, path::Path};

use meaning::{Model, cosine};
use search::{
    Vocabulary,
    analysis::stems,
    eval::Pairs,
    similar::{FEATURES, Likeness, NAMES, Rarity, WISH},
};
use serde_json::Value;

/// The features of a pair, and whether it belongs together.
type Row = (Vec<f64>, bool);

struct Set {
    name: &'static str,
    rows: Vec<Row>,
}

/// Of a set, at most so many questions are used.
const MOST: usize = 1_000;
const STEPS: usize = 600;
const RATE: f64 = 2.0;
/// So strong that features that say the same share their weight, which does better on sets that were not seen.
const DECAY: f64 = 0.01;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let data = arguments.next().ok_or("the folder with the data is missing")?;
    let data = Path::new(&data);
    let model = arguments.next().map(|folder| Model::open(Path::new(&folder))).transpose()?;
    let vocabulary = Vocabulary::built_in()?;
    // The questions of the last are made from patterns: nothing is learnt on it, it only shows that what was learnt
    // holds there.
    let pairs = [
        ("rqe validation", labelled(&data.join("rqe/validation.jsonl"))?),
        ("rqe train, hard", train(data)?),
        ("meqsum, hard", letters(data)?),
        ("medquad, made", synonyms(data)?),
    ];
    let mut sets: Vec<Set> =
        pairs.iter().map(|(name, pairs)| Set { name, rows: rows(pairs, &vocabulary) }).collect();
    report("by words", &sets, &NAMES);
    if let Some(model) = model {
        for (set, (_, pairs)) in sets.iter_mut().zip(&pairs) {
            for ((features, _), (one, other, _)) in set.rows.iter_mut().zip(pairs) {
                let vectors = model.embed(&[one.as_str(), other.as_str()]);
                features.push(f64::from(cosine(&vectors[0], &vectors[1])));
            }
        }
        let names: Vec<&str> = NAMES.into_iter().chain(["meaning"]).collect();
        report("by all of it and meaning", &sets, &names);
        for (features, _) in sets.iter_mut().flat_map(|set| &mut set.rows) {
            *features = vec![features[WISH], features[FEATURES]];
        }
        report("by the wish and meaning", &sets, &[NAMES[WISH], "meaning"]);
    }
    Ok(())
}

/// Learns on all sets but the last, and on all but each.
#[expect(clippy::print_stdout, reason = "what it prints is what it is for")]
fn report(title: &str, sets: &[Set], names: &[&str]) {
    let used = sets.len() - 1;
    let with = learn(&sets[..used].iter().collect::<Vec<_>>(), names.len());
    println!("{title}");
    for (left_out, set) in sets.iter().enumerate() {
        let others: Vec<&Set> =
            sets[..used].iter().enumerate().filter(|(n, _)| *n != left_out).map(|(_, s)| s).collect();
        let (without, with) = (measured(&learn(&others, names.len()), set), measured(&with, set));
        println!(
            "{:16} {:5} pairs  AUC {:.3} learnt on the others (accuracy {:.3}), {:.3} on all",
            set.name,
            set.rows.len(),
            without.auc,
            without.accuracy,
            with.auc
        );
        for (feature, name) in names.iter().enumerate() {
            let mut one = vec![0.0; names.len() + 1];
            one[feature] = 1.0;
            print!("  {name} {:.3}", measured(&one, set).auc);
        }
        println!();
    }
    println!("bias {:.2}", with[names.len()]);
    for (name, weight) in names.iter().zip(&with) {
        println!("    {weight:.2}, // {name}");
    }
}

fn read(path: &Path) -> Result<Vec<Value>, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

type Labelled = Vec<(String, String, bool)>;

fn labelled(path: &Path) -> Result<Labelled, Box<dyn Error>> {
    Ok(read(path)?.iter().map(|v| (text(v, "chq"), text(v, "faq"), v["label"] == 1)).collect())
}

fn train(data: &Path) -> Result<Labelled, Box<dyn Error>> {
    let all = labelled(&data.join("rqe/train.jsonl"))?;
    let same = |a: &str, b: &str| stems(a) == stems(b);
    let pairs: Vec<(String, String)> = all
        .into_iter()
        .filter(|(asked, short, yes)| *yes && !same(asked, short))
        .map(|(a, b, _)| (a, b))
        .collect();
    Ok(with_hard(&spread(pairs)))
}

fn letters(data: &Path) -> Result<Labelled, Box<dyn Error>> {
    let pairs = read(&data.join("meqsum/meqsum.jsonl"))?
        .iter()
        .map(|v| (text(v, "chq"), text(v, "summary")))
        .collect();
    Ok(with_hard(&spread(pairs)))
}

/// Questions with the matter called by another name; what does not belong together asks something else of it.
fn synonyms(data: &Path) -> Result<Labelled, Box<dyn Error>> {
    let all = read(&data.join("medquad/medquad.jsonl"))?;
    let mut pairs = Vec::new();
    for item in all.iter().step_by(7) {
        let (question, focus) = (text(item, "question"), text(item, "focus"));
        let Some(other) = item["synonyms"].as_array().and_then(|all| all.first()?.as_str()) else { continue };
        if question.contains(&focus) && stems(other) != stems(&focus) {
            let wish = all.iter().find(|v| v["focus"] == item["focus"] && v["type"] != item["type"]);
            pairs.push((question.replace(&focus, other), question.clone(), true));
            if let Some(wish) = wish {
                pairs.push((question.replace(&focus, other), text(wish, "question"), false));
            }
        }
        if pairs.len() >= 2 * MOST {
            break;
        }
    }
    Ok(pairs)
}

/// At most so many, from all over the list.
fn spread(pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    let step = (pairs.len() / MOST).max(1);
    pairs.into_iter().step_by(step).take(MOST).collect()
}

/// The pairs, and each question with the most alike of the short ones that is not its own.
fn with_hard(pairs: &[(String, String)]) -> Labelled {
    let rarity = Rarity::of(pairs.iter().flat_map(|(a, b)| [a.as_str(), b.as_str()]));
    let short: Vec<HashSet<String>> = pairs.iter().map(|(_, b)| stems(b).into_iter().collect()).collect();
    let mut labelled = Vec::new();
    for (own, (asked, answered)) in pairs.iter().enumerate() {
        labelled.push((asked.clone(), answered.clone(), true));
        let long: HashSet<String> = stems(asked).into_iter().collect();
        let alike = |other: usize| -> f32 {
            let shared: f32 = short[other].intersection(&long).map(|stem| rarity.idf(stem)).sum();
            shared / short[other].iter().map(|stem| rarity.idf(stem)).sum::<f32>().max(1.0)
        };
        let others = (0..pairs.len()).filter(|n| *n != own && short[*n] != short[own]);
        if let Some(hard) = others.max_by(|a, b| alike(*a).total_cmp(&alike(*b))) {
            labelled.push((asked.clone(), pairs[hard].1.clone(), false));
        }
    }
    labelled
}

fn rows(pairs: &Labelled, vocabulary: &Vocabulary) -> Vec<Row> {
    let rarity = Rarity::of(pairs.iter().flat_map(|(a, b, _)| [a.as_str(), b.as_str()]));
    let idf = |stem: &str| rarity.idf(stem);
    let likeness = Likeness::new(&idf, Some(vocabulary));
    let features = |a: &str, b: &str| likeness.features(&likeness.side(a), &likeness.side(b)).to_vec();
    pairs.iter().map(|(a, b, yes)| (features(a, b), *yes)).collect()
}

fn sum(weights: &[f64], features: &[f64]) -> f64 {
    weights[features.len()]
        + weights.iter().zip(features).map(|(weight, feature)| weight * feature).sum::<f64>()
}

fn measured(weights: &[f64], set: &Set) -> Pairs {
    let scored: Vec<(f64, bool)> =
        set.rows.iter().map(|(features, yes)| (sum(weights, features), *yes)).collect();
    // One half, before the logistic function.
    Pairs::of(&scored, 0.0)
}

/// Logistic regression in which every set counts the same, and in it both labels.
fn learn(sets: &[&Set], count: usize) -> Vec<f64> {
    let mut weights = vec![0.0; count + 1];
    for _ in 0..STEPS {
        let mut slope = vec![0.0; count + 1];
        for set in sets {
            let yes = set.rows.iter().filter(|(_, yes)| *yes).count() as f64;
            let no = set.rows.len() as f64 - yes;
            for (features, label) in &set.rows {
                let told = 1.0 / (1.0 + (-sum(&weights, features)).exp());
                let share = 0.5 / if *label { yes } else { no } / sets.len() as f64;
                let wrong = (told - f64::from(u8::from(*label))) * share;
                for (slope, feature) in slope.iter_mut().zip(features.iter().chain(&[1.0])) {
                    *slope += wrong * feature;
                }
            }
        }
        for (index, (weight, slope)) in weights.iter_mut().zip(&slope).enumerate() {
            let decay = if index < count { DECAY * *weight } else { 0.0 };
            *weight -= RATE * (slope + decay);
            if index < count {
                // More in common never tells against a pair.
                *weight = weight.max(0.0);
            }
        }
    }
    weights
}
