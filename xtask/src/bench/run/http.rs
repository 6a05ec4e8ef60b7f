//! The few requests that the bench makes itself: one connection each.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// An answer of a server.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Self { status, head, body: bytes[end + 4..].to_vec() })
    }

    /// The value of a header by its name in small letters.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let fields = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        fields.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// Length of the head on the wire.
    pub(crate) fn head_bytes(&self) -> usize {
        self.head.len() + 4
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Asks `address` (host and port) for a path. `extra` are header lines, each with its line end.
pub(crate) fn get(address: &str, path: &str, extra: &str) -> Result<Answer, String> {
    let failed = |error: std::io::Error| format!("http://{address}{path}: {error}");
    let mut stream = TcpStream::connect(address).map_err(failed)?;
    stream.set_read_timeout(Some(Duration::from_secs(60))).map_err(failed)?;
    // By HTTP/1.0 the answer comes in one piece and ends with the connection.
    let request = format!("GET {path} HTTP/1.0\r\nHost: {address}\r\n{extra}\r\n");
    stream.write_all(request.as_bytes()).map_err(failed)?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).map_err(failed)?;
    Answer::parse(&bytes).ok_or_else(|| format!("http://{address}{path}: not an answer of HTTP"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read() {
        let answer = Answer::parse(b"HTTP/1.1 404 Not Found\r\nA-B: c\r\n\r\nbody").unwrap();
        assert_eq!((answer.status, answer.field("a-b"), answer.text().as_str()), (404, Some("c"), "body"));
        assert!(Answer::parse(b"nonsense").is_none());
    }
}
