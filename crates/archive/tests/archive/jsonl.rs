//! The line reader and writer on good, bad and hostile streams.

use crate::samples::{FULL, MINIMAL};
use archive::Record;
use archive::jsonl::{Line, ReadError, Reader, Refusal, WriteError, Writer};
use archive::record::limits;
use std::io::{self, BufRead, BufReader, Read};

fn read(bytes: &[u8]) -> Vec<Line> {
    Reader::new(BufReader::with_capacity(7, bytes)).map(|line| line.unwrap()).collect()
}

fn refusals(bytes: &[u8]) -> Vec<Refusal> {
    read(bytes).into_iter().filter_map(|line| line.record.err()).collect()
}

#[test]
fn what_the_writer_writes_the_reader_reads() {
    let mut writer = Writer::new(Vec::new());
    for line in FULL.iter().chain(&MINIMAL[1..]) {
        writer.write(&Record::parse(line).unwrap()).unwrap();
    }
    let bytes = writer.finish().unwrap();
    let expected: String = FULL.iter().chain(&MINIMAL[1..]).map(|line| format!("{line}\n")).collect();
    assert_eq!(String::from_utf8(bytes.clone()).unwrap(), expected);
    let lines = read(&bytes);
    assert_eq!(lines.len(), 25);
    for (line, expected) in lines.iter().zip(FULL.iter().chain(&MINIMAL[1..])) {
        assert_eq!(&line.record.as_ref().unwrap().canonical_json().unwrap(), expected);
        assert!(bytes[usize::try_from(line.offset).unwrap()..].starts_with(expected.as_bytes()));
    }
}

#[test]
fn the_writer_refuses_what_could_not_be_read_back() {
    let Ok(Record::Source(mut source)) = Record::parse(MINIMAL[1]) else { panic!() };
    source.name = "\n".into();
    let mut writer = Writer::new(Vec::new());
    assert!(matches!(writer.write(&Record::Source(source)), Err(WriteError::Record(_))));
    assert!(writer.finish().unwrap().is_empty());
}

#[test]
fn a_byte_order_mark_crlf_and_blank_lines_are_taken() {
    let text = format!("\u{feff}{}\r\n\r\n \t \n{}\r\n{}", MINIMAL[0], MINIMAL[1], MINIMAL[2]);
    let lines = read(text.as_bytes());
    assert!(lines.iter().all(|line| line.record.is_ok()), "{lines:?}");
    assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 4, 5]);
}

#[test]
fn a_bad_line_is_refused_and_the_next_is_read() {
    let text = format!("{}\n{{not json \u{7}\n{}\n", MINIMAL[1], MINIMAL[2]);
    let lines = read(text.as_bytes());
    assert!(lines[0].record.is_ok() && lines[2].record.is_ok());
    let refusal = lines[1].record.as_ref().unwrap_err();
    assert_eq!((refusal.line, refusal.excerpt.as_str()), (2, "{not json \\u{7}"));
    assert!(refusal.reason.contains("not valid JSON"), "{}", refusal.reason);
}

#[test]
fn bytes_that_are_not_utf8_are_refused_by_line_and_byte() {
    let text = [MINIMAL[1].as_bytes(), b"\n{\"kind\":\"\xe9\"}\n", MINIMAL[2].as_bytes()].concat();
    let found = refusals(&text);
    assert_eq!(found.len(), 1);
    assert!(found[0].line == 2 && found[0].reason.contains("byte 10 is not UTF-8"), "{found:?}");
}

#[test]
fn a_file_cut_short_says_so() {
    let text = format!("{}\n{}", MINIMAL[1], &MINIMAL[2][..40]);
    let found = refusals(text.as_bytes());
    assert!(found.len() == 1 && found[0].reason.contains("cut short: get it again"), "{found:?}");
}

#[test]
fn deep_nesting_is_refused() {
    for deep in [r#"{"kind":"#.repeat(200_000), format!(r#"{{"kind":{}"#, "[".repeat(900_000))] {
        let found = refusals(deep.as_bytes());
        assert!(found.len() == 1 && found[0].excerpt.chars().count() <= 121, "{found:?}");
    }
}

#[test]
fn a_line_may_be_as_long_as_the_limit_and_no_longer() {
    let start = r#"{"kind":"revision","source":"s","subject_kind":"doctor","subject":"d","number":1,"at":"2000-01-01T00:00:00Z","content":{"a":""#;
    let end = "\"}}";
    for (extra, good) in [(0, true), (1, false)] {
        let filler = "x".repeat(limits::LINE - start.len() - end.len() + extra);
        let lines = read(format!("{start}{filler}{end}\r\n{}\n", MINIMAL[1]).as_bytes());
        assert_eq!(lines[0].record.is_ok(), good);
        assert!(lines[1].record.is_ok() && lines[1].number == 2);
    }
}

/// A stream of one enormous line that is made up while it is read.
struct Endless {
    left: u64,
    tail: &'static [u8],
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return self.tail.read(buffer);
        }
        let length = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        buffer[..length].fill(b'x');
        self.left -= length as u64;
        Ok(length)
    }
}

#[test]
fn a_line_of_a_gigabyte_is_skipped_without_being_held() {
    let tail = b"\n{\"kind\":\"source\",\"id\":\"a\",\"name\":\"A\"}\n";
    let input = BufReader::with_capacity(1 << 20, Endless { left: 1 << 30, tail });
    let mut reader = Reader::new(input);
    let first = reader.next().unwrap().unwrap();
    assert!(first.record.unwrap_err().reason.contains("longer than"));
    assert_eq!(reader.offset(), (1 << 30) + 1);
    assert!(reader.next().unwrap().unwrap().record.is_ok());
    assert!(reader.next().is_none());
}

#[test]
fn a_newer_archive_stops_at_its_first_line() {
    let text =
        format!("{}\n{}\n", r#"{"kind":"archive","format":"consilium","version":2,"new":{}}"#, MINIMAL[1]);
    let mut reader = Reader::new(text.as_bytes());
    let error = reader.next().unwrap().unwrap_err();
    assert!(matches!(error, ReadError::NewerVersion { found: 2 }), "{error}");
    assert!(error.to_string().contains("newer release"));
    assert!(reader.next().is_none());
}

#[test]
fn the_header_is_the_first_line_or_missing() {
    assert!(refusals(MINIMAL[1].as_bytes()).is_empty());
    let found = refusals(format!("{}\n{}\n", MINIMAL[1], MINIMAL[0]).as_bytes());
    assert!(found.len() == 1 && found[0].line == 2 && found[0].reason.contains("first line"), "{found:?}");
}

#[test]
fn files_of_other_formats_are_named() {
    for (bytes, word) in [
        (&b"\x1f\x8b\x08\0"[..], "gunzip"),
        (b"PK\x03\x04abc", "unzip"),
        (b"\xff\xfe{\0", "UTF-16"),
        (b"<!doctype html>", "HTML"),
        (b"[{\"kind\":\"source\"}]", "brackets"),
        (b"SQLite format 3\0", "SQLite"),
    ] {
        let error = Reader::new(bytes).next().unwrap().unwrap_err();
        assert!(error.to_string().contains(word), "{error}");
    }
}

#[test]
fn nothing_is_read_from_nothing() {
    assert!(read(b"").is_empty() && read(b"\n\r\n\n").is_empty() && read(b"\xef\xbb\xbf").is_empty());
}

struct Failing;

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is gone"))
    }
}

impl BufRead for Failing {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        Err(io::Error::other("the disk is gone"))
    }
    fn consume(&mut self, _: usize) {}
}

#[test]
fn a_read_error_ends_the_reading() {
    let mut reader = Reader::new(Failing);
    assert!(reader.next().unwrap().unwrap_err().to_string().contains("the disk is gone"));
    assert!(reader.next().is_none());
}
