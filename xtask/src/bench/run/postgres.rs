//! Debian's PostgreSQL as a private cluster with Debian's settings, gone with the bench.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::process::{Process, free_port, need};
use super::{Stopwatch, pause};

/// A running server.
pub(crate) struct Postgres {
    pub(crate) process: Process,
    /// Address of an empty database.
    pub(crate) url: String,
    /// Its own words about its version.
    pub(crate) version: String,
    _folder: Cluster,
}

/// Where the cluster lies.
struct Cluster(PathBuf);

impl Drop for Cluster {
    fn drop(&mut self) {
        // What can't be removed lies in the folder for temporary files.
        let _left = fs::remove_dir_all(&self.0);
    }
}

impl Postgres {
    pub(crate) fn start() -> Result<Self, String> {
        let programs = match programs() {
            Some(programs) => programs,
            None => {
                need("pg_ctlcluster", "postgresql")?;
                programs()
                    .ok_or("PostgreSQL's programs are not where Debian has them, in /usr/lib/postgresql")?
            }
        };
        let cluster = Cluster(made_folder()?);
        let data = cluster.0.join("data");
        let password: String = {
            let bytes = fs::read("/proc/sys/kernel/random/uuid")
                .map_err(|error| format!("no randomness: {error}"))?;
            String::from_utf8_lossy(&bytes).trim().replace('-', "")
        };
        let secret = cluster.0.join("password");
        fs::write(&secret, &password).map_err(|error| format!("{}: {error}", secret.display()))?;
        give_away(&cluster.0)?;
        let mut initdb = as_postgres(&programs.join("initdb"), &cluster.0);
        initdb.arg("--pgdata").arg(&data).arg("--pwfile").arg(&secret);
        initdb.args([
            "--username", "consilium", "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8",
        ]);
        let output = initdb.output().map_err(|error| format!("initdb: {error}"))?;
        if !output.status.success() {
            return Err(format!("initdb: {}", String::from_utf8_lossy(&output.stderr).trim()));
        }
        let port = free_port()?;
        let process = serve(&programs, &cluster.0, port)?;
        let version = super::version(&programs.join("postgres").display().to_string(), "--version");
        let version = version.replace("postgres (PostgreSQL)", "PostgreSQL");
        let url = format!("postgres://consilium:{password}@127.0.0.1:{port}/postgres");
        Ok(Self { process, url, version, _folder: cluster })
    }
}

/// The newest version's programs.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let number = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let versions = versions.map(|entry| entry.path()).filter(|path| path.join("bin/initdb").exists());
    versions.max_by_key(|path| number(path)).map(|path| path.join("bin"))
}

/// Outside the project, whose folder Debian's user for PostgreSQL may not be allowed to enter.
fn made_folder() -> Result<PathBuf, String> {
    let output = Command::new("mktemp").args(["-d", "-t", "consilium-bench.XXXXXX"]).output();
    let output = output.map_err(|error| format!("mktemp: {error}"))?;
    let path = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success() { Ok(path.into()) } else { Err("mktemp makes no folder".into()) }
}

fn root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|about| about.uid() == 0)
}

/// PostgreSQL refuses to run as root.
fn give_away(folder: &Path) -> Result<(), String> {
    if !root() {
        return Ok(());
    }
    let status = Command::new("chown").args(["-R", "postgres:"]).arg(folder).status();
    if status.is_ok_and(|status| status.success()) { Ok(()) } else { Err("chown to postgres failed".into()) }
}

fn as_postgres(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new("setpriv");
    // INT is its fast way to stop.
    command.args(["--pdeathsig", "INT"]);
    if root() {
        command.args(["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]);
    }
    command.arg("--").arg(program).current_dir(folder).stdin(Stdio::null());
    command
}

/// Durability and memory as Debian sets them; only where it listens is ours.
fn serve(programs: &Path, folder: &Path, port: u16) -> Result<Process, String> {
    let log =
        fs::File::create(folder.join("log")).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut server = as_postgres(&programs.join("postgres"), folder);
    server.arg("-D").arg(folder.join("data")).args(["-p", &port.to_string()]);
    server.args(["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]).stderr(log);
    let process = Process::start("postgres", &mut server)?;
    let watch = Stopwatch::start();
    let ready = programs.join("pg_isready");
    let is_ready = || {
        let mut asked = Command::new(&ready);
        asked.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]);
        asked.status().is_ok_and(|status| status.success())
    };
    while !is_ready() {
        if watch.seconds() > 60.0 {
            let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
            return Err(format!("PostgreSQL does not start: {}", log.trim()));
        }
        pause(50);
    }
    Ok(process)
}
