//! The questions that are searched, as a file with a line for each, made once and kept.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use search::{Entry, Facet, Key, Signals};

use super::wording::{Said, Wording, Writer};
use crate::bench::generate::{Plan, Random, told};

/// What is in the file besides answers: title, text, and two topics.
const BEFORE_ANSWERS: usize = 4;
/// Doctor, headline and text.
const OF_ANSWER: usize = 3;

/// The file in a folder.
pub(super) fn path(folder: &Path) -> PathBuf {
    folder.join("texts.tsv")
}

/// Makes the file if it is not there.
pub(super) fn prepare(plan: &Plan, folder: &Path) -> Result<PathBuf, String> {
    let path = path(folder);
    if path.exists() {
        return Ok(path);
    }
    // Named so only once it is whole.
    let half = path.with_extension("half");
    let written = write(plan, &half).and_then(|()| fs::rename(&half, &path));
    written.map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path)
}

fn write(plan: &Plan, path: &Path) -> std::io::Result<()> {
    let wording = Wording::new(plan.seed);
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    for number in 1..=plan.questions {
        writeln!(out, "{}", line(plan, &wording, number))?;
    }
    out.flush()
}

fn line(plan: &Plan, wording: &Wording, number: u64) -> String {
    // Apart from the streams that the texts themselves are made from.
    let random = &mut Random::new(plan.seed, (1 << 60) + number);
    let (told, mut said) = (told(plan, number), Said::new());
    let mut patient = |text: &str| wording.reworded(random, text, &mut said, Writer::Patient);
    let mut parts = vec![patient(&told.title), patient(&told.body)];
    parts.extend(told.topics.map(str::to_owned));
    for (doctor, headline, body) in &told.answers {
        let mut reworded = |text: &str| wording.reworded(random, text, &mut said, Writer::Doctor);
        parts.extend([doctor.clone(), reworded(headline), reworded(body)]);
    }
    parts.join("\t")
}

/// Hands each question to `each`, with its number.
pub(super) fn read(path: &Path, mut each: impl FnMut(i64, &str) -> Result<(), String>) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    let mut file = BufReader::with_capacity(1 << 20, File::open(path).map_err(failed)?);
    let (mut line, mut number) = (String::new(), 0);
    loop {
        line.clear();
        if file.read_line(&mut line).map_err(failed)? == 0 {
            return Ok(());
        }
        number += 1;
        each(number, line.trim_end_matches('\n'))?;
    }
}

/// Title, text, headlines and answers: what a reader would read.
pub(super) fn readable(line: &str) -> impl Iterator<Item = &str> {
    let answers = |index: usize| !(index - BEFORE_ANSWERS).is_multiple_of(OF_ANSWER);
    let parts = line.split('\t').enumerate();
    parts
        .filter(move |(index, _)| *index < 2 || *index >= BEFORE_ANSWERS && answers(*index))
        .map(|(_, part)| part)
}

/// A line as search takes it, with all that the site would give it.
pub(super) fn entry(number: i64, line: &str) -> Entry {
    let parts: Vec<&str> = line.split('\t').collect();
    let [title, text, topic, other, answers @ ..] = parts.as_slice() else {
        return Entry::new(Key::question(number), "", "");
    };
    let random = &mut Random::new(number as u64, 1);
    let mut entry = Entry::new(Key::question(number), *title, *text);
    for topic in [topic, other] {
        entry.keywords.push((*topic).to_owned());
        entry.facets.push((Facet::Topic, topic.replace(' ', "-")));
    }
    for answer in answers.chunks_exact(OF_ANSWER) {
        let [doctor, headline, text] = answer else { continue };
        entry.keywords.push((*doctor).to_owned());
        entry.facets.push((Facet::Doctor, doctor.replace(' ', "-")));
        entry.facets.push((Facet::Specialty, format!("specialty-{}", random.below(12))));
        entry.headlines.push((*headline).to_owned());
        entry.answers.push((*text).to_owned());
    }
    entry.facets.push((Facet::Answered, if entry.answers.is_empty() { "no" } else { "yes" }.to_owned()));
    entry.facets.push((Facet::Place, format!("place-{}", random.below(200))));
    entry.facets.push((Facet::Language, "en".to_owned()));
    entry.signals = Signals {
        agreement: random.below(101) as u8,
        doctors: entry.answers.len() as u32,
        updated: random.within(1_325_376_000, 1_767_225_600) as i64,
    };
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_becomes_an_entry() {
        let plan = Plan { questions: 1, answers: 2, seed: 1 };
        let line = line(&plan, &Wording::new(1), 1);
        let made = entry(1, &line);
        assert_eq!((made.answers.len(), made.headlines.len(), made.keywords.len()), (2, 2, 4));
        let mut texts = vec![made.title.as_str(), &made.text];
        for (headline, answer) in made.headlines.iter().zip(&made.answers) {
            texts.extend([headline.as_str(), answer]);
        }
        assert_eq!(readable(&line).collect::<Vec<_>>(), texts);
        assert!(texts.iter().all(|text| text.len() > 3), "{texts:?}");
    }
}
