//! An archive of made-up questions and answers, in the sizes of a real site: the same seed gives the same bytes.

mod date;
mod json;
mod people;
mod prose;
mod questions;
mod random;
mod words;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::options::Options;
use super::run::Stopwatch;
#[cfg(feature = "search")]
pub(super) use {questions::told, random::Random, words::patterns};

/// Key of the source that everything generated comes from.
const SOURCE: &str = "bench";
/// Fewest doctors of an archive, so that a small one has enough for a question.
const FEWEST_DOCTORS: u64 = 60;

/// How much to generate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    pub(super) questions: u64,
    pub(super) answers: u64,
    pub(super) seed: u64,
}

impl Plan {
    /// One doctor for every twenty questions.
    fn doctors(&self) -> u64 {
        (self.questions / 20).max(FEWEST_DOCTORS)
    }
}

/// `bench generate`: writes the archive and says how much it was.
pub(super) fn to_file(options: &Options) -> Result<String, String> {
    let output = options.output.clone().unwrap_or_default();
    let plan = Plan { questions: options.questions, answers: options.answers, seed: options.seed };
    let watch = Stopwatch::start();
    let lines = write_file(&plan, &output)?;
    let bytes = std::fs::metadata(&output).map_or(0, |about| about.len());
    Ok(format!(
        "{}: {lines} records, {:.1} MB, in {:.1} s",
        output.display(),
        bytes as f64 / 1e6,
        watch.seconds()
    ))
}

/// Writes the archive to a file and returns the number of its records.
pub(super) fn write_file(plan: &Plan, path: &Path) -> Result<u64, String> {
    let file = File::create(path).map(|file| BufWriter::with_capacity(1 << 20, file));
    file.and_then(|file| write_to(plan, file)).map_err(|error| format!("{}: {error}", path.display()))
}

/// Writes the archive to whatever takes it and returns the number of its records.
pub(super) fn write_to(plan: &Plan, out: impl Write) -> io::Result<u64> {
    let mut archive = Archive::new(out);
    write(plan, &mut archive)?;
    archive.out.flush()?;
    Ok(archive.records)
}

fn write<W: Write>(plan: &Plan, out: &mut Archive<W>) -> io::Result<()> {
    people::write(plan, out)?;
    questions::write(plan, out)
}

/// The stream that records go to.
struct Archive<W> {
    out: W,
    records: u64,
}

impl<W: Write> Archive<W> {
    fn new(out: W) -> Self {
        Self { out, records: 0 }
    }

    fn put(&mut self, record: json::Object) -> io::Result<()> {
        self.records += 1;
        self.out.write_all(record.line().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(plan: &Plan) -> String {
        let mut out = Archive::new(Vec::new());
        write(plan, &mut out).unwrap();
        String::from_utf8(out.out).unwrap()
    }

    fn count(text: &str, kind: &str) -> usize {
        text.lines().filter(|line| line.starts_with(&format!("{{\"kind\":\"{kind}\""))).count()
    }

    #[test]
    fn the_same_seed_gives_the_same_archive() {
        let plan = Plan { questions: 20, answers: 6, seed: 3 };
        assert_eq!(archive(&plan), archive(&plan));
        assert_ne!(archive(&plan), archive(&Plan { seed: 4, ..plan }));
    }

    #[test]
    fn every_question_has_its_answers() {
        let text = archive(&Plan { questions: 50, answers: 6, seed: 1 });
        assert_eq!((count(&text, "question"), count(&text, "answer")), (50, 300));
        assert_eq!(count(&text, "doctor"), 60);
        for kind in ["credential", "rating", "review", "citation", "agreement", "topic", "specialty"] {
            assert!(count(&text, kind) > 0, "{kind}");
        }
        let stated = text.lines().filter(|line| line.contains("\"stance\":")).count();
        assert!((30..270).contains(&stated), "{stated}");
    }

    #[test]
    fn answers_are_as_long_as_people_write() {
        let text = archive(&Plan { questions: 100, answers: 6, seed: 1 });
        let bodies: Vec<usize> = text
            .lines()
            .filter(|line| line.starts_with("{\"kind\":\"answer\""))
            .filter_map(|line| Some(line.split_once("\"body\":\"")?.1.split('"').next()?.len()))
            .collect();
        assert!(bodies.iter().all(|length| (350..1200).contains(length)), "{bodies:?}");
        let mean = bodies.iter().sum::<usize>() / bodies.len();
        assert!((600..850).contains(&mean), "{mean}");
    }
}
