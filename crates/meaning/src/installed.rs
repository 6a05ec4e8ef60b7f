//! The model that a site uses: a copy of its folder among the site's own files.
//!
//! `model/installed.json` names the one in use; each model has a folder of its own beside it. A model is copied
//! whole, checked where it lies, and only then named. So whatever breaks off, either the old or the new one is in use.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use tempfile::{Builder, NamedTempFile};

use crate::{
    error::ModelError,
    model::{About, Model},
};

/// Where models are, in the data folder.
const FOLDER: &str = "model";
const NOTE: &str = "installed.json";
const LOCK: &str = "lock";
/// Digits of the checksum that name a model's folder.
const DIGITS: usize = 16;
/// What to do when the note makes no sense.
const INSTALL: &str = "Install the model again: consilium model install FOLDER";

/// The model in use, as the note says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Installed {
    /// What it is called.
    pub name: String,
    /// How many numbers a vector has.
    pub dimension: usize,
    /// How many tokens it reads of a text.
    pub tokens: usize,
    /// The sum over its files.
    pub checksum: String,
}

impl Installed {
    fn of(about: &About) -> Self {
        let About { name, dimension, tokens, checksum } = about.clone();
        Self { name, dimension, tokens, checksum }
    }

    fn folder(&self) -> String {
        self.checksum.chars().take(DIGITS).collect()
    }
}

/// Checks a folder, copies it into the data folder and names it as the model in use.
///
/// # Errors
/// [`ModelError`] where the folder is no model or the disk refuses; then the model in use is as it was.
pub fn install(folder: &Path, data: &Path) -> Result<Installed, ModelError> {
    let home = data.join(FOLDER);
    let failed = |e: io::Error| ModelError::io(home.display(), &e);
    // Looked at where it is first: a folder of the wrong kind should cost no copy.
    let model = Model::open(folder)?;
    fs::create_dir_all(&home).map_err(failed)?;
    let _alone = lock(&home)?;
    let copy = Builder::new().prefix(".new").tempdir_in(&home).map_err(failed)?;
    for name in &model.files {
        let (from, to) = (folder.join(name), copy.path().join(name));
        copy_file(&from, &to).map_err(|e| ModelError::io(to.display(), &e))?;
    }
    let installed = Installed::of(model.about());
    let copied = Model::open(copy.path())?;
    if copied.about().checksum != installed.checksum {
        let advice = "Leave the folder alone while it is installed, and try again";
        return Err(ModelError::new(folder.display(), "has changed while it was copied", advice));
    }
    let place = home.join(installed.folder());
    // A copy of the same model from before may be damaged: that may be why it is installed again.
    remove_folder(&place).map_err(failed)?;
    fs::rename(copy.path(), &place).map_err(failed)?;
    sync_folder(&home).map_err(failed)?;
    note(&home, &installed).map_err(failed)?;
    tidy(&home, Some(&installed)).map_err(failed)?;
    Ok(installed)
}

/// The model in use; none where none is installed.
///
/// # Errors
/// [`ModelError`] where the note can't be read or makes no sense.
pub fn installed(data: &Path) -> Result<Option<Installed>, ModelError> {
    let path = data.join(FOLDER).join(NOTE);
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        text => text.map_err(|e| ModelError::io(path.display(), &e))?,
    };
    let broken = |wrong: String| ModelError::new(path.display(), wrong, INSTALL);
    let installed: Installed = serde_json::from_str(&text).map_err(|e| broken(e.to_string()))?;
    let sound = installed.checksum.len() == 64 && installed.checksum.bytes().all(|b| b.is_ascii_hexdigit());
    if sound { Ok(Some(installed)) } else { Err(broken("names no checksum".into())) }
}

/// Opens the model in use; none where none is installed.
///
/// # Errors
/// [`ModelError`] where it is not, any more, what was installed.
pub fn open(data: &Path) -> Result<Option<Model>, ModelError> {
    let Some(installed) = installed(data)? else { return Ok(None) };
    let place = data.join(FOLDER).join(installed.folder());
    let mut model = Model::open(&place)?;
    if model.about().checksum != installed.checksum {
        return Err(ModelError::new(place.display(), "is not what was installed", INSTALL));
    }
    model.rename(installed.name);
    Ok(Some(model))
}

/// Takes the model out of use and removes its files. Gives what was there.
///
/// # Errors
/// [`ModelError`] where the disk refuses.
pub fn remove(data: &Path) -> Result<Option<Installed>, ModelError> {
    let home = data.join(FOLDER);
    if !home.exists() {
        return Ok(None);
    }
    let failed = |e: io::Error| ModelError::io(home.display(), &e);
    let _alone = lock(&home)?;
    // A note that makes no sense is removed too.
    let was = installed(data).unwrap_or_default();
    match fs::remove_file(home.join(NOTE)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    tidy(&home, None).map_err(failed)?;
    Ok(was)
}

/// One at a time.
fn lock(home: &Path) -> Result<File, ModelError> {
    let path = home.join(LOCK);
    let open = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
    let file = open.map_err(|e| ModelError::io(path.display(), &e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => {
            let wrong = "is held: another command installs or removes a model just now";
            Err(ModelError::new(path.display(), wrong, "Wait until it is done"))
        }
        Err(fs::TryLockError::Error(error)) => Err(ModelError::io(path.display(), &error)),
    }
}

/// A copy that is on the disk when this returns.
fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut copy = File::create(to)?;
    io::copy(&mut File::open(from)?, &mut copy)?;
    copy.sync_all()
}

fn note(home: &Path, installed: &Installed) -> io::Result<()> {
    let mut file = NamedTempFile::new_in(home)?;
    serde_json::to_writer_pretty(&mut file, installed)?;
    file.write_all(b"\n")?;
    file.as_file().sync_all()?;
    file.persist(home.join(NOTE)).map_err(|e| e.error)?;
    sync_folder(home)
}

/// Removes what no note names: older models, and copies that were broken off.
fn tidy(home: &Path, keep: Option<&Installed>) -> io::Result<()> {
    let kept = keep.map(Installed::folder);
    for entry in fs::read_dir(home)? {
        let entry = entry?;
        let name = entry.file_name();
        let keep = [Some(NOTE), Some(LOCK), kept.as_deref()].contains(&name.to_str());
        if !keep {
            let path = entry.path();
            if entry.file_type()?.is_dir() { remove_folder(&path)? } else { fs::remove_file(path)? }
        }
    }
    Ok(())
}

fn remove_folder(path: &PathBuf) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}
