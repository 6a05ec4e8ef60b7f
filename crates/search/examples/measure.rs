//! Scratch.
use search::{eval::*, *};
use std::time::Instant;
fn main() {
    let start = Instant::now();
    let clock = || start.elapsed();
    let env = |n: &str, d: f32| std::env::var(n).ok().and_then(|v| v.parse().ok()).unwrap_or(d);
    let w = Weights { title: env("TITLE", 2.0) as usize, ..Weights::default() };
    let bm25 = Bm25 { k1: env("K1", 0.9), b: env("B", 0.4) };
    let vocabulary = Vocabulary::built_in().unwrap();
    for folder in std::env::args().skip(1) {
        let set = Set::read(folder.as_ref()).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let t = Instant::now();
        let index = set.index(dir.path(), w).unwrap();
        eprintln!(
            "{folder}: {} texts, {} queries, built {:?}",
            set.texts.len(),
            set.queries.len(),
            t.elapsed()
        );
        for (name, v) in [("words", None), ("+vocab", Some(&vocabulary))] {
            let run =
                measure(&set, &index, &Configuration { name: name.into(), vocabulary: v, bm25 }, &clock)
                    .unwrap();
            let f = run.figures(name);
            println!(
                "{:8} ndcg {:.4} r100 {:.4} mrr {:.4} p50 {:.2} p99 {:.2}",
                name, f.ndcg10, f.recall100, f.mrr10, f.p50_ms, f.p99_ms
            );
        }
    }
}
