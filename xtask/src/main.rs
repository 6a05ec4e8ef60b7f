//! The project's own chores: `cargo xtask tidy`, `cargo xtask deps` and `cargo xtask bench`.

mod bench;
mod deps;
mod tidy;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  tidy    check the house rules: layers, sizes, templates, styles, documents
  deps    check every dependency's licence, origin and name against deny.toml
  bench   measure the release build; `cargo xtask bench --help` says what and how
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.first().map(String::as_str) {
        Some("tidy") if words.len() == 1 => finish(tidy::run(&root())),
        Some("deps") if words.len() == 1 => finish(deps::run(&root())),
        Some("bench") => finish(bench::run(&root(), words.get(1..).unwrap_or_default())),
        Some("help" | "--help" | "-h") => finish(Ok(Outcome::clean(USAGE))),
        _ => {
            say(&mut std::io::stderr(), USAGE);
            ExitCode::from(2)
        }
    }
}

/// The project's folder. Cargo says at run time where it is; the path it was built in may be gone.
fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    PathBuf::from(here).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// What a chore found: the text to print and whether all was well.
struct Outcome {
    text: String,
    good: bool,
}

impl Outcome {
    fn clean(text: impl Into<String>) -> Self {
        Self { text: text.into(), good: true }
    }

    fn broken(text: impl Into<String>) -> Self {
        Self { text: text.into(), good: false }
    }
}

fn finish(outcome: Result<Outcome, String>) -> ExitCode {
    match outcome {
        Ok(Outcome { text, good }) => {
            say(&mut std::io::stdout(), &text);
            if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(reason) => {
            say(&mut std::io::stderr(), &reason);
            ExitCode::FAILURE
        }
    }
}

/// Prints text with a line end. A reader that has gone away is no reason to fail a chore.
fn say(out: &mut dyn Write, text: &str) {
    let text = text.trim_end();
    if !text.is_empty() {
        writeln!(out, "{text}").ok();
    }
}
