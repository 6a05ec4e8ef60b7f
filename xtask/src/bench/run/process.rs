//! Programs that are started here: what they use, and that none outlives the bench, whatever ends it.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use super::pause;

/// Ticks of `/proc/PID/stat` in a second; the kernel shows the same number on every architecture that Debian runs on.
const TICKS: f64 = 100.0;

/// A command whose program the kernel stops when the bench is gone, even if that is killed.
pub(crate) fn command(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM", "--"]).arg(program.as_ref()).stdin(Stdio::null());
    command
}

/// A program that runs, and is stopped when this is dropped.
pub(crate) struct Process {
    pub(crate) child: Child,
    name: &'static str,
}

/// What a program and those that it started have used.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Usage {
    /// Seconds of processor time, in the program and in the kernel for it.
    pub(crate) cpu: f64,
    /// Most memory that the program itself held, in MB.
    pub(crate) peak: f64,
}

impl Process {
    pub(crate) fn start(name: &'static str, command: &mut Command) -> Result<Self, String> {
        let child = command.spawn().map_err(|error| format!("{name} can't be started: {error}"))?;
        Ok(Self { child, name })
    }

    /// Processor seconds of the program and of those that it started, also of those that have ended.
    pub(crate) fn cpu(&self) -> f64 {
        let pid = self.child.id();
        let all = every_process();
        let mut family = vec![pid];
        let mut seconds = 0.0;
        while let Some(parent) = family.pop() {
            seconds += all.iter().find(|one| one.pid == parent).map_or(0.0, |one| one.cpu);
            family.extend(all.iter().filter(|one| one.parent == parent).map(|one| one.pid));
        }
        seconds
    }

    /// A line of `/proc/PID/status` in MB, such as `VmRSS`.
    pub(crate) fn memory(&self, line: &str) -> Option<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let value = status.lines().find_map(|text| text.strip_prefix(line)?.strip_prefix(':'))?;
        value.trim().trim_end_matches("kB").trim().parse::<f64>().ok().map(|kilobytes| kilobytes / 1000.0)
    }

    /// Forgets the most memory that it held so far: `VmHWM` counts anew.
    pub(crate) fn forget_peak(&self) -> Result<(), String> {
        let file = format!("/proc/{}/clear_refs", self.child.id());
        fs::write(&file, "5").map_err(|error| format!("{file}: {error}"))
    }

    /// Waits for its end and says what it used.
    pub(crate) fn finish(&mut self) -> Result<(ExitStatus, Usage), String> {
        let mut usage = Usage::default();
        loop {
            usage.peak = self.memory("VmHWM").unwrap_or(usage.peak);
            // A process that has ended stays readable until it is waited for; only its memory is gone.
            let stat = Stat::read(self.child.id());
            usage.cpu = stat.as_ref().map_or(usage.cpu, |stat| stat.cpu);
            if stat.is_none_or(|stat| stat.ended) {
                let status = self.child.wait().map_err(|error| format!("{}: {error}", self.name))?;
                return Ok((status, usage));
            }
            pause(20);
        }
    }

    fn signal(&self, name: &str) {
        // One that is gone already needs no signal.
        let _gone = Command::new("kill")
            .args(["-s", name, &self.child.id().to_string()])
            .stderr(Stdio::null())
            .status();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Ok(Some(_)) = self.child.try_wait() {
            return;
        }
        self.signal("TERM");
        for _ in 0..500 {
            if let Ok(Some(_)) = self.child.try_wait() {
                return;
            }
            pause(10);
        }
        // Nothing more can be done about one that does not even die of this.
        let _dead = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// One process as `/proc/PID/stat` tells it.
#[derive(Debug, PartialEq)]
struct Stat {
    pid: u32,
    parent: u32,
    ended: bool,
    /// With the children that it has waited for.
    cpu: f64,
}

impl Stat {
    fn read(pid: u32) -> Option<Self> {
        Self::parse(pid, &fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
    }

    fn parse(pid: u32, text: &str) -> Option<Self> {
        // The name in parentheses may hold anything, parentheses too.
        let (_, rest) = text.rsplit_once(')')?;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let number = |index: usize| fields.get(index)?.parse::<u64>().ok();
        let ticks = number(11)? + number(12)? + number(13)? + number(14)?;
        Some(Self {
            pid,
            parent: number(1)? as u32,
            ended: *fields.first()? == "Z",
            cpu: ticks as f64 / TICKS,
        })
    }
}

/// Processor seconds of this program so far.
#[cfg(feature = "search")]
pub(crate) fn own_cpu() -> f64 {
    Stat::read(std::process::id()).map_or(f64::NAN, |stat| stat.cpu)
}

fn every_process() -> Vec<Stat> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| Stat::read(entry.file_name().to_str()?.parse().ok()?)).collect()
}

/// A port of 127.0.0.1 that nobody listens on just now.
pub(crate) fn free_port() -> Result<u16, String> {
    let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|socket| socket.local_addr());
    socket.map(|address| address.port()).map_err(|error| format!("no free port: {error}"))
}

/// Installs a Debian package when its program is missing; says whether it did.
pub(crate) fn need(program: &str, package: &str) -> Result<bool, String> {
    let there = |folder: &str| Path::new(folder).join(program).exists();
    if ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"].into_iter().any(there) {
        return Ok(false);
    }
    let install = "apt-get update && apt-get install -y --no-install-recommends";
    let command = format!("export DEBIAN_FRONTEND=noninteractive; {install} {package}");
    let root = Path::new("/proc/self")
        .metadata()
        .is_ok_and(|about| std::os::unix::fs::MetadataExt::uid(&about) == 0);
    let mut shell = if root { Command::new("sh") } else { Command::new("sudo") };
    if !root {
        shell.arg("sh");
    }
    let output = shell.args(["-c", &command]).output();
    let output = output.map_err(|error| format!("install {package}, which has `{program}`: {error}"))?;
    if output.status.success() {
        return Ok(true);
    }
    Err(format!("{package} can't be installed: {}", String::from_utf8_lossy(&output.stderr).trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stat_is_read() {
        let line = "42 (a) b) S 7 42 42 0 -1 4194560 100 0 0 0 150 50 25 25 20 0 5 0 100 1 1";
        assert_eq!(Stat::parse(42, line), Some(Stat { pid: 42, parent: 7, ended: false, cpu: 2.5 }));
        assert_eq!(Stat::parse(1, "nonsense"), None);
    }

    #[test]
    fn a_program_is_measured_to_its_end() {
        let mut shell = command("/bin/sh");
        shell.args(["-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; exit 3"]);
        let (status, usage) = Process::start("sh", &mut shell).unwrap().finish().unwrap();
        assert_eq!(status.code(), Some(3));
        assert!(usage.cpu > 0.0 && usage.peak > 0.1, "{usage:?}");
    }

    #[test]
    fn a_dropped_program_is_gone() {
        let process = Process::start("sleep", command("/bin/sleep").arg("60")).unwrap();
        let pid = process.child.id();
        drop(process);
        assert!(!Path::new(&format!("/proc/{pid}")).exists());
    }
}
