//! The wordings that are known: those that ship, and the operator's own files beside them.

use std::{
    fs::{self, File, Metadata},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    time::SystemTime,
};

use search::Vocabulary;

/// An operator's file may be so large, in bytes.
const LARGEST: u64 = 4_000_000;
/// And there may be so many.
const MOST: usize = 200;

/// What an operator's folder looks like: names, sizes and dates of its files.
pub(super) type Look = Vec<(PathBuf, u64, Option<SystemTime>)>;

/// The operator's files as they are now, by name.
///
/// # Errors
/// What is wrong with the folder, and what to do.
pub(super) fn look(folder: &Path) -> Result<Look, String> {
    let refused = |error: std::io::Error| {
        let why = if error.kind() == ErrorKind::NotFound {
            "there is no such folder".into()
        } else {
            error.to_string()
        };
        format!("search.vocabulary: {}: {why}", folder.display())
    };
    let mut found = Vec::new();
    for file in fs::read_dir(folder).map_err(refused)? {
        let path = file.map_err(refused)?.path();
        if path.extension().is_some_and(|end| end == "txt") {
            // Opened, although not read: what may not be read is told each time until it may be, whatever its date.
            let about =
                readable(&path).map_err(|error| format!("search.vocabulary: {}: {error}", path.display()))?;
            if about.len() > LARGEST {
                return Err(format!(
                    "search.vocabulary: {} is larger than {LARGEST} bytes; split it",
                    path.display()
                ));
            }
            found.push((path, about.len(), about.modified().ok()));
        }
    }
    if found.len() > MOST {
        return Err(format!(
            "search.vocabulary: {} has more than {MOST} files; put them together",
            folder.display()
        ));
    }
    found.sort();
    Ok(found)
}

fn readable(path: &Path) -> io::Result<Metadata> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no file; files that end in .txt are read as words"));
    }
    File::open(path)?.metadata()
}

/// The wordings that ship, with those of these files. One broken line refuses all.
///
/// # Errors
/// Which file and which line, and what is wrong with it.
pub(super) fn read(files: &Look) -> Result<Vocabulary, String> {
    let mut own = Vec::new();
    for (path, _, _) in files {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let text = fs::read_to_string(path).map_err(|error| match error.kind() {
            ErrorKind::InvalidData => format!("{name}: it is not UTF-8; save it as UTF-8"),
            _ => format!("{name}: {error}"),
        })?;
        own.push((name, text));
    }
    let own: Vec<(&str, &str)> = own.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Vocabulary::with(&own).map_err(|broken| broken.to_string())
}
