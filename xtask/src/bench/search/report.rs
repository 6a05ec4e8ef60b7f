//! The figures of `bench search`, in words and tables.

use super::Measured;
use super::asked::Kind;
use super::sets::Found;
use crate::bench::figures::{Figures, number, verdict};
use crate::bench::options::Options;
use crate::bench::run::{load, machine, today};
use crate::bench::table::markdown;

pub(super) fn text(options: &Options, before: &str, measured: &Measured) -> String {
    let Measured { built, beside, read, written, .. } = measured;
    let about = format!(
        "{}; {}. Load of the machine before: {before}, after: {}.\n\n\
         {} questions with {} answers each, {} MB of text; index {} MB, built in {} s with {} s of \
         processor. SQLite {} with FTS5, its index \
         {} MB{}; {} queries to both. Searches alone and beside writes: {} s each, {} writes, {}.",
        today(),
        machine(),
        load(),
        number(options.questions as f64, 0),
        options.answers,
        number(built.texts as f64 / 1e6, 0),
        number(built.index as f64 / 1e6, 0),
        number(built.seconds, 0),
        number(built.cpu, 0),
        beside.version,
        number(beside.bytes as f64 / 1e6, 0),
        beside.seconds.map_or_else(String::new, |seconds| format!(", built in {} s", number(seconds, 0))),
        number(beside.ours.count() as f64, 0),
        options.rounds * options.seconds,
        number(written.figures(&["put"]).count() as f64, 0),
        commits(&written.figures(&["commit"])),
    );
    let mut text = format!("{about}\n\n{}\n{}", queries(measured), targets(options, measured));
    if read.figures(&["VmRSS"]).median().is_nan() {
        text.push_str("\nThe process said nothing of its memory.\n");
    }
    if !measured.found.is_empty() {
        text.push_str(&format!("\n{}", found(&measured.found)));
    }
    text
}

fn commits(figures: &Figures) -> String {
    match figures.count() {
        0 => "no commit".to_owned(),
        count => format!("{count} commits of {} ms", figures.spread(0)),
    }
}

/// How long each kind of query takes.
fn queries(measured: &Measured) -> String {
    let row = |what: &str, figures: &Figures| {
        let within = [0.5, 0.9, 0.99, 1.0].map(|share| number(figures.share(share), 2));
        let mut row = vec![what.to_owned(), number(figures.count() as f64, 0)];
        row.extend(within);
        row
    };
    let read = |names: &[&str]| measured.read.figures(names);
    let written = |name: &str| measured.written.figures(&[name]);
    markdown(
        &["ms", "how many", "half within", "90 of 100", "99 of 100", "slowest"],
        &[
            row("the first queries of a process", &read(&["first"])),
            row("two to five words", &read(&[Kind::Words.name()])),
            row("the same, one of them misspelt", &read(&[Kind::Misspelt.name()])),
            row("whole titles", &read(&[Kind::Title.name()])),
            row("all these", &read(&Kind::ALL.map(Kind::name))),
            row("all these, with the results counted by what they can be narrowed by", &read(&["counted"])),
            row("suggestions", &read(&["typed"])),
            row("queries alone, again and again", &written("alone")),
            row("the same, while 5% of operations write", &written("beside")),
            row("queries that SQLite is asked too, ours", &measured.beside.ours),
            row("the same, SQLite's", &measured.beside.fts),
        ],
    )
}

fn targets(options: &Options, measured: &Measured) -> String {
    let Measured { built, read, beside, written, .. } = measured;
    let all = read.figures(&Kind::ALL.map(Kind::name));
    let counted = read.figures(&["counted"]);
    let typed = read.figures(&["typed"]).share(0.99);
    let memory = |name: &str| read.figures(&[name]).median();
    let p99 = |name: &str| written.figures(&[name]).share(0.99);
    let rate = options.questions as f64 / built.seconds;
    let size = built.index as f64 / built.texts as f64;
    let faster = beside.fts.sum() / beside.ours.sum();
    let grown = p99("beside") / p99("alone");
    let at_least = |what: &str, value: f64, decimals, least: f64| {
        let target = format!("at least {}", number(least, 0));
        vec![what.to_owned(), number(value, decimals), target, verdict(value >= least).to_owned()]
    };
    let under = |what: &str, value: f64, most: f64| {
        let decimals = if most < 100.0 { 2 } else { 0 };
        let target = format!("under {}", number(most, 0));
        vec![what.to_owned(), number(value, decimals), target, verdict(value < most).to_owned()]
    };
    let at_most = |what: &str, value: f64, most: f64| {
        let target = format!("at most {}", number(most, 1));
        vec![what.to_owned(), number(value, 2), target, verdict(value <= most).to_owned()]
    };
    let plain =
        |what: &str, value: f64| vec![what.to_owned(), number(value, 0), String::new(), String::new()];
    markdown(
        &["", "measured", "target", ""],
        &[
            at_least("index build: questions with their answers a second", rate, 0, 10_000.0),
            at_most("size of the index to that of the texts", size, 1.5),
            under("query: half within, ms", all.share(0.5), 5.0),
            under("query: 99 of 100 within, ms", all.share(0.99), 50.0),
            under("query with counts: half within, ms", counted.share(0.5), 5.0),
            under("query with counts: 99 of 100 within, ms", counted.share(0.99), 50.0),
            under("suggestions: 99 of 100 within, ms", typed, 15.0),
            under("memory of the process that searches, MB", memory("VmRSS"), 600.0),
            plain("its own part of that, MB", memory("RssAnon")),
            plain("the part that is mapped files, MB", memory("RssFile")),
            at_least("searches a second to SQLite's", faster, 1, 1.0),
            at_most("99 of 100 beside writes to alone", grown, 1.5),
        ],
    )
}

fn found(found: &[Found]) -> String {
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|one| {
            let Found { gain, .. } = one;
            vec![
                one.set.clone(),
                number(one.queries as f64, 0),
                format!("{:.3}", one.words),
                format!("{:.3}", one.vocabulary),
                format!("{:.3}", one.fts),
                format!("{:+.3} ({:+.3} to {:+.3})", gain.mean, gain.low, gain.high),
                verdict(one.words > one.fts).to_owned(),
            ]
        })
        .collect();
    markdown(
        &["nDCG@10", "queries", "words", "with the vocabulary", "SQLite", "words to SQLite's", "above it"],
        &rows,
    )
}
