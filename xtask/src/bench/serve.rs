//! `bench serve`: requests a second and processor time a request, beside nginx with the very same bytes.

use std::fs;
use std::path::{Path, PathBuf};

use super::figures::Figures;
use super::options::Options;
use super::run::{self, Consilium, Folder, Load, Nginx, Process, get, prepare, program};
use super::{serve_report, table};

/// Addresses that cold pages are chosen from.
const ADDRESSES: u64 = 100_000;
/// Settings of a site on which no page is ever warm.
const COLD: [(&str, &str); 1] = [("CONSILIUM_PAGES_MB", "0")];

/// One kind of load and what its rounds came to.
pub(super) struct Measured {
    pub(super) kind: Kind,
    pub(super) per_second: Figures,
    /// Microseconds of processor time that the server took for a request.
    pub(super) cpu: Figures,
    pub(super) p99: Figures,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    NginxPlain,
    NginxGzip,
    WarmPlain,
    WarmGzip,
    Home,
    List,
    ColdPlain,
    ColdGzip,
}

/// nginx stands next to what it is compared with, so that both meet the machine in the same mood.
const KINDS: [Kind; 8] = [
    Kind::NginxPlain,
    Kind::WarmPlain,
    Kind::NginxGzip,
    Kind::WarmGzip,
    Kind::Home,
    Kind::List,
    Kind::ColdPlain,
    Kind::ColdGzip,
];

/// What is served while it is measured.
pub(super) struct Stage {
    nginx: Nginx,
    warm: Consilium,
    cold: Consilium,
    /// The question page that is asked for again and again.
    page: String,
    script: PathBuf,
    data: PathBuf,
    pub(super) sizes: Sizes,
    _folder: Folder,
}

/// Bytes of the page that is measured.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sizes {
    pub(super) plain: usize,
    pub(super) gzip: usize,
    pub(super) head: usize,
    pub(super) nginx_head: usize,
}

pub(super) fn run(options: &Options) -> Result<String, String> {
    run::need("wrk", "wrk")?;
    let program = program(options)?;
    let site = prepare(options, &program, options.questions)?;
    let before = run::load();
    let stage = Stage::set(options, &program, &site.folder)?;
    let measured = stage.measure(options)?;
    let text = serve_report::text(options, &before, &stage.sizes, &measured);
    table::publish(&options.root, "serve", text, options.dry)
}

impl Stage {
    fn set(options: &Options, program: &Path, data: &Path) -> Result<Self, String> {
        let folder = Folder::new(options)?;
        let warm = Consilium::start(program, "serve", data, &[])?;
        let cold =
            Consilium::start(program, "serve", data, &COLD.map(|(name, value)| (name, value.to_owned())))?;
        let paths = warm.question_paths(ADDRESSES)?;
        let page = paths.get(paths.len() / 2).cloned().unwrap_or_default();
        let sizes = save(&warm.address, &page, &folder.0.join("www"))?;
        let nginx = Nginx::start(&folder.0)?;
        let sizes = Sizes { nginx_head: get(&nginx.address, "/page", "")?.head_bytes(), ..sizes };
        let (list, script) = (folder.0.join("paths.txt"), folder.0.join("paths.lua"));
        let written =
            fs::write(&list, paths.join("\n")).and_then(|()| fs::write(&script, run::script(&list)));
        written.map_err(|error| format!("{}: {error}", folder.0.display()))?;
        Ok(Self { nginx, warm, cold, page, script, data: data.to_owned(), sizes, _folder: folder })
    }

    fn measure(&self, options: &Options) -> Result<Vec<Measured>, String> {
        let empty = |kind| Measured {
            kind,
            per_second: Figures::default(),
            cpu: Figures::default(),
            p99: Figures::default(),
        };
        let mut measured: Vec<Measured> = KINDS.map(empty).into_iter().collect();
        for one in &measured {
            // Not measured: caches fill and clocks settle.
            self.load(one.kind).0.run(1)?;
        }
        run::read_all(&self.data)?;
        self.load(Kind::ColdPlain).0.run(options.seconds * run::WARM_UP)?;
        for _ in 0..options.rounds {
            for one in &mut measured {
                let (load, server) = self.load(one.kind);
                let before = server.cpu();
                let round = load.run(options.seconds)?;
                one.cpu.push((server.cpu() - before) * 1e6 / round.requests);
                one.per_second.push(round.per_second);
                one.p99.push(round.p99);
            }
        }
        Ok(measured)
    }

    fn load(&self, kind: Kind) -> (Load<'_>, &Process) {
        let (address, process, path) = match kind {
            Kind::NginxPlain | Kind::NginxGzip => (&self.nginx.address, &self.nginx.process, "/page"),
            Kind::WarmPlain | Kind::WarmGzip => (&self.warm.address, &self.warm.process, self.page.as_str()),
            Kind::Home => (&self.warm.address, &self.warm.process, "/"),
            Kind::List => (&self.warm.address, &self.warm.process, "/questions"),
            Kind::ColdPlain | Kind::ColdGzip => (&self.cold.address, &self.cold.process, "/"),
        };
        let gzip = matches!(kind, Kind::NginxGzip | Kind::WarmGzip | Kind::ColdGzip);
        let cold = matches!(kind, Kind::ColdPlain | Kind::ColdGzip);
        (Load { address, path, gzip, script: cold.then_some(self.script.as_path()) }, process)
    }
}

/// Saves the page as `page`, and as our server packs it as `page.gz`, for nginx to serve.
fn save(address: &str, path: &str, folder: &Path) -> Result<Sizes, String> {
    const GZIP: &str = "Accept-Encoding: gzip\r\n";
    // It is made anew when it is known what it is like, and packed well once it was asked for again.
    for _ in 0..4 {
        for _ in 0..5 {
            get(address, path, GZIP)?;
        }
        run::pause(500);
    }
    let (plain, packed) = (get(address, path, "")?, get(address, path, GZIP)?);
    if plain.status != 200 || packed.field("content-encoding") != Some("gzip") {
        return Err(format!("{path} answers {} and is not packed for those who take gzip", plain.status));
    }
    for (name, answer) in [("page", &plain), ("page.gz", &packed)] {
        let file = folder.join(name);
        fs::write(&file, &answer.body).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    let unpacked = std::process::Command::new("gzip").args(["-dc"]).arg(folder.join("page.gz")).output();
    if !unpacked.is_ok_and(|output| output.stdout == plain.body) {
        return Err(format!("{path} unpacks to something else than its plain form"));
    }
    Ok(Sizes { plain: plain.body.len(), gzip: packed.body.len(), head: plain.head_bytes(), nginx_head: 0 })
}
