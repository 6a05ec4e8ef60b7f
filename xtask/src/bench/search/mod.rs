//! `bench search`: how fast an index is built, how large it is, how fast it answers and in how much memory, beside
//! SQLite's own full-text search and beside writes.

mod asked;
mod fts;
mod report;
mod searcher;
mod sets;
mod texts;
mod wording;

use std::fs;
use std::path::{Path, PathBuf};

use search::{Counted, Rebuild, Weights};

use super::figures::Figures;
use super::generate::{Plan, Random};
use super::options::Options;
use super::run::{self, Folder, Stopwatch};
use super::table;
use asked::Asked;
use fts::Fts;
use searcher::{Printed, Searcher};
use sets::Found;

pub(super) use searcher::run as searcher;

/// Files of the bench's folder, besides the texts.
const INDEX: &str = "index";
const QUERIES: &str = "queries.tsv";
const TYPED: &str = "typed.txt";
const EDITS: &str = "edits.tsv";

/// Queries are made from so many of the questions, and so many are written again.
const SAMPLE: u64 = 5_000;
/// So many are asked.
const ASKED: usize = 6_000;
/// And so many when it is only tried whether all of it works.
const FEW_ASKED: usize = 300;
/// Seconds for queries that both engines answer, for each second of a round.
const COMPARED: f64 = 8.0;

/// What building came to.
struct Built {
    seconds: f64,
    /// Of processor time, in all threads.
    cpu: f64,
    /// Bytes of what a reader would read, and of the index.
    texts: u64,
    index: u64,
}

/// The same queries to both, one after the other.
struct Beside {
    ours: Figures,
    fts: Figures,
    version: &'static str,
    bytes: u64,
    /// How long its index took, where it was not kept from an earlier run.
    seconds: Option<f64>,
}

/// All of it.
struct Measured {
    built: Built,
    read: Printed,
    beside: Beside,
    written: Printed,
    found: Vec<Found>,
}

pub(super) fn run(options: &Options) -> Result<String, String> {
    let Options { questions, answers, seed, .. } = *options;
    let folder = options.store().join(format!("search-{questions}x{answers}-{seed}"));
    if options.fresh && folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let file = texts::prepare(&Plan { questions, answers, seed }, &folder)?;
    let before = run::load();
    let built = build(&file, &folder)?;
    let queries = prepare(options, &file, &folder)?;
    let read = Printed::by(&folder, &["read"])?;
    let beside = compare(options, &file, &folder, &queries)?;
    let written = Printed::by(&folder, &["write", &(options.rounds * options.seconds).to_string()])?;
    let scratch = Folder::new(options)?;
    let found = options.beir.iter().map(|set| sets::found(&scratch.0, set)).collect::<Result<_, _>>()?;
    let text = report::text(options, &before, &Measured { built, read, beside, written, found });
    table::publish(&options.root, "search", text, options.dry)
}

/// Builds the index from the file, which is in the system's memory by then.
fn build(file: &Path, folder: &Path) -> Result<Built, String> {
    let said = |error: search::Error| error.to_string();
    let mut texts = 0;
    texts::read(file, |_, line| {
        texts += texts::readable(line).map(str::len).sum::<usize>() as u64;
        Ok(())
    })?;
    let root = folder.join(INDEX);
    if root.exists() {
        fs::remove_dir_all(&root).map_err(|error| format!("{}: {error}", root.display()))?;
    }
    let (watch, cpu) = (Stopwatch::start(), run::own_cpu());
    let mut rebuild = Rebuild::begin(&root, Weights::default()).map_err(said)?;
    texts::read(file, |number, line| rebuild.add(&texts::entry(number, line)).map_err(said))?;
    rebuild.finish("bench").map_err(said)?;
    Ok(Built { seconds: watch.seconds(), cpu: run::own_cpu() - cpu, texts, index: size(&root) })
}

/// Bytes of a folder with what lies in it.
fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let each = entries.filter_map(|entry| {
        let about = entry.metadata().ok()?;
        Some(if about.is_dir() { size(&entry.path()) } else { about.len() })
    });
    each.sum()
}

/// Writes down what is asked and what is written again, made from questions that lie evenly among all.
fn prepare(options: &Options, file: &Path, folder: &Path) -> Result<Vec<Asked>, String> {
    let step = options.questions.div_ceil(SAMPLE) as i64;
    let (mut lines, mut edits) = (Vec::new(), String::new());
    texts::read(file, |number, line| {
        if number % step == 0 {
            lines.push(line.to_owned());
            edits.push_str(&format!("{number}\t{line}\n"));
        }
        Ok(())
    })?;
    let count = if options.questions < 10_000 { FEW_ASKED } else { ASKED };
    let random = &mut Random::new(options.seed, 1);
    let queries = asked::queries(&lines, count, random);
    asked::save(&folder.join(QUERIES), &queries)?;
    let typed = asked::typed(&lines, count, random).join("\n");
    for (name, text) in [(TYPED, typed), (EDITS, edits)] {
        fs::write(folder.join(name), text).map_err(|error| format!("{name}: {error}"))?;
    }
    Ok(queries)
}

fn compare(options: &Options, file: &Path, folder: &Path, queries: &[Asked]) -> Result<Beside, String> {
    let path = folder.join("fts.sqlite");
    let seconds = if path.exists() { None } else { Some(build_fts(file, &path)?) };
    let (fts, ours) = (Fts::open(&path)?, Searcher::open(folder)?);
    let (mut times, mut fts_times) = (Vec::new(), Vec::new());
    let budget = f64::from(options.rounds * options.seconds) * COMPARED / 3.0;
    let mut watch = Stopwatch::start();
    for (place, asked) in queries.iter().enumerate() {
        // The first ones fill caches.
        if place == queries.len() / 100 {
            (times, fts_times, watch) = (Vec::new(), Vec::new(), Stopwatch::start());
        }
        times.push(ours.search(&asked.text, Counted::Nothing)?);
        let one = Stopwatch::start();
        fts.search(&asked.text, 10)?;
        fts_times.push(one.seconds() * 1e3);
        if watch.seconds() > budget && place > queries.len() / 100 {
            break;
        }
    }
    let (mut ours, mut theirs) = (Figures::default(), Figures::default());
    ours.extend(times);
    theirs.extend(fts_times);
    let bytes = fs::metadata(&path).map_or(0, |about| about.len());
    Ok(Beside { ours, fts: theirs, version: fts.version(), bytes, seconds })
}

fn build_fts(file: &Path, path: &Path) -> Result<f64, String> {
    let half: PathBuf = path.with_extension("half");
    if half.exists() {
        fs::remove_file(&half).map_err(|error| format!("{}: {error}", half.display()))?;
    }
    let watch = Stopwatch::start();
    let fts = Fts::open(&half)?;
    fts.begin()?;
    texts::read(file, |number, line| {
        let mut parts = texts::readable(line);
        let title = parts.next().unwrap_or_default();
        fts.add(number, title, &parts.collect::<Vec<_>>().join(" "))
    })?;
    fts.finish()?;
    drop(fts);
    fs::rename(&half, path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(watch.seconds())
}
