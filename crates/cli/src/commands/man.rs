//! `consilium man`: the manual pages, in the format of `man`.

use clap::{Args, CommandFactory};
use clap_mangen::Man as Pages;

use super::Cli;
use crate::{
    failure::{Failure, Outcome},
    terminal,
};

/// Print a manual page
///
/// To read it: consilium man | man -l -
#[derive(Args, Debug)]
pub(crate) struct Man {
    /// The page of this command, such as `import jsonl`; without one, of the whole program
    #[arg(value_name = "COMMAND")]
    path: Vec<String>,
}

impl Man {
    pub(crate) fn run(self) -> Outcome {
        let mut whole = Cli::command();
        whole.build();
        let mut page = whole;
        for name in &self.path {
            let found = page.find_subcommand(name).cloned();
            page = found.ok_or_else(|| {
                Failure::usage(format!("there is no command `{}`; see consilium --help", self.path.join(" ")))
            })?;
        }
        let mut text = Vec::new();
        let name = page.get_display_name().unwrap_or_else(|| page.get_name()).to_owned();
        Pages::new(page).title(name).render(&mut text).map_err(|e| Failure::io("the manual page", &e))?;
        terminal::say(&String::from_utf8_lossy(&text))
    }
}
