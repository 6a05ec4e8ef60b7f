//! The file of vectors: a head that says of which model they are, then one record after another, each with a sum of
//! its own. What was saved is never written over, so a power cut can only spoil the end, and that is cut off.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use twox_hash::XxHash3_64;

use super::{VectorsError, rows::Packed};
use crate::model::About;

/// The first bytes of every such file.
const MAGIC: &[u8; 8] = b"consvec\n";
/// Raised when what follows is laid out differently.
const FORMAT: u32 = 2;
/// Sum of the model, in hexadecimal digits.
const CHECKSUM: usize = 64;
const HEAD: usize = 8 + 4 + 4 + CHECKSUM;

const PUT: u8 = 1;
const DELETE: u8 = 2;
const NOTE: u8 = 3;

/// Bytes of a note.
pub(super) const LONGEST_NOTE: usize = 1 << 16;

/// One line of the log.
#[derive(Debug)]
pub(super) enum Record {
    /// An id, its mark and its vector.
    Put(u64, u64, Packed),
    Delete(u64),
    Note(String),
}

/// The open file.
#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    file: File,
    /// Bytes that are known to be good.
    length: u64,
    /// Keeps others out for as long as it is open.
    _lock: File,
}

impl Log {
    /// Opens the file, or makes it, and hands each record to `each`. The number is that of bytes cut off its end.
    pub(super) fn open(
        path: &Path,
        about: &About,
        each: impl FnMut(Record),
    ) -> Result<(Self, u64), VectorsError> {
        Self::begin(path, lock(path)?, about, each)
    }

    /// Makes the file, whatever was there.
    pub(super) fn anew(path: &Path, about: &About) -> Result<Self, VectorsError> {
        // Held first: the file may be another process's.
        let lock = lock(path)?;
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(Self::begin(path, lock, about, |_| {})?.0),
        }
    }

    fn begin(
        path: &Path,
        lock: File,
        about: &About,
        each: impl FnMut(Record),
    ) -> Result<(Self, u64), VectorsError> {
        let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let length = file.metadata()?.len();
        let mut log = Self { path: path.to_owned(), file, length: 0, _lock: lock };
        // A head that never came to be is a file that never held anything.
        if length < HEAD as u64 {
            log.cut(0)?;
            log.append(&head(about))?;
            return Ok((log, length));
        }
        log.length = read(log.file.try_clone()?, about, each)?;
        let spoilt = length.saturating_sub(log.length);
        if spoilt > 0 {
            log.cut(log.length)?;
        }
        Ok((log, spoilt))
    }

    /// Bytes of the file.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Writes at the end and waits for the disk. After a failure the file is as it was.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<(), VectorsError> {
        if let Err(error) = self.file.write_all(bytes).and_then(|()| self.file.sync_data()) {
            // If even this fails, the sums tell at the next start where the good part ends.
            let _spoilt = self.cut(self.length);
            return Err(error.into());
        }
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// Writes a new file with these records alone and puts it in the place of the old one.
    pub(super) fn rewrite(
        &mut self,
        about: &About,
        records: impl Iterator<Item = Record>,
    ) -> Result<(), VectorsError> {
        let folder = self.path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let mut new = tempfile::Builder::new().prefix(".vectors").append(true).tempfile_in(folder)?;
        let mut bytes = head(about);
        let mut length = 0;
        for record in records {
            write(&mut bytes, &record);
            if bytes.len() > 1 << 20 {
                length += bytes.len() as u64;
                new.write_all(&bytes)?;
                bytes.clear();
            }
        }
        length += bytes.len() as u64;
        new.write_all(&bytes)?;
        new.as_file().sync_all()?;
        // From here on this is the file, whatever the system says of the folder: the old one has no name any more.
        self.file = new.persist(&self.path).map_err(|e| e.error)?;
        self.length = length;
        File::open(folder)?.sync_all()?;
        Ok(())
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.file.set_len(length)?;
        self.file.sync_data()
    }
}

/// Hands each record of a file to `each`, and changes nothing.
pub(super) fn read_alone(path: &Path, about: &About, each: impl FnMut(Record)) -> Result<(), VectorsError> {
    let file = File::open(path)?;
    // As it is while it is made.
    if file.metadata()?.len() < HEAD as u64 {
        return Ok(());
    }
    read(file, about, each).map(|_| ())
}

/// Reads a file that has a head, up to where it is good. How many bytes that are.
fn read(mut file: File, about: &About, mut each: impl FnMut(Record)) -> Result<u64, VectorsError> {
    file.seek(SeekFrom::Start(0))?;
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let mut start = [0; HEAD];
    reader.read_exact(&mut start)?;
    check(&start, about)?;
    let mut length = HEAD as u64;
    while let Some((record, bytes)) = next(&mut reader, about.dimension)? {
        each(record);
        length += bytes;
    }
    Ok(length)
}

/// Puts a record's bytes behind others.
pub(super) fn write(bytes: &mut Vec<u8>, record: &Record) {
    let start = bytes.len();
    match record {
        Record::Put(id, mark, packed) => {
            bytes.push(PUT);
            bytes.extend(id.to_le_bytes());
            bytes.extend(mark.to_le_bytes());
            bytes.extend(packed.scale.to_le_bytes());
            bytes.extend(packed.codes.iter().map(|code| code.cast_unsigned()));
        }
        Record::Delete(id) => {
            bytes.push(DELETE);
            bytes.extend(id.to_le_bytes());
        }
        Record::Note(note) => {
            bytes.push(NOTE);
            bytes.extend((note.len() as u64).to_le_bytes());
            bytes.extend(note.as_bytes());
        }
    }
    bytes.extend(sum(&bytes[start..]));
}

fn sum(bytes: &[u8]) -> [u8; 8] {
    XxHash3_64::oneshot(bytes).to_le_bytes()
}

/// The next record and its length; none at the end of what is good.
fn next(reader: &mut impl Read, dimension: usize) -> io::Result<Option<(Record, u64)>> {
    // Each begins with its kind and a number: an id, or how long a note is.
    let mut bytes = vec![0; 1 + 8];
    if !filled(reader, &mut bytes)? {
        return Ok(None);
    }
    let number = number(&bytes[1..]);
    let more = match (bytes[0], usize::try_from(number)) {
        (PUT, _) => 8 + 4 + dimension,
        (DELETE, _) => 0,
        (NOTE, Ok(length)) if length <= LONGEST_NOTE => length,
        _ => return Ok(None),
    };
    let start = bytes.len();
    bytes.resize(start + more + 8, 0);
    if !filled(reader, &mut bytes[start..])? {
        return Ok(None);
    }
    let (said, given) = bytes.split_at(start + more);
    if sum(said) != given {
        return Ok(None);
    }
    let record = match bytes[0] {
        DELETE => Some(Record::Delete(number)),
        NOTE => String::from_utf8(said[start..].to_vec()).ok().map(Record::Note),
        _ => put(number, &said[start..]),
    };
    Ok(record.map(|record| (record, bytes.len() as u64)))
}

fn put(id: u64, bytes: &[u8]) -> Option<Record> {
    let (mark, bytes) = bytes.split_at(8);
    let (scale, codes) = bytes.split_first_chunk::<4>()?;
    let scale = f32::from_le_bytes(*scale);
    let codes = codes.iter().map(|byte| byte.cast_signed()).collect();
    // A sum can be right by chance; a scale beyond reason would spoil every search.
    (0.0..=1.0).contains(&scale).then(|| Record::Put(id, number(mark), Packed { scale, codes }))
}

/// The number in the first eight bytes.
fn number(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// Whether there were bytes enough.
fn filled(reader: &mut impl Read, bytes: &mut [u8]) -> io::Result<bool> {
    match reader.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn head(about: &About) -> Vec<u8> {
    let mut head = MAGIC.to_vec();
    head.extend(FORMAT.to_le_bytes());
    head.extend(u32::try_from(about.dimension).unwrap_or(u32::MAX).to_le_bytes());
    let mut checksum = about.checksum.clone().into_bytes();
    checksum.resize(CHECKSUM, b' ');
    head.extend(checksum);
    head
}

fn check(start: &[u8; HEAD], about: &About) -> Result<(), VectorsError> {
    let right = head(about);
    if start[..8] != right[..8] {
        return Err(VectorsError::NotOurs);
    }
    if start[8..12] != right[8..12] {
        return Err(VectorsError::AnotherFormat);
    }
    if start[12..] != right[12..] {
        return Err(VectorsError::AnotherModel);
    }
    Ok(())
}

/// A file beside that one process alone can hold: the file itself is replaced now and then.
fn lock(path: &Path) -> Result<File, VectorsError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(&name)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(VectorsError::InUse),
        Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
    }
}
