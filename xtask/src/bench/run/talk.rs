//! A connection that is kept and talked over one request after another, as a browser does.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// One connection to one server.
pub(crate) struct Talk {
    stream: BufReader<TcpStream>,
    address: String,
    /// Header lines that go with every request, such as who asks.
    extra: String,
}

/// What came back.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) location: String,
    pub(crate) body: Vec<u8>,
}

impl Talk {
    /// Connects. `extra` are header lines, each with its line end.
    pub(crate) fn to(address: &str, extra: &str) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("http://{address}: {error}");
        let stream = TcpStream::connect(address).map_err(failed)?;
        stream.set_nodelay(true).map_err(failed)?;
        stream.set_read_timeout(Some(Duration::from_secs(60))).map_err(failed)?;
        Ok(Self { stream: BufReader::new(stream), address: address.to_owned(), extra: extra.to_owned() })
    }

    pub(crate) fn get(&mut self, path: &str) -> Result<Reply, String> {
        let Self { address, extra, .. } = self;
        let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n{extra}\r\n");
        self.exchange(&request, path)
    }

    /// Sends a form from a page of the site.
    pub(crate) fn post(&mut self, path: &str, form: &str) -> Result<Reply, String> {
        let Self { address, extra, .. } = self;
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\n{extra}Sec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            form.len()
        );
        self.exchange(&request, path)
    }

    fn exchange(&mut self, request: &str, path: &str) -> Result<Reply, String> {
        let failed = |error: std::io::Error| format!("{path}: {error}");
        self.stream.get_mut().write_all(request.as_bytes()).map_err(failed)?;
        let mut reply = Reply::default();
        let mut length = 0;
        let mut line = String::new();
        loop {
            line.clear();
            if self.stream.read_line(&mut line).map_err(failed)? == 0 {
                return Err(format!("{path}: the server hung up"));
            }
            let text = line.trim_end();
            if reply.status == 0 {
                reply.status = text.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(1);
            } else if let Some((name, value)) = text.split_once(": ") {
                match name.to_ascii_lowercase().as_str() {
                    "content-length" => length = value.parse().unwrap_or(0),
                    "location" => value.clone_into(&mut reply.location),
                    _ => {}
                }
            } else if text.is_empty() {
                break;
            }
        }
        reply.body.resize(length, 0);
        self.stream.read_exact(&mut reply.body).map_err(failed)?;
        Ok(reply)
    }
}
