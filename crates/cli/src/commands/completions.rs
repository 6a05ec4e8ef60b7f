//! `consilium completions`: what makes the shell complete commands and flags.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Cli;
use crate::{failure::Outcome, terminal};

/// Print completions for a shell
///
/// For bash: consilium completions bash > /etc/bash_completion.d/consilium
#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self) -> Outcome {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "consilium", &mut script);
        terminal::say(&String::from_utf8_lossy(&script))
    }
}
