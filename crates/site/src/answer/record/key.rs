//! The key that signs records: made when it is first needed, kept in the data folder, and never written over.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use ed25519_dalek::SigningKey;

use super::seal;
use crate::{
    app::{App, chance},
    error::Failure,
};

/// Where it is, in the data folder.
const FOLDER: &str = "keys";
const FILE: &str = "record.key";

/// The site's key.
pub(super) async fn of(app: &App) -> Result<SigningKey, Failure> {
    let folder = app.config.storage.data_dir.join(FOLDER);
    let read = tokio::task::spawn_blocking(move || read_or_make(&folder)).await;
    read.map_err(|_| Failure::Internal)?
}

fn read_or_make(folder: &Path) -> Result<SigningKey, Failure> {
    let file = folder.join(FILE);
    if let Some(key) = read(&file)? {
        return Ok(key);
    }
    let seed = chance::random::<32>()?;
    make(folder, &file, &seed).map_err(|error| told(&file, &error))?;
    // Whichever of two that were made at once came first is the key.
    read(&file)?.ok_or(Failure::Internal)
}

fn read(file: &Path) -> Result<Option<SigningKey>, Failure> {
    match fs::read_to_string(file) {
        Ok(text) => match seal::bytes::<32>(text.trim()) {
            Some(seed) => Ok(Some(SigningKey::from_bytes(&seed))),
            None => {
                tracing::error!(file = %file.display(), "this is no key of 64 hexadecimal digits; put the right one back from a backup");
                Err(Failure::Internal)
            }
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(told(file, &error)),
    }
}

/// Written beside its place and linked there, which fails where a key is already, and shows nobody half of one.
fn make(folder: &Path, file: &Path, seed: &[u8; 32]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let beside = beside(folder, seed);
    let mut new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    let linked = new
        .write_all(format!("{}\n", seal::hexadecimal(seed)).as_bytes())
        .and_then(|()| new.sync_all())
        .and_then(|()| fs::hard_link(&beside, file));
    fs::remove_file(&beside)?;
    match linked {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked.and_then(|()| fs::File::open(folder)?.sync_all()),
    }
}

/// A name that no other process uses at the same time, and that says nothing of the key.
fn beside(folder: &Path, seed: &[u8; 32]) -> PathBuf {
    let name = chance::digest(&format!("beside {}", seal::hexadecimal(seed)));
    folder.join(format!("{FILE}.{}", &name[..16]))
}

fn told(file: &Path, error: &io::Error) -> Failure {
    tracing::error!(file = %file.display(), %error, "the key that signs records can't be used");
    Failure::Internal
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_key_is_made_once_and_is_for_the_site_alone() {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().join(FOLDER);
        let first = read_or_make(&folder).unwrap();
        assert_eq!(read_or_make(&folder).unwrap(), first);
        make(&folder, &folder.join(FILE), &[7; 32]).unwrap();
        assert_eq!(read_or_make(&folder).unwrap(), first, "a key that is there is never written over");
        let mode = fs::metadata(folder.join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::write(folder.join(FILE), "half a k").unwrap();
        assert_eq!(read_or_make(&folder), Err(Failure::Internal), "a damaged key is not replaced");
    }
}
