//! What a sign-in costs, and what a hundred at once do to everybody else.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Stage;
use crate::bench::run::{Stopwatch, Talk};

/// Sign-ins at the same time.
const AT_ONCE: u32 = 100;

/// What it came to.
pub(super) struct Cost {
    /// Milliseconds of processor time for one.
    pub(super) cpu: f64,
    /// MB that the server took more at its highest.
    pub(super) memory: f64,
    /// Milliseconds of the slowest page that somebody read meanwhile.
    pub(super) slowest: f64,
}

/// Wrong passwords: they are worked on as long as right ones, and leave nothing behind.
pub(super) fn measure(stage: &Stage) -> Result<Cost, String> {
    let server = &stage.server.process;
    server.forget_peak()?;
    let (before, cpu) = (server.memory("VmRSS").unwrap_or_default(), server.cpu());
    let stop = Arc::new(AtomicBool::new(false));
    let reader = {
        let (address, page, stop) = (stage.server.address.clone(), stage.page.clone(), stop.clone());
        std::thread::spawn(move || -> Result<f64, String> {
            let (mut talk, mut slowest) = (Talk::to(&address, "")?, 0.0_f64);
            while !stop.load(Ordering::Relaxed) {
                let watch = Stopwatch::start();
                talk.get(&page)?;
                slowest = slowest.max(watch.seconds() * 1000.0);
            }
            Ok(slowest)
        })
    };
    let tries: Vec<_> = (0..AT_ONCE)
        .map(|one| {
            let address = stage.server.address.clone();
            std::thread::spawn(move || -> Result<u16, String> {
                let form = format!("email=nobody{one}@bench.example&password=quite+a+long+sentence+indeed");
                Talk::to(&address, "")?.post("/sign-in", &form).map(|reply| reply.status)
            })
        })
        .collect();
    for one in tries {
        let status = one.join().map_err(|_| "a sign-in broke off")??;
        if status != 422 {
            return Err(format!("a wrong password is answered by {status}"));
        }
    }
    stop.store(true, Ordering::Relaxed);
    let slowest = reader.join().map_err(|_| "the reader broke off")??;
    let memory = (server.memory("VmHWM").unwrap_or_default() - before).max(0.0);
    Ok(Cost { cpu: (server.cpu() - cpu) * 1000.0 / f64::from(AT_ONCE), memory, slowest })
}
