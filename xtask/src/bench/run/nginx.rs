//! Debian's nginx with the settings of a good static server, on a port of its own.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::process::{Process, command, free_port, need};
use super::{Stopwatch, get, pause};

/// A running nginx.
pub(crate) struct Nginx {
    pub(crate) process: Process,
    pub(crate) address: String,
}

impl Nginx {
    /// Serves the files of `folder`/www.
    pub(crate) fn start(folder: &Path) -> Result<Self, String> {
        if need("nginx", "nginx")? {
            // The package starts a server for everybody at once; whether that worked is not ours to know.
            let _stopped = Command::new("service").args(["nginx", "stop"]).stdout(Stdio::null()).status();
        }
        let port = free_port()?;
        let file = folder.join("nginx.conf");
        let failed = |error: std::io::Error| format!("{}: {error}", file.display());
        fs::write(&file, configuration(folder, port)?).map_err(failed)?;
        let log = fs::File::create(folder.join("nginx.log")).map_err(failed)?;
        let mut nginx = command("/usr/sbin/nginx");
        nginx.arg("-p").arg(folder).arg("-c").arg(&file).stderr(log);
        let mut process = Process::start("nginx", &mut nginx)?;
        let address = format!("127.0.0.1:{port}");
        let watch = Stopwatch::start();
        while get(&address, "/", "").is_err() {
            let ended = process.child.try_wait().is_ok_and(|status| status.is_some());
            if ended || watch.seconds() > 10.0 {
                let log = fs::read_to_string(folder.join("nginx.log")).unwrap_or_default();
                return Err(format!("nginx does not start: {}", log.trim()));
            }
            pause(20);
        }
        Ok(Self { process, address })
    }
}

fn configuration(folder: &Path, port: u16) -> Result<String, String> {
    let folder = folder.to_str().ok_or("the project's folder has a name that is not text")?;
    let root = fs::metadata("/proc/self").is_ok_and(|about| std::os::unix::fs::MetadataExt::uid(&about) == 0);
    // Otherwise its workers could not read a folder of root's.
    let user = if root { "user root;\n" } else { "" };
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|name| format!("  {name}_temp_path {folder}/{name};\n"))
        .collect();
    Ok(format!(
        "{user}daemon off;\nworker_processes auto;\npid {folder}/nginx.pid;\nerror_log {folder}/nginx.log;\n\
         events {{ worker_connections 1024; }}\n\
         http {{\n{temporary}  access_log off;\n  sendfile on;\n  tcp_nopush on;\n  tcp_nodelay on;\n  \
         keepalive_timeout 65;\n  keepalive_requests 100000000;\n  default_type \"text/html; charset=utf-8\";\n  \
         open_file_cache max=1000 inactive=1h;\n  open_file_cache_valid 1h;\n  gzip_static on;\n  \
         server {{ listen 127.0.0.1:{port}; root {folder}/www; }}\n}}\n"
    ))
}
