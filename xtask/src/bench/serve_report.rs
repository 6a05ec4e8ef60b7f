//! The figures of `bench serve`, in words and tables.

use super::figures::{number, verdict};
use super::options::Options;
use super::run::{load, machine, today, version};
use super::serve::{Kind, Measured, Sizes};
use super::table::markdown;

pub(super) fn text(options: &Options, before: &str, sizes: &Sizes, measured: &[Measured]) -> String {
    let Options { questions, answers, rounds, seconds, .. } = options;
    let about = format!(
        "{}; {}; {}, {}. Load of the machine before: {before}, after: {}.\n\n\
         Site: {} questions with {answers} answers each, SQLite. Each load: {rounds} rounds of {seconds} s, the loads \
         one after another in each round, `wrk -t2 -c64` on the same machine. The question page has {} bytes, \
         {} packed; heads: {} bytes, nginx {}.",
        today(),
        machine(),
        version("/usr/sbin/nginx", "-v"),
        version("wrk", "-v"),
        load(),
        number(*questions as f64, 0),
        number(sizes.plain as f64, 0),
        number(sizes.gzip as f64, 0),
        sizes.head,
        sizes.nginx_head,
    );
    format!("{about}\n\n{}\n{}", loads(measured), targets(measured))
}

/// Least, middle and most of all rounds.
fn loads(measured: &[Measured]) -> String {
    let rows: Vec<Vec<String>> = measured
        .iter()
        .map(|one| {
            vec![name(one.kind).to_owned(), one.per_second.spread(0), one.cpu.spread(1), one.p99.spread(2)]
        })
        .collect();
    markdown(&["load", "requests a second", "processor, µs a request", "99 of 100 within, ms"], &rows)
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::NginxPlain => "nginx, the page as a file, plain",
        Kind::NginxGzip => "nginx, the page as a file, gzip",
        Kind::WarmPlain => "question page, warm, plain",
        Kind::WarmGzip => "question page, warm, gzip",
        Kind::Home => "home, warm, plain",
        Kind::List => "list of questions, warm, plain",
        Kind::ColdPlain => "question pages by chance, never kept, plain",
        Kind::ColdGzip => "question pages by chance, never kept, gzip",
    }
}

/// Every target with the ratio of the medians.
fn targets(measured: &[Measured]) -> String {
    let find = |kind| measured.iter().find(|one| one.kind == kind);
    let rate = |kind| find(kind).map_or(f64::NAN, |one| one.per_second.median());
    let cpu = |kind| find(kind).map_or(f64::NAN, |one| one.cpu.median());
    let at_least = |what: &str, value: f64, least: f64| {
        vec![
            what.to_owned(),
            format!("{value:.2}"),
            format!("at least {least}"),
            verdict(value >= least).to_owned(),
        ]
    };
    let at_most = |what: &str, value: f64, most: f64| {
        vec![
            what.to_owned(),
            format!("{value:.2}"),
            format!("at most {most}"),
            verdict(value <= most).to_owned(),
        ]
    };
    let (warm, packed) = (rate(Kind::WarmPlain), rate(Kind::WarmGzip));
    let rows = [
        at_least("warm to nginx, requests, plain", warm / rate(Kind::NginxPlain), 0.8),
        at_least("warm to nginx, requests, gzip", packed / rate(Kind::NginxGzip), 0.8),
        at_most("warm to nginx, processor, plain", cpu(Kind::WarmPlain) / cpu(Kind::NginxPlain), 2.0),
        at_most("warm to nginx, processor, gzip", cpu(Kind::WarmGzip) / cpu(Kind::NginxGzip), 2.0),
        at_least("home to warm question page, requests", rate(Kind::Home) / warm, 0.5),
        at_least("list to warm question page, requests", rate(Kind::List) / warm, 0.5),
        at_least("cold to warm, requests, plain", rate(Kind::ColdPlain) / warm, 0.1),
        at_least("cold to warm, requests, gzip", rate(Kind::ColdGzip) / packed, 0.1),
        at_most("cold page, processor, plain, ms", cpu(Kind::ColdPlain) / 1000.0, 0.25),
        at_most("cold page, processor, gzip, ms", cpu(Kind::ColdGzip) / 1000.0, 0.25),
    ];
    markdown(&["ratio of medians", "measured", "target", ""], &rows)
}
