//! Scratch.
use search::{eval::*, *};
use std::time::Instant;
fn main() {
    let start = Instant::now();
    let clock = || start.elapsed();
    let env = |n: &str, d: f32| std::env::var(n).ok().and_then(|v| v.parse().ok()).unwrap_or(d);
    let w = Weights { title: env("TITLE", 2.0) as usize, ..Weights::default() };
    let bm25 = Bm25 { k1: env("K1", 0.9), b: env("B", 0.4) };
    let files: Vec<(String, String)> = std::env::var("VOCAB")
        .map(|d| {
            std::fs::read_dir(d)
                .unwrap()
                .map(|f| f.unwrap().path())
                .filter(|p| p.extension().is_some_and(|e| e == "txt"))
                .map(|p| (p.display().to_string(), std::fs::read_to_string(p).unwrap()))
                .collect()
        })
        .unwrap_or_default();
    let refs: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let vocabulary = match Vocabulary::read(&refs) {
        Ok(v) => v,
        Err(e) => {
            eprintln!("{e}");
            Vocabulary::default()
        }
    };
    for folder in std::env::args().skip(1) {
        let set = Set::read(folder.as_ref()).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let t = Instant::now();
        let index = set.index(dir.path(), w).unwrap();
        let took = t.elapsed();
        println!("{folder}: {} texts, {} queries, built {:?}", set.texts.len(), set.queries.len(), took);
        let mut runs = vec![];
        for (name, v, feedback) in [
            ("words", None, Feedback::Off),
            ("+vocab", Some(&vocabulary), Feedback::Off),
            ("+feedb", Some(&vocabulary), Feedback::Titles),
        ] {
            let run = measure(
                &set,
                &index,
                &Configuration { name: name.into(), vocabulary: v, bm25, feedback },
                &clock,
            )
            .unwrap();
            let f = run.figures(name);
            println!(
                "  {:8} ndcg {:.4} r100 {:.4} mrr {:.4} p50 {:.2} p99 {:.2}",
                name, f.ndcg10, f.recall100, f.mrr10, f.p50_ms, f.p99_ms
            );
            runs.push((name.to_string(), run));
        }
    }
}
