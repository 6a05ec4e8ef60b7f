//! What a measurement needs around it: programs that are started and surely stopped, loads, and the machine's own words.

mod consilium;
mod http;
mod machine;
mod nginx;
mod postgres;
mod process;
mod talk;
mod wrk;

pub(super) use consilium::{Consilium, Folder, Site, prepare, program, read_all};
pub(super) use http::get;
pub(super) use machine::{load, machine, today, version};
pub(super) use nginx::Nginx;
pub(super) use postgres::Postgres;

#[cfg(feature = "search")]
pub(super) use process::own_cpu;
pub(super) use process::{Process, Usage, command, free_port, need};
pub(super) use talk::Talk;
pub(super) use wrk::{Load, script};

use std::time::{Duration, Instant};

/// Measured lengths that a site is read for before pages that it does not keep are measured. A process meets each part
/// of a mapped file for the first time once, which costs as much as the page itself: a site that has run for minutes
/// has that behind it.
pub(super) const WARM_UP: u32 = 6;

/// Time since it was started.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "a bench measures time; there is no clock to hand in")]
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    pub(super) fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}

/// Waits a little between two looks at something.
pub(super) fn pause(millis: u64) {
    std::thread::sleep(Duration::from_millis(millis));
}
