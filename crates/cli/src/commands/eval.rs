//! `consilium eval`: how well the program does what nobody can be sure of, on sets that people have judged.

mod essence;
mod meant;
mod search;
mod similar;
mod stance;

use clap::{Args, Subcommand};

use crate::{failure::Outcome, open::Global};

/// Measure what reads and finds words
#[derive(Args, Debug)]
pub(crate) struct Eval {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Stance(stance::Stance),
    Search(search::Search),
    Similar(similar::Similar),
    Essence(essence::Essence),
}

impl Eval {
    pub(crate) fn run(self, global: &Global) -> Outcome {
        match self.what {
            What::Stance(stance) => stance.run(global),
            What::Search(search) => search.run(global),
            What::Similar(similar) => similar.run(global),
            What::Essence(essence) => essence.run(global),
        }
    }
}
