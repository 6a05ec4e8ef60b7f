//! What the figures were measured on.

use std::fs;
use std::process::Command;

/// Processor, memory and system, in a sentence.
pub(crate) fn machine() -> String {
    let processors = std::thread::available_parallelism().map_or(0, usize::from);
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let value = |key: &str| {
        cpuinfo.lines().find(|line| line.starts_with(key))?.split_once(':').map(|(_, v)| v.trim())
    };
    let model = value("model name").unwrap_or("unknown processor");
    let kind =
        if value("flags").is_some_and(|flags| flags.contains("hypervisor")) { "virtual" } else { "physical" };
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory =
        memory.split_whitespace().nth(1).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let system = system
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))
        .unwrap_or("Linux")
        .trim_matches('"');
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!(
        "{processors} processors ({kind}, {model}), {:.0} GB of memory, {system}, Linux {}",
        memory / 1e6,
        kernel.trim()
    )
}

/// The load averages: how busy the machine was before.
pub(crate) fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

/// The first line that a program prints about its version.
pub(crate) fn version(program: &str, flag: &str) -> String {
    let Ok(output) = Command::new(program).arg(flag).output() else { return format!("{program} (unknown)") };
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    // wrk adds its copyright.
    let line = text.lines().next().unwrap_or_default();
    line.split(" [").next().unwrap_or_default().replace("nginx version: nginx/", "nginx ").trim().to_owned()
}

/// The date, as in 2026-01-31.
pub(crate) fn today() -> String {
    let output = Command::new("date").arg("+%F").output();
    output.map_or_else(|_| String::new(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
