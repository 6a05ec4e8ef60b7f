//! Cuts a stream into lines while holding no more of a line than a limit.

use std::io::{self, BufRead};

/// What was found between one line end and the next.
pub(super) struct RawLine {
    /// Bytes from the start of the stream to the start of this line.
    pub(super) offset: u64,
    /// Whether the line was longer than the limit; only its beginning is then in the buffer.
    pub(super) too_long: bool,
    /// Whether the stream ended before the line did.
    pub(super) unfinished: bool,
}

/// Reads line after line into one buffer that it reuses.
pub(super) struct Lines<R> {
    input: R,
    limit: usize,
    position: u64,
    pub(super) buffer: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R, limit: usize) -> Lines<R> {
        Lines { input, limit, position: 0, buffer: Vec::new() }
    }

    /// Bytes read so far: the offset of the next line.
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// Reads the next line into the buffer, without its line end; `None` at the end of the stream.
    pub(super) fn next(&mut self) -> io::Result<Option<RawLine>> {
        self.buffer.clear();
        let offset = self.position;
        let mut line = RawLine { offset, too_long: false, unfinished: false };
        loop {
            let available = match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if available.is_empty() {
                line.unfinished = true;
                return Ok((self.position > offset).then_some(line));
            }
            let end = memchr::memchr(b'\n', available);
            let taken = end.map_or(available.len(), |end| end + 1);
            // One byte beyond the limit is kept, because it may be the carriage return of a line that just fits.
            let room = (self.limit + 1).saturating_sub(self.buffer.len());
            let content = end.unwrap_or(available.len());
            line.too_long |= content > room;
            self.buffer.extend_from_slice(&available[..content.min(room)]);
            self.input.consume(taken);
            self.position += taken as u64;
            if end.is_some() {
                break;
            }
        }
        if self.buffer.last() == Some(&b'\r') && !line.too_long {
            self.buffer.pop();
        }
        line.too_long |= self.buffer.len() > self.limit;
        Ok(Some(line))
    }
}
