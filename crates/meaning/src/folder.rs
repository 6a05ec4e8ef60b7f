//! Reads a model's folder file by file, each with a limit, and keeps the sum over all that was read.

use std::{
    fs::File,
    io::{self, Read},
    path::{Component, Path, PathBuf},
};

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::error::ModelError;

/// The longest settings file, in bytes. Real ones have a few hundred.
const SETTINGS: u64 = 1 << 20;

/// A model's folder while it is read.
pub(crate) struct Folder {
    path: PathBuf,
    sum: Sha256,
    /// What was read, by its path in the folder.
    used: Vec<String>,
}

impl Folder {
    pub(crate) fn open(path: &Path) -> Result<Self, ModelError> {
        let shown = path.display();
        let advice = "Name the folder that holds config.json, tokenizer.json and model.safetensors";
        let about = path.metadata().map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => ModelError::new(&shown, "is not there", advice),
            _ => ModelError::io(&shown, &e),
        })?;
        if !about.is_dir() {
            return Err(ModelError::new(shown, "is no folder", advice));
        }
        Ok(Self { path: path.to_owned(), sum: Sha256::new(), used: Vec::new() })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.path.join(name).is_file()
    }

    /// All of a file that must be there.
    pub(crate) fn bytes(&mut self, name: &str, limit: u64) -> Result<Vec<u8>, ModelError> {
        let mut bytes = Vec::new();
        let file = File::open(self.path.join(name)).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => ModelError::broken(name, "is not in the folder"),
            _ => ModelError::io(name, &e),
        })?;
        let about = file.metadata().map_err(|e| ModelError::io(name, &e))?;
        if !about.is_file() {
            return Err(ModelError::broken(name, "is no file"));
        }
        if about.len() > limit {
            let wrong = format!("has {} bytes; at most {limit} are read", about.len());
            return Err(ModelError::unknown(name, wrong));
        }
        bytes.reserve(usize::try_from(about.len()).unwrap_or(0));
        // It may grow while it is read, or lie about its length.
        file.take(limit).read_to_end(&mut bytes).map_err(|e| ModelError::io(name, &e))?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.sum.update(name.as_bytes());
        self.sum.update([0]);
        self.sum.update(length.to_le_bytes());
        self.sum.update(&bytes);
        self.used.push(name.to_owned());
        Ok(bytes)
    }

    /// A settings file that must be there.
    pub(crate) fn settings<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, ModelError> {
        let bytes = self.bytes(name, SETTINGS)?;
        serde_json::from_slice(&bytes).map_err(|e| ModelError::broken(name, e))
    }

    /// A settings file that may be missing.
    pub(crate) fn settings_if_there<T: DeserializeOwned>(
        &mut self,
        name: &str,
    ) -> Result<Option<T>, ModelError> {
        if self.has(name) { self.settings(name).map(Some) } else { Ok(None) }
    }

    /// The sum over all that was read, and the names of it.
    pub(crate) fn finish(self) -> (String, Vec<String>) {
        (hexadecimal(&self.sum.finalize()), self.used)
    }
}

/// Bytes as sixteen digits a byte pair.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A path that one of the folder's files names, if it stays inside the folder.
pub(crate) fn inside(named: &str, file: &str) -> Option<String> {
    let plain = Path::new(named).components().all(|part| matches!(part, Component::Normal(_)));
    let here = named.trim_end_matches('/');
    (plain && !named.contains('\\'))
        .then(|| if here.is_empty() { file.into() } else { format!("{here}/{file}") })
}
