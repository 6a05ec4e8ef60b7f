//! The files of an index, as tantivy reads them.

use std::{
    fs::File,
    io,
    ops::Range,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use tantivy::{
    HasLen, TantivyError,
    directory::{
        Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle,
        WritePtr,
        error::{DeleteError, LockError, OpenReadError, OpenWriteError},
    },
};

/// What the names of files end in that tell where in a text words stand. They are half of an index, and only phrases need
/// them.
const PLACES: &str = "pos";

/// Maps all files; those of words' places only for as long as somebody reads in them, since otherwise they would fill memory with
/// what is hardly looked at.
#[derive(Clone, Debug)]
pub(super) struct Files {
    mapped: MmapDirectory,
    root: PathBuf,
}

impl Files {
    pub(super) fn open(root: PathBuf) -> Result<Self, TantivyError> {
        Ok(Self { mapped: MmapDirectory::open(&root)?, root })
    }
}

/// A file that is mapped anew for each reading.
#[derive(Debug)]
struct Passing {
    mapped: MmapDirectory,
    path: PathBuf,
    /// Kept open: it may be merged away while a search still needs it.
    file: File,
    length: usize,
}

impl HasLen for Passing {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for Passing {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if let Ok(whole) = self.mapped.get_file_handle(&self.path) {
            return whole.read_bytes(range);
        }
        let mut bytes = vec![0; range.len()];
        self.file.read_exact_at(&mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}

impl Directory for Files {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        if path.extension().is_none_or(|ending| ending != PLACES) {
            return self.mapped.get_file_handle(path);
        }
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
            _ => OpenReadError::wrap_io_error(error, path.to_owned()),
        };
        let file = File::open(self.root.join(path)).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        let length = usize::try_from(length).map_err(|error| failed(io::Error::other(error)))?;
        Ok(Arc::new(Passing { mapped: self.mapped.clone(), path: path.to_owned(), file, length }))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.mapped.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.mapped.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.mapped.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.mapped.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.mapped.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.mapped.acquire_lock(lock)
    }

    fn watch(&self, changed: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.mapped.watch(changed)
    }
}
