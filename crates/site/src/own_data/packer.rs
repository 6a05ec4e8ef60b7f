//! Writes an archive by a thread of its own into a file without a name: whatever happens, nothing is left of it.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, BufWriter, Seek, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
};

use axum::body::Bytes;
use tokio::{
    sync::mpsc::{self, Receiver, Sender},
    task::JoinHandle,
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::{app::Token, error::Failure};

/// Pieces that wait for the disk at most.
const WAITING: usize = 8;

/// How a file lies in the archive.
#[derive(Clone, Copy, Debug)]
pub(super) enum Packed {
    /// As small as it gets.
    Tight,
    /// As it is: packing it would win nothing.
    AsIs,
}

enum Piece {
    File(String, Packed),
    Bytes(Bytes),
}

/// An archive in the making.
pub(super) struct Packer {
    to: Sender<Piece>,
    done: JoinHandle<Option<File>>,
}

impl Packer {
    /// Begins one in this folder.
    ///
    /// # Errors
    /// [`Failure::Internal`] when the system has no randomness to give.
    pub(super) fn new(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(format!("archive-{}", Token::new()?.secret()));
        let (to, pieces) = mpsc::channel(WAITING);
        let done = tokio::task::spawn_blocking(move || written(&path, pieces));
        Ok(Self { to, done })
    }

    /// Begins a file.
    ///
    /// # Errors
    /// [`Failure::Internal`] when the disk refused.
    pub(super) async fn file(&self, name: &str, packed: Packed) -> Result<(), Failure> {
        self.hand(Piece::File(name.to_owned(), packed)).await
    }

    /// Adds to the file that was begun last.
    ///
    /// # Errors
    /// [`Failure::Internal`] when the disk refused.
    pub(super) async fn bytes(&self, bytes: impl Into<Bytes>) -> Result<(), Failure> {
        self.hand(Piece::Bytes(bytes.into())).await
    }

    async fn hand(&self, piece: Piece) -> Result<(), Failure> {
        self.to.send(piece).await.map_err(|_| Failure::Internal)
    }

    /// The finished archive, to be read from its beginning.
    ///
    /// # Errors
    /// [`Failure::Internal`] when the disk refused.
    pub(super) async fn finish(self) -> Result<File, Failure> {
        drop(self.to);
        self.done.await.map_err(|_| Failure::Internal)?.ok_or(Failure::Internal)
    }
}

/// Says in the log what the disk said: whoever hands over pieces only sees that nobody takes them.
fn written(path: &Path, pieces: Receiver<Piece>) -> Option<File> {
    let packed = opened(path).and_then(|file| pack(file, pieces));
    packed.inspect_err(|error| tracing::error!(%error, "the data folder can't be used for an archive")).ok()
}

fn opened(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)?;
    fs::remove_file(path)?;
    Ok(file)
}

fn pack(file: File, mut pieces: Receiver<Piece>) -> io::Result<File> {
    let mut zip = ZipWriter::new(BufWriter::new(file));
    while let Some(piece) = pieces.blocking_recv() {
        match piece {
            Piece::File(name, packed) => {
                let method = match packed {
                    Packed::Tight => CompressionMethod::Deflated,
                    Packed::AsIs => CompressionMethod::Stored,
                };
                // Without a time of its own: the archive says nothing of the clock, and the same data give the same bytes.
                zip.start_file(name, SimpleFileOptions::default().compression_method(method))?;
            }
            Piece::Bytes(bytes) => zip.write_all(&bytes)?,
        }
    }
    let mut file = zip.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(file)
}
