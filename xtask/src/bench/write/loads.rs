//! Doctors who answer, alone and among readers.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use super::Stage;
use super::seed::{DOCTORS, answer, cookie};
use crate::bench::figures::Figures;
use crate::bench::run::{Stopwatch, Talk, pause};

/// Connections of the load of readers and writers.
const CONNECTIONS: u64 = 32;
/// Of so many requests one writes: 5%.
const ONE_IN: u64 = 20;

/// Which question each doctor answers next.
#[derive(Clone)]
pub(crate) struct Next {
    last: u64,
    given: Arc<Vec<AtomicU64>>,
}

impl Next {
    pub(super) fn new(last: u64) -> Self {
        Self { last, given: Arc::new((0..=DOCTORS).map(|_| AtomicU64::new(0)).collect()) }
    }

    pub(super) fn of(&self, doctor: u64) -> Result<u64, String> {
        let next = self.given[doctor as usize].fetch_add(1, Ordering::Relaxed) + 1;
        if next > self.last { Err(format!("doctor {doctor} has answered every question")) } else { Ok(next) }
    }
}

fn post(talk: &mut Talk, next: &Next, doctor: u64) -> Result<(), String> {
    let question = next.of(doctor)?;
    let path = format!("/questions/{question}/answer");
    let reply = talk.post(&path, &answer(doctor, question))?;
    // Only what leads to the answer was taken.
    if reply.status == 303 && reply.location.contains("#answer-") {
        Ok(())
    } else {
        Err(format!("{path} answers {} {}", reply.status, reply.location))
    }
}

/// Every doctor answering as fast as they can.
pub(super) struct Writers {
    address: String,
    next: Next,
}

/// The same at work.
pub(super) struct Working {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<Result<u64, String>>>,
}

impl Writers {
    pub(super) fn of(stage: &Stage) -> Self {
        Self { address: stage.server.address.clone(), next: stage.next.clone() }
    }

    pub(super) fn start(self) -> Working {
        let stop = Arc::new(AtomicBool::new(false));
        let threads = (1..=DOCTORS).map(|doctor| {
            let (address, next, stop) = (self.address.clone(), self.next.clone(), stop.clone());
            std::thread::spawn(move || {
                let mut talk = Talk::to(&address, &cookie(doctor))?;
                let mut done = 0;
                while !stop.load(Ordering::Relaxed) {
                    post(&mut talk, &next, doctor)?;
                    done += 1;
                }
                Ok(done)
            })
        });
        Working { threads: threads.collect(), stop }
    }

    /// Answers a second.
    pub(super) fn run(self, seconds: u32) -> Result<f64, String> {
        let working = self.start();
        pause(u64::from(seconds) * 1000);
        working.stop(seconds)
    }
}

impl Working {
    pub(super) fn stop(self, seconds: u32) -> Result<f64, String> {
        self.stop.store(true, Ordering::Relaxed);
        let mut done = 0;
        for thread in self.threads {
            done += thread.join().map_err(|_| "a doctor's thread broke off")??;
        }
        Ok(done as f64 / f64::from(seconds))
    }
}

/// Readers among whom some write, at a set pace.
pub(super) struct Paced {
    /// Requests a second that were asked for.
    pub(super) rate: f64,
    /// Milliseconds that 99 of 100 pages took at most, from when they were to be asked for.
    pub(super) p99: f64,
}

impl Paced {
    /// As fast as it goes: requests a second.
    pub(super) fn closed(stage: &Stage, seconds: u32) -> Result<f64, String> {
        let taken = mixed(stage, None, seconds)?;
        Ok(taken.requests as f64 / f64::from(seconds))
    }

    /// At so many requests a second.
    pub(super) fn at(stage: &Stage, rate: f64, seconds: u32) -> Result<Self, String> {
        let taken = mixed(stage, Some(rate), seconds)?;
        Ok(Self { rate, p99: taken.reads.share(0.99) })
    }
}

#[derive(Default)]
struct Taken {
    requests: u64,
    /// Milliseconds.
    reads: Figures,
}

fn mixed(stage: &Stage, rate: Option<f64>, seconds: u32) -> Result<Taken, String> {
    let taken = Arc::new(Mutex::new(Taken::default()));
    let clock = Stopwatch::start();
    let threads: Vec<JoinHandle<Result<(), String>>> = (0..CONNECTIONS)
        .map(|at| {
            let (address, page, next) =
                (stage.server.address.clone(), stage.page.clone(), stage.next.clone());
            let taken = taken.clone();
            std::thread::spawn(move || {
                let doctor = at % DOCTORS + 1;
                let (mut reader, mut writer) =
                    (Talk::to(&address, "")?, Talk::to(&address, &cookie(doctor))?);
                let (mut reads, mut n) = (Vec::new(), 0_u64);
                while clock.seconds() < f64::from(seconds) {
                    let due = rate.map(|rate| (n * CONNECTIONS + at) as f64 / rate);
                    if let Some(early) = due.map(|due| due - clock.seconds()).filter(|early| *early > 0.0) {
                        std::thread::sleep(std::time::Duration::from_secs_f64(early));
                    }
                    let begun = due.unwrap_or_else(|| clock.seconds());
                    if (n + at) % ONE_IN == 0 {
                        post(&mut writer, &next, doctor)?;
                    } else {
                        reader.get(&page)?;
                        reads.push((clock.seconds() - begun) * 1000.0);
                    }
                    n += 1;
                }
                let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
                taken.requests += n;
                taken.reads.extend(reads);
                Ok(())
            })
        })
        .collect();
    for thread in threads {
        thread.join().map_err(|_| "a reader's thread broke off")??;
    }
    let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut taken))
}
