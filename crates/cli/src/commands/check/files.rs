//! The data folder and the files: there, writable, with room, and not for everybody to read.

use std::{
    fs, io,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use db::Target;
use site::config::{Config, Origin};

use super::finding::Finding;

/// Less room than this soon stops a site: the database's log alone may grow that far.
const LEAST_ROOM: u64 = 200_000_000;

/// Looks at everything on the disk that the configuration names.
pub(super) fn look(config: &Config, target: &Target, file: Option<PathBuf>) -> Vec<Finding> {
    let mut findings = vec![settings(config, file)];
    let needed = config.storage.database.is_none();
    findings.push(data_folder(&config.storage.data_dir, needed));
    if let Target::File(path) = target
        && let Ok(about) = fs::metadata(path)
    {
        findings.push(database_file(path, about.permissions().mode()));
        findings.extend(room(path));
    }
    findings
}

/// A file that names a database with its password is for the operator alone.
fn settings(config: &Config, file: Option<PathBuf>) -> Finding {
    let Some(path) = file else {
        return Finding::fine("settings", "no file, so the defaults, the environment and flags");
    };
    let shown = path.display().to_string();
    let mode = fs::metadata(&path).map_or(0, |about| about.permissions().mode());
    let from_file = matches!(config.origins.get("storage.database"), Some(Origin::File(_)));
    let secret = from_file && config.storage.database.as_deref().is_some_and(|address| address.contains('@'));
    if secret && mode & 0o004 != 0 {
        let advice = format!("It names the database with its login. Run: chmod 640 {shown}");
        return Finding::wrong("settings", format!("everybody on this machine may read {shown}"), advice);
    }
    Finding::fine("settings", shown)
}

fn data_folder(folder: &Path, needed: bool) -> Finding {
    let shown = folder.display();
    let about = match fs::metadata(folder) {
        Ok(about) => about,
        Err(error) if error.kind() == io::ErrorKind::NotFound && !needed => {
            return Finding::fine("data folder", format!("{shown} is not there, and nothing needs it"));
        }
        Err(error) => {
            let advice = "Run `consilium migrate` to make it, or name another with --data-dir.";
            return Finding::wrong("data folder", format!("{shown}: {error}"), advice);
        }
    };
    if !about.is_dir() {
        return Finding::wrong(
            "data folder",
            format!("{shown} is no folder"),
            "Name another with --data-dir.",
        );
    }
    if let Err(error) = tempfile::tempfile_in(folder) {
        let advice = "Give the user that runs Consilium the right to write there, for example with chown.";
        return Finding::wrong("data folder", format!("{shown} can't be written: {error}"), advice);
    }
    if about.permissions().mode() & 0o007 != 0 {
        return Finding::wrong(
            "data folder",
            format!("everybody on this machine may look into {shown}"),
            format!("Run: chmod 750 {shown}"),
        );
    }
    Finding::fine("data folder", shown.to_string())
}

fn database_file(path: &Path, mode: u32) -> Finding {
    let shown = path.display();
    let folder = path.parent().and_then(|folder| fs::metadata(folder).ok());
    // In a folder that is closed to others, a file's own mode opens nothing.
    let reachable = folder.is_none_or(|about| about.permissions().mode() & 0o001 != 0);
    if mode & 0o004 != 0 && reachable {
        return Finding::wrong(
            "database file",
            format!("everybody on this machine may read {shown}"),
            format!("Run: chmod 600 {shown}"),
        );
    }
    Finding::fine("database file", shown.to_string())
}

fn room(path: &Path) -> Option<Finding> {
    let about = rustix::fs::statvfs(path).ok()?;
    let free = about.f_bavail.saturating_mul(about.f_frsize);
    let what = format!("{:.1} GB free", free as f64 / 1e9);
    Some(if free < LEAST_ROOM {
        Finding::wrong("room on the disk", what, "Make room, or move the data folder to a larger disk.")
    } else {
        Finding::fine("room on the disk", what)
    })
}
