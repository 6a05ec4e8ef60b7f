//! One's own data as an archive: a file of JSON for each kind of thing, and a page that says what is in which.

use std::io::{Cursor, Write};

use locale::Locale;
use zip::{CompressionMethod, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::store::Part;
use crate::error::Failure;

/// The finished archive.
///
/// # Errors
/// [`Failure::Internal`] when it can't be written, which would be a fault of ours.
pub(super) fn zip(l: Locale, site: &str, parts: &[Part]) -> Result<Vec<u8>, Failure> {
    written(l, site, parts).map_err(|error| {
        tracing::error!(%error, "an archive of somebody's own data could not be written");
        Failure::Internal
    })
}

fn written(l: Locale, site: &str, parts: &[Part]) -> Result<Vec<u8>, ZipError> {
    // Without a time of its own: the archive says nothing of the clock, and the same data give the same bytes.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("README.txt", options)?;
    zip.write_all(contents(l, site, parts).as_bytes())?;
    for part in parts {
        zip.start_file(format!("{}.json", part.name), options)?;
        // A row to a line, so that the file can be read by people and by programs that take one line at a time.
        zip.write_all(b"[\n")?;
        zip.write_all(part.rows.join(",\n").as_bytes())?;
        zip.write_all(b"\n]\n")?;
    }
    Ok(zip.finish()?.into_inner())
}

fn contents(l: Locale, site: &str, parts: &[Part]) -> String {
    let head = l
        .t("Everything that {site} keeps about you. Times are seconds since the beginning of 1970, in UTC.")
        .with("site", site)
        .to_string();
    let lines = parts.iter().map(|part| format!("{}.json: {}", part.name, part.rows.len()));
    format!("{head}\n\n{}\n", lines.collect::<Vec<_>>().join("\n"))
}
