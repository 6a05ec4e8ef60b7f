//! The reader on plain answers of the kind doctors write to patients. The file was written before the
//! rules were tuned; `dev-` answers served for tuning, `check-` and `later-` ones to see whether it carries over.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use stance::eval::{self, Report};

fn report() -> Report {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/plain_answers.jsonl");
    eval::run(BufReader::new(File::open(file).unwrap())).unwrap()
}

#[test]
fn the_corpus_is_large_and_varied() {
    let report = report();
    let said = |row: eval::Row| row.yes + row.no + row.depends + row.unknown + row.none;
    assert!(report.cases >= 300, "{} cases", report.cases);
    assert!(said(report.confusion.yes) >= 80);
    assert!(said(report.confusion.no) >= 80);
    assert!(said(report.confusion.depends) + said(report.confusion.unknown) >= 40);
}

#[test]
fn what_is_read_as_yes_or_no_is_right() {
    let report = report();
    let precision = report.precision.unwrap();
    assert!(precision >= 0.95, "{precision:.3}: {:?}", report.confusion);
}

#[test]
fn more_than_half_is_read() {
    let report = report();
    assert!(report.coverage >= 0.54, "{:.3}: {:?}", report.coverage, report.confusion);
}

#[test]
fn next_to_nothing_is_read_as_its_opposite() {
    let report = report();
    assert!(report.opposite * 100 <= report.cases, "{:?}", report.confusion);
}
