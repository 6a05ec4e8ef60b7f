//! Files that no row names. They are put aside before they are thrown away, for they may be somebody's documents all the same:
//! with a backup of the database that was put back, or with the wrong database, rows are missing and not the files too many.

use std::{
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, UNIX_EPOCH},
};

use tokio::fs::{self, DirBuilder, OpenOptions};

use super::folder::{self, Evidence};
use crate::app::App;

/// Seconds for which they lie aside, so that somebody can notice.
pub(super) const KEPT: i64 = 30 * 24 * 3600;

/// Whether this process has looked before.
#[derive(Default)]
struct Looked(AtomicBool);

/// Where they lie.
pub(super) fn within(folder: &Path) -> PathBuf {
    folder.join("stray")
}

/// Puts back what a row names again, puts strays aside, and throws away those that lie aside for long. Nothing goes on the first
/// look after a start, nor while no document at all is in its place: then it is most likely the wrong folder or database.
///
/// # Errors
/// What the file system says.
pub(super) async fn tidy(app: &App, found: &Evidence, now: i64) -> io::Result<()> {
    let (folder, looked) = (folder::of(app), app.lasting(|_| Looked::default()));
    let aside = within(&folder);
    for name in &found.aside {
        moved(&aside.join(name), &folder.join(name)).await?;
    }
    if looked.0.load(Ordering::Relaxed) && found.kept > 0 {
        for name in &found.stray {
            put_aside(&folder, name, now).await?;
        }
        for name in &found.over {
            folder::remove(&aside, name).await?;
        }
    }
    looked.0.store(true, Ordering::Relaxed);
    Ok(())
}

async fn put_aside(folder: &Path, name: &str, now: i64) -> io::Result<()> {
    let (path, aside) = (folder.join(name), within(folder));
    DirBuilder::new().recursive(true).mode(0o700).create(&aside).await?;
    // The time counts from here, and is set first: whatever happens between, it is never too old.
    let file = match OpenOptions::new().write(true).open(&path).await {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        opened => opened?,
    };
    let now = UNIX_EPOCH + Duration::from_secs(u64::try_from(now).unwrap_or_default());
    file.into_std().await.set_modified(now)?;
    moved(&path, &aside.join(name)).await
}

/// One that somebody erased meanwhile is no trouble.
async fn moved(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to).await {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
