//! Every command there is, one file each: its flags, and what it does.

mod account;
mod check;
mod check_record;
mod completions;
mod config;
mod demo;
mod doctor;
mod eval;
mod export;
mod import;
mod jobs;
mod man;
mod migrate;
mod model;
mod reindex;
mod search;
mod serve;
mod show;

use std::{env, ffi::OsString};

use clap::{Parser, Subcommand};

use crate::{failure::Outcome, open::Global};

/// A site on which patients ask and verified doctors answer
///
/// Try it: `consilium demo` serves a sample site on http://127.0.0.1:8080.
///
/// Settings come, each winning over the ones before, from: the defaults, a file (the one named by --config, or else
/// consilium.toml in the data folder where there is one), environment variables, flags. `consilium config` lists them.
///
/// Exit status: 0 when all went well, 1 when something failed, 2 when it was called or configured wrongly.
#[derive(Debug, Parser)]
#[command(name = "consilium", version, propagate_version = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
    Demo(demo::Demo),
    Import(import::Import),
    Export(export::Export),
    Show(show::Show),
    Search(search::Search),
    Account(account::Account),
    Jobs(jobs::Jobs),
    Doctor(doctor::Doctor),
    Migrate(migrate::Migrate),
    Reindex(reindex::Reindex),
    Model(model::Model),
    Config(config::Config),
    Check(check::Check),
    CheckRecord(check_record::CheckRecord),
    Eval(eval::Eval),
    Completions(completions::Completions),
    Man(man::Man),
}

/// Reads what was typed. What begins with a minus is an option but in a search, where it excludes.
fn parse(typed: &[OsString]) -> Result<Cli, clap::Error> {
    match Cli::try_parse_from(search::with_minus(typed)) {
        Ok(cli @ Cli { command: Command::Search(_), .. }) => Ok(cli),
        _ => Cli::try_parse_from(typed),
    }
}

/// Does what was typed.
pub(crate) fn run() -> Outcome {
    let Cli { global, command } = parse(&env::args_os().collect::<Vec<_>>())?;
    match command {
        Command::Serve(serve) => serve.run(&global),
        Command::Demo(demo) => demo.run(&global),
        Command::Import(import) => import.run(&global),
        Command::Export(export) => export.run(&global),
        Command::Show(show) => show.run(&global),
        Command::Search(search) => search.run(&global),
        Command::Account(account) => account.run(&global),
        Command::Jobs(jobs) => jobs.run(&global),
        Command::Doctor(doctor) => doctor.run(&global),
        Command::Migrate(migrate) => migrate.run(&global),
        Command::Reindex(reindex) => reindex.run(&global),
        Command::Model(model) => model.run(&global),
        Command::Config(config) => config.run(&global),
        Command::Check(check) => check.run(&global),
        Command::CheckRecord(check) => check.run(&global),
        Command::Eval(eval) => eval.run(&global),
        Command::Completions(completions) => completions.run(),
        Command::Man(man) => man.run(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(typed: &[&str]) -> Option<String> {
        let typed: Vec<OsString> = ["consilium"].iter().chain(typed).map(OsString::from).collect();
        match parse(&typed).ok()?.command {
            Command::Search(search) => Some(search.typed()),
            _ => None,
        }
    }

    #[test]
    fn what_a_search_excludes_is_no_option() {
        for (typed, expected) in [
            (&["search", "-botox"][..], Some("−botox")),
            (&["search", "hair", "-hives", "--limit", "5", "-topic:botox"], Some("hair −hives −topic:botox")),
            (&["search", "-\"hair loss\"", "--json"], Some("−\"hair loss\"")),
            (&["--json", "search", "--", "--", "-h"], Some("-- -h")),
            (&["search", "-h"], None),
            (&["search", "hair", "--limt", "5"], None),
            (&["reindex", "-botox"], None),
        ] {
            assert_eq!(words(typed).as_deref(), expected, "{typed:?}");
        }
    }
}
