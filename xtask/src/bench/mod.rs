//! `cargo xtask bench`: measures the release build on this machine and writes `docs/performance.md`.

mod figures;
mod generate;
mod import;
#[cfg(feature = "search")]
mod meaning;
mod options;
mod run;
mod scale;
#[cfg(feature = "search")]
mod search;
mod serve;
mod serve_report;
mod table;
mod write;

use std::path::Path;
use std::process::Command;

use crate::Outcome;
use options::{Options, Task};

pub(crate) const USAGE: &str = "\
usage: cargo xtask bench TASK [OPTION...]

  generate   write an archive of made-up questions: --questions N -o FILE [--answers 6] [--seed 1]
  import     bring an archive into SQLite and PostgreSQL; time, processor, memory
  serve      requests a second beside nginx, warm and cold, plain and gzip
  scale      the page's cost on a small and a large site, time to start, memory of the demo
  write      answers a second on disk, pages while others write, what a sign-in costs
  search     the search index: build, queries, suggestions, memory, beside SQLite's own and beside writes
  meaning    search by meaning: reading, queries, the nearest among very many: --model FOLDER
  kill       kills the site again and again while doctors answer: nothing is lost

  --questions N         questions of the site that is measured [100000; of `search` 1000000, of `meaning` 20000]
  --questions-large N   questions of the large site of `scale` [1000000]
  --model FOLDER        of `meaning`: a sentence-embedding model
  --vectors N           of `meaning`: among so many the nearest are found [100000]
  --answers N           answers to each question [6; of `search` 2]
  --beir FOLDER         of `search`: how well is found in a set in BEIR's layout; may be given again
  --seed N              another archive of the same kind [1]
  --database KIND       of `import` and `kill`: sqlite, postgres or both [both]
  --kills N             how often `kill` does so on each database [100]
  --binary FILE         the program that is measured [target/release/consilium]
  --rounds N            rounds of each load [3]
  --seconds N           seconds of each round [8]
  --fresh               make the site anew, although there is one from an earlier run
  --quick               a small site and short rounds: whether it works, not how fast
  --dry                 print the results, do not write them to docs/performance.md

Archives and sites are kept in target/bench between runs. nginx, wrk and PostgreSQL are
Debian's; what is missing is installed, as root or by sudo. Everything listens on
127.0.0.1 only and is stopped at the end. Without --binary the release build is brought
up to date first. Leave the machine alone while it measures.
";

/// Unoptimised code says nothing of speed, and this program can be built without search.
fn optimised(options: &Options, words: &[String]) -> Result<String, String> {
    #[cfg(feature = "search")]
    if !cfg!(debug_assertions) {
        return if options.task == Task::Search { search::run(options) } else { meaning::run(options) };
    }
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["run", "--release", "--quiet", "--package", "xtask", "--", "bench"]).args(words);
    let status = cargo.current_dir(&options.root).status().map_err(|error| format!("cargo: {error}"))?;
    // It has said itself what was wrong.
    if status.success() { Ok(String::new()) } else { Err(String::new()) }
}

/// Does what the words after `bench` say.
pub(crate) fn run(root: &Path, words: &[String]) -> Result<Outcome, String> {
    if words.iter().any(|word| word == "--help" || word == "-h") {
        return Ok(Outcome::clean(USAGE));
    }
    #[cfg(feature = "search")]
    if let Some(("searcher", rest)) = words.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return search::searcher(rest).map(Outcome::clean);
    }
    let options = Options::parse(root, words).map_err(|wrong| format!("{wrong}\n\n{USAGE}"))?;
    let text = match options.task {
        Task::Generate => generate::to_file(&options)?,
        Task::Import => import::run(&options)?,
        Task::Serve => serve::run(&options)?,
        Task::Scale => scale::run(&options)?,
        Task::Write => write::run(&options)?,
        Task::Kill => write::kill(&options)?,
        Task::Search | Task::Meaning => optimised(&options, words)?,
    };
    Ok(Outcome::clean(text))
}
