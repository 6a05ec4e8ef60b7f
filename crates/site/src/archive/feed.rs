//! Reads JSONL archives on a thread of its own and hands out their records in batches.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
    sync::Arc,
};

use archive::jsonl::{Line, Reader};
use tokio::sync::mpsc;

use super::{
    error::ImportError,
    item::{Item, Place},
    options::ImportOptions,
    rejects::Rejected,
};

/// An archive to be imported.
pub struct JsonlFile {
    name: Arc<str>,
    input: Box<dyn BufRead + Send>,
    bytes: Option<u64>,
}

impl JsonlFile {
    /// Opens a file.
    ///
    /// # Errors
    /// [`ImportError::File`] when it can't be opened.
    pub fn open(path: &Path) -> Result<Self, ImportError> {
        let name = path.display().to_string();
        let failed = |source| ImportError::File { file: name.clone(), source };
        let file = File::open(path).map_err(failed)?;
        let about = file.metadata().map_err(failed)?;
        if about.is_dir() {
            return Err(failed(std::io::Error::other("it is a folder; name the files in it")));
        }
        // A pipe has no length that could be known.
        let bytes = about.is_file().then_some(about.len());
        Ok(Self { name: name.into(), input: Box::new(BufReader::with_capacity(256 * 1024, file)), bytes })
    }

    /// Takes any input under a name that messages use.
    pub fn new(name: &str, input: impl BufRead + Send + 'static, bytes: Option<u64>) -> Self {
        Self { name: name.into(), input: Box::new(input), bytes }
    }

    /// How long it is, when that is known.
    pub fn bytes(&self) -> Option<u64> {
        self.bytes
    }
}

/// Records that are written together. All are of one file.
#[derive(Default)]
pub(super) struct Chunk {
    pub(super) items: Vec<Item>,
    /// Lines that hold no record.
    pub(super) refused: Vec<Rejected>,
    /// Bytes read so far of all files.
    pub(super) bytes: u64,
}

impl Chunk {
    fn len(&self) -> usize {
        self.items.len() + self.refused.len()
    }
}

/// Starts the thread. It ends with the files, with the first file that can't be read, or when nobody listens.
pub(super) fn start(
    files: Vec<JsonlFile>,
    options: &ImportOptions,
) -> mpsc::Receiver<Result<Chunk, ImportError>> {
    let (sender, receiver) = mpsc::channel(2);
    let (records, bytes) = (options.batch_records.max(1), options.batch_bytes.max(1));
    std::thread::spawn(move || {
        let mut before = 0;
        for file in files {
            let mut feed = Feed { sender: &sender, records, bytes, before, chunk: Chunk::default(), from: 0 };
            match feed.file(file) {
                Ok(Some(end)) => before += end,
                Ok(None) => return,
                Err(error) => {
                    // When nobody listens there is nobody to tell.
                    let _gone = sender.blocking_send(Err(error));
                    return;
                }
            }
        }
    });
    receiver
}

struct Feed<'a> {
    sender: &'a mpsc::Sender<Result<Chunk, ImportError>>,
    records: usize,
    bytes: u64,
    /// Bytes of the files before this one.
    before: u64,
    chunk: Chunk,
    /// Where in the file the chunk in hand began.
    from: u64,
}

impl Feed<'_> {
    /// Reads one file; says how long it was, or nothing when nobody listens any more.
    fn file(&mut self, file: JsonlFile) -> Result<Option<u64>, ImportError> {
        let mut reader = Reader::new(file.input);
        while let Some(line) = reader.next() {
            let line = line.map_err(|source| ImportError::Archive { file: file.name.to_string(), source })?;
            self.line(&file.name, line);
            let end = reader.offset();
            if (self.chunk.len() >= self.records || end - self.from >= self.bytes) && !self.send(end) {
                return Ok(None);
            }
        }
        let end = reader.offset();
        Ok(self.send(end).then_some(end))
    }

    fn line(&mut self, file: &Arc<str>, line: Line) {
        let place = Place { file: file.clone(), line: line.number };
        match line.record {
            Ok(archive::Record::Archive(_)) => {}
            Ok(record) => match Item::new(place.clone(), record) {
                Ok(item) => self.chunk.items.push(item),
                Err(problem) => self.refuse(place, problem.to_string(), String::new()),
            },
            Err(refusal) => self.refuse(place, refusal.reason, refusal.excerpt),
        }
    }

    fn refuse(&mut self, place: Place, reason: String, excerpt: String) {
        self.chunk.refused.push(Rejected { file: place.file, line: place.line, reason, excerpt });
    }

    /// Hands the chunk over; false when nobody takes it.
    fn send(&mut self, end: u64) -> bool {
        let mut chunk = std::mem::take(&mut self.chunk);
        chunk.bytes = self.before + end;
        self.from = end;
        chunk.len() == 0 || self.sender.blocking_send(Ok(chunk)).is_ok()
    }
}
