//! `bench meaning`: how fast a model reads a site's questions, what a search by words and meaning takes, and how the nearest are
//! found among very many.

mod graph;

use std::path::{Path, PathBuf};

use super::figures::{Figures, number, verdict};
use super::options::Options;
use super::run::{
    self, Consilium, Folder, Stopwatch, Talk, command, free_port, get, pause, prepare, program,
};
use super::table::{self, markdown};
use graph::Graph;

/// Searches of each kind.
const ASKED: usize = 300;
/// Words of a short one.
const SHORT: usize = 4;
/// Milliseconds of one processor for a search by words and meaning.
const MOST: f64 = 40.0;
/// Where a site says how many questions were read.
const GAUGE: &str = "consilium_meaning_questions ";

/// A running site.
struct Stage {
    server: Consilium,
    /// Where it shows its gauges.
    inside: String,
    data: PathBuf,
    /// What is looked for.
    queries: Vec<String>,
}

/// What searches took.
struct Searched {
    wall: Figures,
    /// Milliseconds of processor time for each, at the mean.
    cpu: f64,
}

/// What reading all questions took.
struct Read {
    seconds: f64,
    cpu: f64,
    meanwhile: Figures,
}

pub(super) fn run(options: &Options) -> Result<String, String> {
    let model = options.model.as_deref().ok_or("name the folder of a model: --model FOLDER")?;
    let program = program(options)?;
    let site = prepare(options, &program, options.questions)?;
    let before = run::load();
    let folder = Folder::new(options)?;
    let data = folder.0.join("site");
    site.copy_to(&data)?;
    let stage = Stage::set(&program, data)?;
    let by_words = stage.search()?;
    let memory = stage.memory()?;
    stage.install(&program, model)?;
    let read = stage.read(options.questions)?;
    let by_both = stage.search()?;
    let grown = stage.memory()? - memory;
    let graph = graph::measure(&stage.data, &folder, options.vectors)?;
    let about = format!(
        "{}; {}. Load of the machine before: {before}, after: {}.\n\n\
         {} questions with {} answers each, SQLite; {} searches by each, one after another on one connection; model: {}. \
         Nearest: {} vectors.",
        run::today(),
        run::machine(),
        run::load(),
        number(options.questions as f64, 0),
        options.answers,
        number(by_both.wall.count() as f64, 0),
        graph.model,
        number(options.vectors as f64, 0),
    );
    let rows = [searches(&by_words, &read, &by_both), targets(options, &read, &by_both, grown, &graph)];
    table::publish(&options.root, "meaning", format!("{about}\n\n{}", rows.join("\n")), options.dry)
}

impl Stage {
    fn set(program: &Path, data: PathBuf) -> Result<Self, String> {
        let inside = format!("127.0.0.1:{}", free_port()?);
        let settings =
            [("CONSILIUM_SEARCHES_BY_NETWORK", "0".to_owned()), ("CONSILIUM_INTERNAL_BIND", inside.clone())];
        let server = Consilium::start(program, "serve", &data, &settings)?;
        let titles: Vec<String> =
            server.question_paths(ASKED as u64)?.iter().map(|path| title(path)).collect();
        let short = |title: &String| title.split('+').take(SHORT).collect::<Vec<_>>().join("+");
        let queries = titles.iter().map(short).chain(titles.iter().cloned()).collect();
        Ok(Self { server, inside, data, queries })
    }

    /// All queries, one after another.
    fn search(&self) -> Result<Searched, String> {
        let mut talk = Talk::to(&self.server.address, "")?;
        let mut one = |query: &String| -> Result<f64, String> {
            let watch = Stopwatch::start();
            let reply = talk.get(&format!("/search?q={query}"))?;
            if reply.status == 200 {
                Ok(watch.seconds() * 1e3)
            } else {
                Err(format!("{query}: {}", reply.status))
            }
        };
        // What is read for the first time is not measured.
        self.queries.iter().step_by(10).try_for_each(|query| one(query).map(|_| ()))?;
        let cpu = self.server.process.cpu();
        let wall: Figures =
            self.queries.iter().map(&mut one).collect::<Result<Vec<_>, _>>()?.into_iter().collect();
        Ok(Searched { cpu: (self.server.process.cpu() - cpu) * 1e3 / wall.count() as f64, wall })
    }

    fn memory(&self) -> Result<f64, String> {
        self.server.process.memory("RssAnon").ok_or_else(|| "the site says nothing of its memory".to_owned())
    }

    /// As an operator does, while the site runs.
    fn install(&self, program: &Path, model: &Path) -> Result<(), String> {
        let mut install = command(program);
        install.args(["model", "install"]).arg(model).arg("--data-dir").arg(&self.data);
        let ended = install.output().map_err(|error| format!("consilium model install: {error}"))?;
        if ended.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&ended.stderr).into_owned()) }
    }

    /// Waits until all is read, and searches meanwhile.
    fn read(&self, questions: u64) -> Result<Read, String> {
        let (watch, cpu) = (Stopwatch::start(), self.server.process.cpu());
        let mut talk = Talk::to(&self.server.address, "")?;
        let mut meanwhile = Figures::default();
        let mut queries = self.queries.iter().cycle();
        loop {
            if self.gauge()? >= questions {
                return Ok(Read {
                    seconds: watch.seconds(),
                    cpu: self.server.process.cpu() - cpu,
                    meanwhile,
                });
            }
            for query in queries.by_ref().take(5) {
                let one = Stopwatch::start();
                talk.get(&format!("/search?q={query}"))?;
                meanwhile.push(one.seconds() * 1e3);
                pause(100);
            }
        }
    }

    /// How many questions were read.
    fn gauge(&self) -> Result<u64, String> {
        let metrics = get(&self.inside, "/metrics", "")?.text();
        let value = metrics.lines().find_map(|line| line.strip_prefix(GAUGE)?.trim().parse::<f64>().ok());
        Ok(value.unwrap_or_default() as u64)
    }
}

/// The words of a question's title, out of its path.
fn title(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().replace('-', "+")
}

fn searches(by_words: &Searched, read: &Read, by_both: &Searched) -> String {
    let row = |what: &str, figures: &Figures, cpu: Option<f64>| {
        let mut row = vec![what.to_owned(), number(figures.count() as f64, 0)];
        row.extend([0.5, 0.9, 0.99].map(|share| number(figures.share(share), 1)));
        row.push(cpu.map_or_else(String::new, |cpu| number(cpu, 1)));
        row
    };
    markdown(
        &["searches, ms", "how many", "half within", "90 of 100", "99 of 100", "processor for one"],
        &[
            row("by words", &by_words.wall, Some(by_words.cpu)),
            row("by words, while all questions are read", &read.meanwhile, None),
            row("by words and meaning", &by_both.wall, Some(by_both.cpu)),
        ],
    )
}

fn targets(options: &Options, read: &Read, by_both: &Searched, grown: f64, graph: &Graph) -> String {
    let plain = |what: &str, value: String| vec![what.to_owned(), value, String::new(), String::new()];
    let target = |what: &str, value: String, target: &str, met: bool| {
        vec![what.to_owned(), value, target.to_owned(), verdict(met).to_owned()]
    };
    let questions = options.questions as f64;
    markdown(
        &["", "measured", "target", ""],
        &[
            target(
                "search by words and meaning, processor, ms",
                number(by_both.cpu, 1),
                "under 40",
                by_both.cpu < MOST,
            ),
            plain("questions read a second", number(questions / read.seconds, 0)),
            plain("processor to read a question, ms", number(read.cpu * 1e3 / questions, 1)),
            plain("memory more than without a model, MB", number(grown, 0)),
            plain("the nearest by a look at all vectors, ms", number(graph.all, 2)),
            plain("the nearest by the graph, ms", number(graph.near, 2)),
            target(
                "of the ten nearest the graph finds",
                number(graph.recall, 3),
                "at least 0.95",
                graph.recall >= 0.95,
            ),
            plain("building the graph, s", number(graph.built, 0)),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn a_path_gives_the_words_of_the_title() {
        assert_eq!(title("/questions/12/can-it-make-hair-fall-out"), "can+it+make+hair+fall+out");
    }
}
