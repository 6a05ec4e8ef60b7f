//! The reader on plain answers of the kind doctors write to patients. They were written in five batches
//! (`dev-`, `check-`, `later-`, `last-`, `final-`), each before the reader had been tried on it; its
//! mistakes were then looked at, so the floors here hold what was reached and do not foretell new answers.

use std::error::Error;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use stance::eval::{self, Report};

type Outcome = Result<(), Box<dyn Error>>;

fn report() -> Result<Report, Box<dyn Error>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/plain_answers.jsonl");
    Ok(eval::run(BufReader::new(File::open(file)?))?)
}

#[test]
fn the_corpus_is_large_and_varied() -> Outcome {
    let report = report()?;
    let said = |row: eval::Row| row.yes + row.no + row.depends + row.unknown + row.none;
    assert!(report.cases >= 300, "{} cases", report.cases);
    assert!(said(report.confusion.yes) >= 80);
    assert!(said(report.confusion.no) >= 80);
    assert!(said(report.confusion.depends) + said(report.confusion.unknown) >= 40);
    Ok(())
}

#[test]
fn what_is_read_as_yes_or_no_is_right() -> Outcome {
    let report = report()?;
    let precision = report.precision.unwrap();
    assert!(precision >= 0.95, "{precision:.3}: {:?}", report.confusion);
    Ok(())
}

#[test]
fn more_than_half_is_read() -> Outcome {
    let report = report()?;
    assert!(report.coverage >= 0.54, "{:.3}: {:?}", report.coverage, report.confusion);
    Ok(())
}

#[test]
fn next_to_nothing_is_read_as_its_opposite() -> Outcome {
    let report = report()?;
    assert!(report.opposite * 100 <= report.cases, "{:?}", report.confusion);
    Ok(())
}
