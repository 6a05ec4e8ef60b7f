//! The command `consilium`: reads what was typed, does it, and tells by its exit status how it went.

mod commands;
mod failure;
mod open;
mod signals;
mod terminal;

use std::{panic, process::ExitCode};

fn main() -> ExitCode {
    // A fault of the program is told in a line, without a backtrace.
    panic::set_hook(Box::new(|fault| {
        terminal::complain(&format!("this is a fault of the program; please report it: {fault}"));
    }));
    match panic::catch_unwind(commands::run) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(failure)) => failure.tell(),
        Err(_) => ExitCode::FAILURE,
    }
}
