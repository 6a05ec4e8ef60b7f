//! How fast it is: not tests but measurements, run by name in a release build.
//!
//! `CONSILIUM_TEST_MODEL=FOLDER cargo test --release -p meaning --test meaning -- --ignored --nocapture speed`
#![expect(clippy::disallowed_methods, reason = "a measurement asks the clock")]

use std::{collections::HashSet, hint::black_box, time::Instant};

use meaning::Vectors;

use crate::harness::{Sample, about, real};

/// Milliseconds that this thread was on a processor: what others do on the machine does not count.
fn on_processor() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e6
}

fn milliseconds(times: u32, mut work: impl FnMut()) -> f64 {
    let start = on_processor();
    (0..times).for_each(|_| work());
    (on_processor() - start) / f64::from(times)
}

#[test]
#[ignore = "a measurement"]
fn a_query() {
    let Some(model) = real() else { return };
    let short = "11s botox my hair is coming out at the front, normal??";
    let letter = "My forehead was treated three weeks ago and now my hairline is thinning. ".repeat(40);
    let batch: Vec<&str> = vec![short; 64];
    for (what, times, texts) in [
        ("a short query", 100, vec![short]),
        ("a text of 256 tokens", 10, vec![&letter]),
        ("64 short texts", 5, batch),
    ] {
        model.embed(&texts);
        println!("{what}: {:.2} ms", milliseconds(times, || drop(black_box(model.embed(&texts)))));
    }
}

#[test]
#[ignore = "a measurement"]
fn a_look_at_all_and_a_graph() {
    for count in [20_000, 100_000, 200_000_u64] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vectors");
        let mut sample = Sample::new(384, usize::try_from(count / 20).unwrap());
        let mut vectors = Vectors::open(&path, &about(384)).unwrap();
        for id in 0..count {
            vectors.put(id, &sample.next()).unwrap();
        }
        vectors.save().unwrap();
        drop(vectors);
        let start = Instant::now();
        let mut vectors = Vectors::open(&path, &about(384)).unwrap();
        println!(
            "{count}: opened in {:.0} ms, {} MB",
            start.elapsed().as_secs_f64() * 1000.0,
            path.metadata().unwrap().len() / 1_000_000
        );
        let queries: Vec<Vec<f32>> = (0..200).map(|_| sample.next()).collect();
        let ask = |vectors: &Vectors| -> Vec<HashSet<u64>> {
            queries
                .iter()
                .map(|query| vectors.nearest(query, 10).unwrap().iter().map(|hit| hit.id).collect())
                .collect()
        };
        let mut right = Vec::new();
        let took = milliseconds(1, || right = ask(&vectors)) / 200.0;
        println!("{count}: a look at all {took:.3} ms");
        if count < 100_000 {
            continue;
        }
        let start = Instant::now();
        let built = vectors.plan().build();
        println!("{count}: graph built in {:.1} s", start.elapsed().as_secs_f64());
        vectors.adopt(built);
        let mut found = Vec::new();
        let took = milliseconds(1, || found = ask(&vectors)) / 200.0;
        let same: usize =
            found.iter().zip(&right).map(|(found, right)| found.intersection(right).count()).sum();
        println!("{count}: by the graph {took:.3} ms, recall@10 {:.4}", same as f64 / 2000.0);
    }
}
