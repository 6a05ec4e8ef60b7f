//! Files that no row names. They are put aside before they are thrown away, for they may be somebody's documents all the same:
//! with a backup of the database that was put back, or with the wrong database, rows are missing and not the files too many.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    time::{Duration, UNIX_EPOCH},
};

use tokio::fs::{self, DirBuilder, OpenOptions};

use super::folder::{self, Evidence};
use crate::app::App;

/// Seconds for which they lie aside, so that somebody can notice.
pub(super) const KEPT: i64 = 30 * 24 * 3600;

/// Seconds for which a file has to be known as a stray before anything happens to it: somebody who starts the site with the wrong
/// folder or database has until the next look to notice.
const NOTICED: i64 = 12 * 3600;

/// Beside them: which files were seen to be strays, and when first. It outlives the process, which may not run for a day.
const SEEN: &str = "seen.json";

/// Where they lie.
pub(super) fn within(folder: &Path) -> PathBuf {
    folder.join("stray")
}

/// Puts back what a row names again, puts strays aside, and throws away those that lie aside for long. Nothing goes when it is
/// first seen, nor while no document at all is in its place: then it is most likely the wrong folder or database.
///
/// # Errors
/// What the file system says.
pub(super) async fn tidy(app: &App, found: &Evidence, now: i64) -> io::Result<()> {
    let folder = folder::of(app);
    let aside = within(&folder);
    for name in &found.aside {
        moved(&aside.join(name), &folder.join(name)).await?;
    }
    if found.kept == 0 {
        return Ok(());
    }
    let before = seen(&aside).await?;
    let since = |name: &String| before.get(name).copied().filter(|at| *at <= now).unwrap_or(now);
    let known = |name: &&String| now.saturating_sub(since(name)) >= NOTICED;
    for name in found.stray.iter().filter(known) {
        put_aside(&folder, name, now).await?;
    }
    for name in found.over.iter().filter(known) {
        folder::remove(&aside, name).await?;
    }
    let still = found.stray.iter().chain(&found.over).map(|name| (name.clone(), since(name))).collect();
    if still == before { Ok(()) } else { note(&aside, &still).await }
}

/// Which files were strays at the look before, and since when. A note that can't be read is as good as none: then everything is
/// seen for the first time.
async fn seen(aside: &Path) -> io::Result<BTreeMap<String, i64>> {
    match fs::read(aside.join(SEEN)).await {
        Ok(text) => Ok(serde_json::from_slice(&text).unwrap_or_default()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(error),
    }
}

async fn note(aside: &Path, seen: &BTreeMap<String, i64>) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(aside).await?;
    fs::write(aside.join(SEEN), serde_json::to_vec(seen)?).await
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
