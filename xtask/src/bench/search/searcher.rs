//! The process that only opens the index and searches in it, so that its memory is that of searching: by one thread,
//! alone or while another writes. It prints what each search took, a line each, and at the end what it holds.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use search::query::Query;
use search::{Counted, Entry, Index, Opened, Request, Vocabulary};

use super::asked::{self, Asked};
use super::{EDITS, INDEX, QUERIES, TYPED, texts};
use crate::bench::figures::Figures;
use crate::bench::run::{Process, Stopwatch, command};

/// Results of a page, and suggestions under the box.
const PAGE: usize = 10;
const SUGGESTIONS: usize = 8;
/// Of so many operations one is a write.
const ONE_WRITE_OF: u64 = 20;
/// Seconds between commits.
const COMMIT: f64 = 1.0;

/// An open index, and the wordings that the site knows.
pub(super) struct Searcher {
    index: Index,
    vocabulary: Vocabulary,
}

impl Searcher {
    pub(super) fn open(folder: &Path) -> Result<Self, String> {
        let vocabulary = Vocabulary::built_in().map_err(|error| error.to_string())?;
        match Index::open(&folder.join(INDEX)).map_err(|error| error.to_string())? {
            Opened::Ready(index) => Ok(Self { index, vocabulary }),
            other => Err(format!("{}: {other:?}", folder.display())),
        }
    }

    /// Searches as the site does. The milliseconds that it took.
    pub(super) fn search(&self, text: &str, counted: Counted) -> Result<f64, String> {
        let watch = Stopwatch::start();
        let query = Query::parse(text);
        let view = self.index.view();
        let failed = |error| format!("{text}: {error}");
        let worded = view.worded(&query, Some(&self.vocabulary)).map_err(failed)?;
        let request = Request { worded: Some(&worded), counted, ..Request::new(&query, PAGE) };
        view.search(&request).map_err(failed)?;
        Ok(watch.seconds() * 1e3)
    }

    fn suggest(&self, typed: &str) -> Result<f64, String> {
        let watch = Stopwatch::start();
        let query = Query::parse(typed);
        let request = Request::new(&query, SUGGESTIONS);
        self.index.view().suggest(&request).map_err(|error| format!("{typed}: {error}"))?;
        Ok(watch.seconds() * 1e3)
    }
}

/// What the words after `bench searcher` say: a folder and `read`, or a folder, `write` and for how many seconds.
pub(in crate::bench) fn run(words: &[String]) -> Result<String, String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (folder, task) = words.split_first().ok_or("name a folder")?;
    let folder = Path::new(folder);
    let searcher = Searcher::open(folder)?;
    let queries = asked::load(&folder.join(QUERIES))?;
    let mut out = String::new();
    match task {
        ["read"] => read(&searcher, folder, &queries, &mut out)?,
        ["write", seconds] => {
            let seconds = seconds.parse::<f64>().map_err(|error| format!("{seconds}: {error}"))?;
            write(&searcher, &entries(folder)?, &queries, seconds, &mut out)?;
        }
        other => return Err(format!("{other:?} is no task")),
    }
    Ok(out)
}

fn line(out: &mut String, name: &str, value: f64) {
    // A string takes whatever is written.
    let _whole = writeln!(out, "{name} {value:.4}");
}

/// Everything once; a third before, to have the parts of the files mapped that are always needed.
fn read(searcher: &Searcher, folder: &Path, queries: &[Asked], out: &mut String) -> Result<(), String> {
    let path = folder.join(TYPED);
    let typed = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let typed: Vec<&str> = typed.lines().collect();
    let (before, measured) = queries.split_at(queries.len() / 3);
    for asked in before {
        line(out, "first", searcher.search(&asked.text, Counted::Nothing)?);
    }
    for asked in measured {
        line(out, asked.kind.name(), searcher.search(&asked.text, Counted::Nothing)?);
    }
    for asked in measured {
        line(out, "counted", searcher.search(&asked.text, Counted::Facets)?);
    }
    let (before, measured) = typed.split_at(typed.len() / 3);
    for typed in before {
        line(out, "first-typed", searcher.suggest(typed)?);
    }
    for typed in measured {
        line(out, "typed", searcher.suggest(typed)?);
    }
    let status = fs::read_to_string("/proc/self/status").map_err(|error| format!("/proc: {error}"))?;
    for name in ["VmRSS", "RssAnon", "RssFile"] {
        let value = status.lines().find_map(|text| text.strip_prefix(name)?.strip_prefix(':'));
        let kilobytes = value.and_then(|value| value.split_whitespace().next()?.parse::<f64>().ok());
        line(out, name, kilobytes.unwrap_or(f64::NAN) / 1000.0);
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<Entry>, String> {
    let mut entries = Vec::new();
    texts::read(&folder.join(EDITS), |_, line| {
        if let Some((number, line)) = line.split_once('\t') {
            entries.push(texts::entry(number.parse().unwrap_or_default(), line));
        }
        Ok(())
    })?;
    Ok(entries)
}

/// Searches for so many seconds alone, and then for as many while one of twenty operations is a write.
fn write(
    searcher: &Searcher,
    entries: &[Entry],
    queries: &[Asked],
    seconds: f64,
    out: &mut String,
) -> Result<(), String> {
    let search = |name: &str, out: &mut String, each: &dyn Fn(u64)| -> Result<(), String> {
        let watch = Stopwatch::start();
        let mut operations = 0;
        for asked in queries.iter().cycle() {
            if watch.seconds() > seconds {
                break;
            }
            operations += 1;
            each(operations);
            line(out, name, searcher.search(&asked.text, Counted::Nothing)?);
        }
        Ok(())
    };
    search("before", &mut String::new(), &|_| ())?;
    search("alone", out, &|_| ())?;
    let (edits, todo) = mpsc::channel();
    let commits = std::thread::scope(|scope| {
        let writer = scope.spawn(move || keep_writing(&searcher.index, entries, &todo));
        let searched = search("beside", out, &|operation| {
            if operation % (ONE_WRITE_OF - 1) == 0 {
                // A writer that has stopped says why when it is asked below.
                let _gone = edits.send(operation);
            }
        });
        drop(edits);
        let written = writer.join().map_err(|_| "the writer stopped".to_owned())?;
        searched.and(written)
    })?;
    commits.into_iter().for_each(|(name, value)| line(out, name, value));
    Ok(())
}

/// Puts entries in that are asked for, commits every second and shows what was written.
fn keep_writing(
    index: &Index,
    entries: &[Entry],
    todo: &Receiver<u64>,
) -> Result<Vec<(&'static str, f64)>, String> {
    let said = |error: search::Error| error.to_string();
    let mut writer = index.writer().map_err(said)?;
    let mut measured = Vec::new();
    let mut watch = Stopwatch::start();
    loop {
        let left = Duration::from_secs_f64((COMMIT - watch.seconds()).max(0.0));
        match todo.recv_timeout(left) {
            Ok(number) => {
                // Far apart, as people's questions are.
                let Some(entry) = entries.get((number * 7919) as usize % entries.len().max(1)) else {
                    continue;
                };
                writer.put(entry).map_err(said)?;
                measured.push(("put", 1.0));
            }
            Err(RecvTimeoutError::Timeout) => {
                watch = Stopwatch::start();
                writer.commit("bench").map_err(said)?;
                index.refresh().map_err(said)?;
                measured.push(("commit", watch.seconds() * 1e3));
            }
            Err(RecvTimeoutError::Disconnected) => {
                writer.close().map_err(said)?;
                return Ok(measured);
            }
        }
    }
}

/// What such a process printed.
pub(super) struct Printed(BTreeMap<String, Vec<f64>>);

impl Printed {
    /// Runs one.
    pub(super) fn by(folder: &Path, task: &[&str]) -> Result<Self, String> {
        let path = folder.join("printed.txt");
        let failed = |error: std::io::Error| format!("{}: {error}", path.display());
        let program = std::env::current_exe().map_err(|error| format!("this program: {error}"))?;
        let mut child = command(program);
        child.args(["bench", "searcher"]).arg(folder).args(task);
        child.stdout(Stdio::from(File::create(&path).map_err(failed)?));
        let (status, _) = Process::start("bench searcher", &mut child)?.finish()?;
        if !status.success() {
            return Err(format!("the process that searches ended with {status}"));
        }
        let mut printed: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for line in fs::read_to_string(&path).map_err(failed)?.lines() {
            if let Some((name, value)) = line.split_once(' ') {
                printed.entry(name.to_owned()).or_default().push(value.parse().unwrap_or(f64::NAN));
            }
        }
        Ok(Self(printed))
    }

    /// What was printed under any of these names.
    pub(super) fn figures(&self, names: &[&str]) -> Figures {
        let mut figures = Figures::default();
        figures.extend(names.iter().flat_map(|name| self.0.get(*name)).flatten().copied());
        figures
    }
}
