//! `bench write`: answers a second that are on disk when they are acknowledged, pages while others write, and what a
//! sign-in costs.

mod kill;
mod loads;
mod seed;
mod sign_in;

use std::path::Path;
use std::process::Command;

pub(super) use kill::run as kill;

use super::figures::{Figures, number, verdict};
use super::options::Options;
use super::run::{self, Consilium, Folder, Load, Talk, prepare, program};
use super::table::{self, markdown};
use loads::{Paced, Writers};
use seed::{DOCTORS, Kept};

/// Questions of the site, none of them answered: enough that no doctor runs out.
const QUESTIONS: u64 = 20_000;

/// A site whose doctors are signed in, and that nobody limits.
pub(super) struct Stage {
    pub(super) server: Consilium,
    pub(super) page: String,
    /// The next question of each doctor.
    pub(super) next: loads::Next,
}

impl Stage {
    fn set(options: &Options, folder: &Folder) -> Result<Self, String> {
        let program = program(options)?;
        let options = Options { answers: 0, ..options.clone() };
        let site = prepare(&options, &program, QUESTIONS)?;
        let data = folder.0.join("site");
        site.copy_to(&data)?;
        let kept = Kept::File(data.join("consilium.sqlite"));
        seed::sign_in(&kept, now()?)?;
        let unlimited =
            [("CONSILIUM_TRIES_BY_NETWORK", "0".to_owned()), ("CONSILIUM_TRIES_BY_ACCOUNT", "0".to_owned())];
        let server = Consilium::start(&program, "serve", &data, &unlimited)?;
        // The last question is only read; the others are answered.
        let page =
            Talk::to(&server.address, "")?.get(&format!("/questions/{}", site.plan.questions))?.location;
        let next = loads::Next::new(site.plan.questions - 1);
        Ok(Self { server, page, next })
    }
}

pub(super) fn now() -> Result<u64, String> {
    let output = Command::new("date").arg("+%s").output().map_err(|error| format!("date: {error}"))?;
    String::from_utf8_lossy(&output.stdout).trim().parse().map_err(|error| format!("date: {error}"))
}

pub(super) fn run(options: &Options) -> Result<String, String> {
    run::need("wrk", "wrk")?;
    let folder = Folder::new(options)?;
    let before = run::load();
    let stage = Stage::set(options, &folder)?;
    let read = Load { address: &stage.server.address, path: &stage.page, gzip: false, script: None };
    read.run(1)?;
    let mut measured = Measured::default();
    for _ in 0..options.rounds {
        measured.bare.push(bare(&folder.0, options.seconds)?);
        measured.written.push(Writers::of(&stage).run(options.seconds)?);
        measured.read.push(read.run(options.seconds)?.per_second);
        let writers = Writers::of(&stage).start();
        let round = read.run(options.seconds);
        measured.written_beside.push(writers.stop(options.seconds)?);
        measured.read_beside.push(round?.per_second);
    }
    let peak = Paced::closed(&stage, options.seconds)?;
    let paced = Paced::at(&stage, peak / 2.0, options.seconds)?;
    let sign_in = sign_in::measure(&stage)?;
    let about = format!(
        "{}; {}. Load of the machine before: {before}, after: {}.\n\n\
         Site: {} questions without an answer, SQLite; {DOCTORS} doctors, each over a connection of their own; {} rounds of {} s.",
        run::today(),
        run::machine(),
        run::load(),
        number(QUESTIONS as f64, 0),
        options.rounds,
        options.seconds,
    );
    let text = format!("{about}\n\n{}\n{}", measured.rows(), targets(&measured, peak, &paced, &sign_in));
    table::publish(&options.root, "write", text, options.dry)
}

#[derive(Default)]
struct Measured {
    bare: Figures,
    written: Figures,
    read: Figures,
    written_beside: Figures,
    read_beside: Figures,
}

impl Measured {
    fn rows(&self) -> String {
        let row = |name: &str, figures: &Figures| vec![name.to_owned(), figures.spread(0)];
        markdown(
            &["what", "a second"],
            &[
                row("bare loop of one-row transactions, WAL, synchronous=FULL", &self.bare),
                row("answers posted and acknowledged", &self.written),
                row("warm page, nobody writing", &self.read),
                row("warm page, while the doctors post", &self.read_beside),
                row("answers, while the page is read", &self.written_beside),
            ],
        )
    }
}

fn targets(measured: &Measured, peak: f64, paced: &Paced, sign_in: &sign_in::Cost) -> String {
    let row = |what: &str, value: String, target: &str, met: bool| {
        vec![what.to_owned(), value, target.to_owned(), verdict(met).to_owned()]
    };
    let written = measured.written.median() / measured.bare.median();
    let beside = measured.read_beside.median() / measured.read.median();
    let paced_what = format!(
        "99 of 100 pages within, at {} of {} requests a second, 5% of them answers",
        number(paced.rate, 0),
        number(peak, 0)
    );
    markdown(
        &["", "measured", "target", ""],
        &[
            row("answers to bare transactions", number(written, 2), "at least 0.7", written >= 0.7),
            row("warm page beside writers to alone", number(beside, 2), "at least 0.5", beside >= 0.5),
            row(&paced_what, format!("{} ms", number(paced.p99, 2)), "under 10 ms", paced.p99 < 10.0),
            row(
                "processor for a sign-in",
                format!("{} ms", number(sign_in.cpu, 0)),
                "under 150 ms",
                sign_in.cpu < 150.0,
            ),
            row(
                "memory for 100 sign-ins at once",
                format!("+{} MB", number(sign_in.memory, 0)),
                "at most +300 MB",
                sign_in.memory <= 300.0,
            ),
            row(
                "slowest page meanwhile",
                format!("{} ms", number(sign_in.slowest, 1)),
                "under 100 ms",
                sign_in.slowest < 100.0,
            ),
        ],
    )
}

/// A bare loop of durable transactions of one row on the same disk, a second.
fn bare(folder: &Path, seconds: u32) -> Result<f64, String> {
    run::need("python3", "python3")?;
    const LOOP: &str = "import sqlite3,sys,time\n\
        c=sqlite3.connect(sys.argv[1],isolation_level=None)\n\
        c.execute('pragma journal_mode=wal');c.execute('pragma synchronous=full')\n\
        c.execute('create table if not exists t(id integer primary key,a text)')\n\
        n,end=0,time.monotonic()+float(sys.argv[2])\n\
        while time.monotonic()<end:\n c.execute('insert into t(a) values(?)',('x'*300,));n+=1\n\
        print(n/float(sys.argv[2]))\n";
    let output = Command::new("python3")
        .args(["-c", LOOP])
        .arg(folder.join("bare.sqlite"))
        .arg(seconds.to_string())
        .output();
    let output = output.map_err(|error| format!("python3: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse().map_err(|_| format!("python3: {}", String::from_utf8_lossy(&output.stderr).trim()))
}
