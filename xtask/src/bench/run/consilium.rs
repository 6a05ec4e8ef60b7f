//! The program that is measured: its build, its sites, and itself at work.

use std::fs;
use std::io::{BufRead, BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};

use super::get;
use super::process::{Process, command};
use crate::bench::generate::{self, Plan};
use crate::bench::options::Options;

/// The program to measure, built if it is our own.
pub(crate) fn program(options: &Options) -> Result<PathBuf, String> {
    if let Some(named) = &options.binary {
        return fs::canonicalize(named).map_err(|error| format!("{}: {error}", named.display()));
    }
    let mut cargo = Command::new(env!("CARGO"));
    let status = cargo.args(["build", "--release", "--package", "cli"]).current_dir(&options.root).status();
    let status = status.map_err(|error| format!("cargo build: {error}"))?;
    let program = options.root.join("target/release/consilium");
    if status.success() { Ok(program) } else { Err("cargo build --release failed".into()) }
}

/// A folder for the files of one run, gone with it.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(options: &Options) -> Result<Self, String> {
        let path = options.store().join(format!("run-{}", std::process::id()));
        fs::create_dir_all(path.join("www")).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be removed lies under target/, where nobody minds it.
        let _left = fs::remove_dir_all(&self.0);
    }
}

/// Which archive a site holds.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub(crate) plan: Plan,
    pub(crate) folder: PathBuf,
}

impl Site {
    pub(crate) fn new(options: &Options, questions: u64) -> Self {
        let Options { answers, seed, .. } = *options;
        let folder = options.store().join(format!("site-{questions}x{answers}-{seed}"));
        Self { plan: Plan { questions, answers, seed }, folder }
    }

    /// Copies all of it, so that it stays as it is.
    pub(crate) fn copy_to(&self, folder: &Path) -> Result<(), String> {
        let status = Command::new("cp").arg("-r").arg(&self.folder).arg(folder).status();
        if status.is_ok_and(|status| status.success()) {
            Ok(())
        } else {
            Err(format!("cp {}", self.folder.display()))
        }
    }

    /// Lies beside the database once it is complete.
    pub(crate) fn stamp(&self) -> PathBuf {
        self.folder.join("complete")
    }

    pub(crate) fn clear(&self) -> Result<(), String> {
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(format!("{}: {error}", self.folder.display()))
            }
            _ => Ok(()),
        }
    }
}

/// A site with so many questions: the one there is, or a new one, generated straight into the import.
pub(crate) fn prepare(options: &Options, program: &Path, questions: u64) -> Result<Site, String> {
    let site = Site::new(options, questions);
    if site.stamp().exists() && !options.fresh {
        return Ok(site);
    }
    site.clear()?;
    let mut import = command(program);
    import.arg("import").arg("--data-dir").arg(&site.folder).args(["jsonl", "-", "--json"]);
    let mut import = Process::start("consilium import", import.stdin(Stdio::piped()).stdout(Stdio::null()))?;
    let written = match import.child.stdin.take() {
        Some(input) => generate::write_to(&site.plan, BufWriter::with_capacity(1 << 20, input)),
        None => Ok(0),
    };
    let (status, _) = import.finish()?;
    if !status.success() {
        return Err(format!("the import into {} ended with {status}", site.folder.display()));
    }
    written.map_err(|error| format!("the import stopped reading: {error}"))?;
    // Otherwise the site builds its index while something else is measured.
    let mut reindex = command(program);
    let reindexed = reindex.arg("reindex").arg("--data-dir").arg(&site.folder).args(["--json"]).output();
    if !reindexed.is_ok_and(|ended| ended.status.success()) {
        return Err(format!("consilium reindex failed in {}", site.folder.display()));
    }
    fs::write(site.stamp(), "").map_err(|error| format!("{}: {error}", site.stamp().display()))?;
    Ok(site)
}

/// Reads every file of a folder and of those in it once, so that the system has it in memory as far as it fits.
pub(crate) fn read_all(folder: &Path) -> Result<(), String> {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            read_all(&path)?;
            continue;
        }
        let read = fs::File::open(&path).and_then(|mut file| std::io::copy(&mut file, &mut std::io::sink()));
        read.map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

/// A running site.
pub(crate) struct Consilium {
    pub(crate) process: Process,
    /// Host and port that it serves on.
    pub(crate) address: String,
    /// Kept open: it may have more to say than its address.
    _output: Option<BufReader<ChildStdout>>,
}

impl Consilium {
    /// Starts `serve` or `demo` on a data folder; `settings` are environment variables.
    pub(crate) fn start(
        program: &Path,
        task: &str,
        data: &Path,
        settings: &[(&str, String)],
    ) -> Result<Self, String> {
        let log = data.with_extension("log");
        let file = fs::File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
        let mut server = command(program);
        server.arg(task).arg("--data-dir").arg(data).args(["--bind", "127.0.0.1:0"]);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CONSILIUM_")) {
            server.env_remove(name);
        }
        server.envs(settings.iter().map(|(name, value)| (*name, value))).stdout(Stdio::piped()).stderr(file);
        let mut process = Process::start("consilium", &mut server)?;
        let mut said = String::new();
        let mut output = process.child.stdout.take().map(BufReader::new);
        if let Some(output) = &mut output {
            // An error here shows as the missing line below.
            let _short = output.read_line(&mut said);
        }
        let Some(address) = said.trim().strip_prefix("listening on http://") else {
            let log = fs::read_to_string(&log).unwrap_or_default();
            return Err(format!("consilium {task} does not start: {}", log.trim()));
        };
        Ok(Self { process, address: address.to_owned(), _output: output })
    }

    /// Kills it as a power cut would: it does not get to do anything more.
    pub(crate) fn kill(mut self) -> Result<(), String> {
        let killed = self.process.child.kill().and_then(|()| self.process.child.wait());
        killed.map(|_| ()).map_err(|error| format!("kill: {error}"))
    }

    /// The paths of the questions that the sitemap lists, about `most` of them, spread over all.
    pub(crate) fn question_paths(&self, most: u64) -> Result<Vec<String>, String> {
        let index = get(&self.address, "/sitemap.xml", "")?.text();
        let parts: Vec<String> = locations(&index).filter(|path| path.contains("/questions-")).collect();
        let mut paths = Vec::new();
        for part in parts {
            paths.extend(locations(&get(&self.address, &part, "")?.text()));
        }
        if paths.is_empty() {
            return Err("the sitemap lists no question".into());
        }
        let step = (paths.len() as u64).div_ceil(most.max(1)).max(1) as usize;
        Ok(paths.into_iter().step_by(step).collect())
    }
}

/// The path of each `<loc>`.
fn locations(sitemap: &str) -> impl Iterator<Item = String> {
    sitemap.split("<loc>").skip(1).filter_map(|rest| {
        let address = rest.split("</loc>").next()?;
        let path = address.split_once("://")?.1.split_once('/')?.1;
        Some(format!("/{path}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_from_a_sitemap() {
        let text =
            "<urlset><url><loc>http://127.0.0.1:1/questions/1/a</loc></url><url><loc>https://b/c</loc></url>";
        assert_eq!(locations(text).collect::<Vec<_>>(), ["/questions/1/a", "/c"]);
    }
}
