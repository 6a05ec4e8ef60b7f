//! `bench scale`: what a page costs on a small and on a large site, how soon a site answers, what a demo holds.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::figures::{Figures, number, verdict};
use super::options::Options;
use super::run::{self, Consilium, Folder, Load, Stopwatch, free_port, get, pause, prepare, program};
use super::table::{self, markdown};

/// Questions of the small site.
const SMALL: u64 = 1_000;
/// Questions of the site that the target is about.
const PROMISED: u64 = 1_000_000;
/// Addresses that pages are chosen from.
const ADDRESSES: u64 = 100_000;
/// How often a start is measured.
const STARTS: u32 = 5;

pub(super) fn run(options: &Options) -> Result<String, String> {
    run::need("wrk", "wrk")?;
    let program = program(options)?;
    let small = prepare(options, &program, SMALL.min(options.questions_large))?;
    let middle = prepare(options, &program, options.questions)?;
    let large = prepare(options, &program, options.questions_large)?;
    let before = run::load();
    let folder = Folder::new(options)?;
    let sites =
        [Cold::set(&program, &small.folder, &folder.0)?, Cold::set(&program, &large.folder, &folder.0)?];
    let costs = costs(options, &sites)?;
    drop(sites);
    let starts = starts(&program, &middle.folder)?;
    let demo = demo(&program, &folder.0)?;
    let about = format!(
        "{}; {}. Load of the machine before: {before}, after: {}.\n\n\
         Sites: {} and {} questions with {} answers each, SQLite; after {} s of reading, {} rounds of {} s on each \
         in turn, `wrk -t2 -c64`, pages by chance of {} addresses, none kept. Starts: {STARTS}, on {} questions.",
        run::today(),
        run::machine(),
        run::load(),
        number(small.plan.questions as f64, 0),
        number(large.plan.questions as f64, 0),
        options.answers,
        options.seconds * (1 + run::WARM_UP),
        options.rounds,
        options.seconds,
        number(ADDRESSES.min(options.questions_large) as f64, 0),
        number(middle.plan.questions as f64, 0),
    );
    let text = format!("{about}\n\n{}", rows(options.questions_large, &costs, &starts, &demo));
    table::publish(&options.root, "scale", text, options.dry)
}

/// A site on which no page is ever warm, and the script that asks for its questions.
struct Cold {
    server: Consilium,
    script: PathBuf,
    data: PathBuf,
}

impl Cold {
    fn set(program: &Path, data: &Path, folder: &Path) -> Result<Self, String> {
        let server = Consilium::start(program, "serve", data, &[("CONSILIUM_PAGES_MB", "0".to_owned())])?;
        let name = data.file_name().unwrap_or_default();
        let (list, script) =
            (folder.join(name).with_extension("txt"), folder.join(name).with_extension("lua"));
        let paths = server.question_paths(ADDRESSES)?;
        let written =
            fs::write(&list, paths.join("\n")).and_then(|()| fs::write(&script, run::script(&list)));
        written.map_err(|error| format!("{}: {error}", script.display()))?;
        Ok(Self { server, script, data: data.to_owned() })
    }
}

/// What a page took on one site.
#[derive(Default)]
struct Cost {
    per_second: Figures,
    /// Microseconds of processor time.
    cpu: Figures,
    /// The same, in the first seconds of the process.
    first_cpu: f64,
}

impl Cold {
    /// Pages a second, and microseconds of processor time for each.
    fn read(&self, seconds: u32) -> Result<(f64, f64), String> {
        let load = Load { address: &self.server.address, path: "/", gzip: false, script: Some(&self.script) };
        let before = self.server.process.cpu();
        let round = load.run(seconds)?;
        Ok((round.per_second, (self.server.process.cpu() - before) * 1e6 / round.requests))
    }
}

fn costs(options: &Options, sites: &[Cold; 2]) -> Result<[Cost; 2], String> {
    let mut costs = [Cost::default(), Cost::default()];
    for (site, cost) in sites.iter().zip(&mut costs) {
        run::read_all(&site.data)?;
        cost.first_cpu = site.read(options.seconds)?.1;
        site.read(options.seconds * run::WARM_UP)?;
    }
    for _ in 0..options.rounds {
        for (site, cost) in sites.iter().zip(&mut costs) {
            let (per_second, cpu) = site.read(options.seconds)?;
            cost.per_second.push(per_second);
            cost.cpu.push(cpu);
        }
    }
    Ok(costs)
}

/// Seconds from the start of the program.
#[derive(Default)]
struct Starts {
    ready: Figures,
    first_page: Figures,
}

fn starts(program: &Path, data: &Path) -> Result<Starts, String> {
    let mut starts = Starts::default();
    let path = Consilium::start(program, "serve", data, &[])?.question_paths(1)?.concat();
    for _ in 0..STARTS {
        let internal = format!("127.0.0.1:{}", free_port()?);
        let watch = Stopwatch::start();
        let server =
            Consilium::start(program, "serve", data, &[("CONSILIUM_INTERNAL_BIND", internal.clone())])?;
        until(&internal, "/readyz")?;
        let ready = watch.seconds();
        until(&server.address, &path)?;
        starts.first_page.push(watch.seconds());
        starts.ready.push(ready);
    }
    Ok(starts)
}

fn until(address: &str, path: &str) -> Result<(), String> {
    let watch = Stopwatch::start();
    while !get(address, path, "").is_ok_and(|answer| answer.status == 200) {
        if watch.seconds() > 30.0 {
            return Err(format!("http://{address}{path} does not answer"));
        }
        pause(1);
    }
    Ok(())
}

/// What a demo holds after somebody has looked at everything.
struct Demo {
    pages: usize,
    /// MB.
    resident: f64,
    peak: f64,
}

fn demo(program: &Path, folder: &Path) -> Result<Demo, String> {
    let server = Consilium::start(program, "demo", &folder.join("demo"), &[])?;
    let mut known = BTreeSet::from(["/".to_owned()]);
    let mut waiting: Vec<String> = known.iter().cloned().collect();
    while let Some(path) = waiting.pop() {
        // Twice, because a page that is asked for again is packed and kept packed.
        get(&server.address, &path, "")?;
        get(&server.address, &path, "Accept-Encoding: gzip\r\n")?;
        let page = get(&server.address, &path, "")?;
        for link in links(&page.text()) {
            if known.insert(link.clone()) {
                waiting.push(link);
            }
        }
    }
    pause(500);
    let memory = |line| server.process.memory(line).unwrap_or(f64::NAN);
    Ok(Demo { pages: known.len(), resident: memory("VmRSS"), peak: memory("VmHWM") })
}

/// The addresses within the site that a page names.
fn links(page: &str) -> impl Iterator<Item = String> {
    page.split("href=\"/").skip(1).filter_map(|rest| {
        let path = rest.split(['"', '#']).next()?;
        Some(format!("/{}", path.replace("&amp;", "&").replace("&#38;", "&")))
    })
}

fn rows(questions: u64, costs: &[Cost; 2], starts: &Starts, demo: &Demo) -> String {
    let row = |what: &str, measured: String, target: &str, met: Option<bool>| {
        vec![what.to_owned(), measured, target.to_owned(), met.map(verdict).unwrap_or_default().to_owned()]
    };
    let [small, large] = costs;
    let ratio = large.cpu.median() / small.cpu.median();
    let slower = small.per_second.median() / large.per_second.median();
    let (ready, page) = (starts.ready.median(), starts.first_page.median());
    let grown = |what: &str, times: f64| {
        let verdict = if questions < PROMISED { "not measured at that size" } else { verdict(times <= 1.3) };
        vec![
            what.to_owned(),
            format!("{times:.2}"),
            "at most 1.3 at 1,000,000 questions".into(),
            verdict.to_owned(),
        ]
    };
    let rows = [
        row("small site: processor, µs a page", small.cpu.spread(1), "", None),
        row("large site: processor, µs a page", large.cpu.spread(1), "", None),
        grown("large to small, processor a page", ratio),
        row(
            "large site, first seconds of the process: processor, µs a page",
            number(large.first_cpu, 1),
            "",
            None,
        ),
        row("small site: pages a second", small.per_second.spread(0), "", None),
        row("large site: pages a second", large.per_second.spread(0), "", None),
        grown("small to large, pages a second", slower),
        row("start until ready, s", starts.ready.spread(3), "under 1", Some(ready < 1.0)),
        row(
            "start until the first question page, s",
            starts.first_page.spread(3),
            "under 1",
            Some(page < 1.0),
        ),
        row(
            &format!("demo, all {} pages visited: memory in use, MB", demo.pages),
            number(demo.resident, 1),
            "under 100",
            Some(demo.resident < 100.0),
        ),
        row("demo: most memory in use, MB", number(demo.peak, 1), "", None),
    ];
    markdown(&["", "measured", "target", ""], &rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_within_the_site_are_found() {
        let page = "<a href=\"/a?x=1&amp;y=2\">a</a> <a href=\"https://b\">b</a> <a href=\"/c#d\">c</a>";
        assert_eq!(links(page).collect::<Vec<_>>(), ["/a?x=1&y=2", "/c"]);
    }
}
