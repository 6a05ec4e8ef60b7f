//! Load by wrk: one round against one server, and what it reports.

use std::path::Path;

use super::process::command;

/// Threads and connections of every load.
const THREADS: &str = "-t2";
const CONNECTIONS: &str = "-c64";

/// What to ask for.
#[derive(Debug, Clone)]
pub(crate) struct Load<'a> {
    /// Host and port.
    pub(crate) address: &'a str,
    pub(crate) path: &'a str,
    pub(crate) gzip: bool,
    /// A script that asks for other paths.
    pub(crate) script: Option<&'a Path>,
}

/// What one round came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Round {
    pub(crate) requests: f64,
    pub(crate) per_second: f64,
    /// Milliseconds that 99 of 100 requests took at most.
    pub(crate) p99: f64,
}

impl Load<'_> {
    /// Asks for so many seconds.
    pub(crate) fn run(&self, seconds: u32) -> Result<Round, String> {
        let mut wrk = command("wrk");
        wrk.args([THREADS, CONNECTIONS, "--latency", &format!("-d{seconds}s")]);
        if self.gzip {
            wrk.args(["-H", "Accept-Encoding: gzip"]);
        }
        if let Some(script) = self.script {
            wrk.arg("-s").arg(script);
        }
        let url = format!("http://{}{}", self.address, self.path);
        let output = wrk.arg(&url).output().map_err(|error| format!("wrk: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            return Err(format!("wrk {url}: {}", String::from_utf8_lossy(&output.stderr).trim()));
        }
        parse(&text).map_err(|wrong| format!("wrk {url}: {wrong}\n{text}"))
    }
}

/// A script that asks for the paths of a file by chance, another order in each thread.
pub(crate) fn script(paths: &Path) -> String {
    format!(
        "local threads = 0\n\
         function setup(thread)\n  threads = threads + 1\n  thread:set(\"seed\", threads)\nend\n\
         function init()\n  math.randomseed(seed)\n  asked = {{}}\n  \
         for path in io.lines({:?}) do asked[#asked + 1] = wrk.format(\"GET\", path) end\nend\n\
         function request()\n  return asked[math.random(#asked)]\nend\n",
        paths.display().to_string()
    )
}

fn parse(text: &str) -> Result<Round, String> {
    for trouble in ["Non-2xx or 3xx responses", "Socket errors"] {
        if let Some(line) = text.lines().find(|line| line.contains(trouble)) {
            return Err(line.trim().to_owned());
        }
    }
    let after = |key: &str| text.lines().find_map(|line| line.trim().strip_prefix(key)).map(str::trim);
    let requests = text.lines().find_map(|line| line.split_once(" requests in ")?.0.trim().parse().ok());
    let per_second = after("Requests/sec:").and_then(|value| value.parse().ok());
    let p99 = after("99%").and_then(millis);
    match (requests, per_second, p99) {
        (Some(requests), Some(per_second), Some(p99)) => Ok(Round { requests, per_second, p99 }),
        _ => Err("its report can't be read".into()),
    }
}

fn millis(text: &str) -> Option<f64> {
    let split = text.find(|c: char| c.is_ascii_alphabetic())?;
    let value: f64 = text[..split].parse().ok()?;
    match &text[split..] {
        "us" => Some(value / 1000.0),
        "ms" => Some(value),
        "s" => Some(value * 1000.0),
        "m" => Some(value * 60_000.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "Running 1s test @ http://127.0.0.1:8080/\n  2 threads and 64 connections\n  \
        Latency Distribution\n     50%  812.00us\n     99%    3.41ms\n  31422 requests in 1.00s, 1.20GB read\n\
        Requests/sec:  31380.75\nTransfer/sec:      1.20GB\n";

    #[test]
    fn a_report_is_read() {
        assert_eq!(parse(REPORT), Ok(Round { requests: 31_422.0, per_second: 31_380.75, p99: 3.41 }));
    }

    #[test]
    fn errors_are_not_counted_as_answers() {
        let bad = format!("{REPORT}  Non-2xx or 3xx responses: 12\n");
        assert_eq!(parse(&bad), Err("Non-2xx or 3xx responses: 12".into()));
        assert!(parse("").is_err());
    }
}
