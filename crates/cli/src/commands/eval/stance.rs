//! `consilium eval stance`: how well the rules that read yes, no and it depends do on answers that people have labelled.

use std::{
    fs::File,
    io::{BufReader, Read, stdin},
    path::{Path, PathBuf},
};

use clap::Args;
use stance::eval::{self, Report};

use crate::{
    failure::{Failure, Outcome},
    open::Global,
    terminal,
};

/// The stance of answers: yes, no, it depends
///
/// Coverage is the share of all answers on which the rules commit to yes or no; precision is the share of those
/// commitments that are right.
#[derive(Args, Debug)]
pub(super) struct Stance {
    /// Labelled answers, one JSON object a line with question, answer and stance (yes, no or maybe); - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Stance {
    pub(super) fn run(self, global: &Global) -> Outcome {
        let file = self.file;
        let name = file.display();
        let input: Box<dyn Read> = if file == Path::new("-") {
            Box::new(stdin())
        } else {
            let advice = "Check that it exists and that you may read it.";
            Box::new(
                File::open(&file)
                    .map_err(|e| Failure::failed(format!("{name} can't be read: {e}. {advice}")))?,
            )
        };
        let report = eval::run(BufReader::new(input)).map_err(|e| Failure::failed(format!("{name}: {e}")))?;
        if global.json { terminal::say_json(&report) } else { terminal::say(&words(&report)) }
    }
}

fn words(report: &Report) -> String {
    let percent = |share: f64| format!("{:.1}%", share * 100.0);
    let precision = report.precision.map_or_else(|| "none, as it never committed".to_owned(), percent);
    let mut table = terminal::table(&["it says", "read: yes", "no", "it depends", "not known", "nothing"]);
    let known = &report.confusion;
    for (name, row) in
        [("yes", known.yes), ("no", known.no), ("it depends", known.depends), ("not known", known.unknown)]
    {
        let counts = [row.yes, row.no, row.depends, row.unknown, row.none];
        table.add_row([name.to_owned()].into_iter().chain(counts.map(|count| count.to_string())));
    }
    terminal::align_numbers(&mut table, 1);
    format!(
        "coverage   {}  committed to yes or no on {} of {} answers\nprecision  {precision}  right on {} of those; {} said the opposite\n\n{}",
        percent(report.coverage),
        report.committed,
        report.cases,
        report.right,
        report.opposite,
        terminal::lines(&table),
    )
}
