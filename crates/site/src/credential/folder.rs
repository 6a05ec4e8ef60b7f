//! The folder of documents, and whether what lies in it is what the tables name.

use std::{
    collections::HashSet,
    io,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use db::{
    Db,
    sea_orm::{ConnectionTrait, DbErr},
    value::ClaimState,
};
use tokio::fs::{self, File};

use super::{
    store::documents::{self, Named},
    stray,
};
use crate::{
    app::{App, Token},
    error::Failure,
};

/// The kinds of documents, known by how they begin and not by what they are called.
const KINDS: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
];

/// Seconds before a document that no row names is put aside: one that is being sent has none yet.
const YOUNG: i64 = 24 * 3600;

/// The folder.
pub(super) fn of(app: &App) -> PathBuf {
    within(&app.config.storage.data_dir)
}

fn within(data_dir: &Path) -> PathBuf {
    data_dir.join("evidence")
}

/// The media types that we take.
pub(super) fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(_, kind, _)| *kind)
}

/// The media type of a document that begins so; none: it is nothing that we take.
pub(super) fn kind_of(begin: &[u8]) -> Option<&'static str> {
    KINDS.iter().find(|(magic, ..)| begin.starts_with(magic)).map(|(_, kind, _)| *kind)
}

/// How the name of a file of this kind ends.
pub(super) fn ending(kind: Option<&str>) -> &'static str {
    KINDS.iter().find(|(_, known, _)| Some(*known) == kind).map_or("bin", |(.., ending)| ending)
}

/// Says in the log what the folder said.
pub fn unusable(error: &io::Error) -> Failure {
    tracing::error!(%error, "the folder of evidence can't be used");
    Failure::Internal
}

/// A document that somebody handed in.
#[derive(Debug)]
pub struct Document {
    /// What it was handed in with.
    pub credential: i64,
    path: Option<PathBuf>,
    ending: &'static str,
}

impl Document {
    /// What it is called where it is taken home.
    pub fn name(&self) -> String {
        format!("credential-{}.{}", self.credential, self.ending)
    }

    /// None: it is not there any more.
    ///
    /// # Errors
    /// [`Failure::Internal`] when the folder can't be read.
    pub async fn open(&self) -> Result<Option<File>, Failure> {
        let Some(path) = &self.path else { return Ok(None) };
        match File::open(path).await {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unusable(&error)),
        }
    }
}

/// The documents that an account handed in and that are kept.
///
/// # Errors
/// Whatever the database says.
pub async fn documents(app: &App, db: &impl ConnectionTrait, account: i64) -> Result<Vec<Document>, DbErr> {
    let document = |named: Named| Document {
        credential: named.id,
        path: Token::parse(&named.file).map(|name| of(app).join(name.secret())),
        ending: ending(named.kind.as_deref()),
    };
    Ok(documents::of_account(db, account).await?.into_iter().map(document).collect())
}

/// Throws documents away, such as when their owner's data are erased.
///
/// # Errors
/// What the file system says.
pub async fn forget_evidence(app: &App, names: &[String]) -> io::Result<()> {
    for name in names {
        forget(&of(app), name).await?;
    }
    Ok(())
}

/// Throws a document away, also where it lies aside.
pub(super) async fn forget(folder: &Path, name: &str) -> io::Result<()> {
    remove(folder, name).await?;
    remove(&stray::within(folder), name).await
}

/// Throws a file away; one that is gone already is no trouble.
pub(super) async fn remove(folder: &Path, name: &str) -> io::Result<()> {
    // Only what we named ourselves.
    let Some(name) = Token::parse(name) else { return Ok(()) };
    match fs::remove_file(folder.join(name.secret())).await {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// What is in the folder, and what ought to be.
#[derive(Debug, Default)]
pub struct Evidence {
    /// Documents that are there and that a row names.
    pub kept: usize,
    /// Names of files that no row names, and that nobody is sending any more.
    pub stray: Vec<String>,
    /// Names of documents that lie aside though a row names them: they are put back.
    pub aside: Vec<String>,
    /// Names of files that no row names, and that lie aside for long.
    pub(super) over: Vec<String>,
    /// Rows whose document is not there.
    pub(super) lost: Vec<Named>,
}

impl Evidence {
    /// How many documents are not where they ought to be.
    pub fn lost(&self) -> usize {
        self.lost.len()
    }

    /// Those that are asked for again: nobody decided on them yet. None while no document at all is where it ought to be,
    /// since then it is the folder that is missing.
    pub(super) fn wanted_again(&self) -> impl Iterator<Item = &Named> {
        let there = self.kept > 0;
        self.lost.iter().filter(move |lost| there && lost.state == ClaimState::Open)
    }
}

/// Why the folder can't be compared with the tables.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// What the database says.
    #[error("the database refused")]
    Database(#[from] DbErr),
    /// What the file system says.
    #[error("the folder of documents can't be read: {0}")]
    Folder(#[from] io::Error),
}

/// Compares the folder with the tables.
///
/// # Errors
/// [`EvidenceError`].
pub async fn look_at_evidence(db: &Db, data_dir: &Path, now: i64) -> Result<Evidence, EvidenceError> {
    // The folder comes first: what is sent meanwhile is then in the tables and not in the list, and is looked for by itself.
    let folder = within(data_dir);
    let (there, aside) = (listed(&folder).await?, listed(&stray::within(&folder)).await?);
    let named = documents::all(db.read()).await?;
    let names: HashSet<&str> = named.iter().map(|named| named.file.as_str()).collect();
    let nameless = |files: &[(String, i64)], age: i64| -> Vec<String> {
        let old = files.iter().filter(|(_, at)| now.saturating_sub(*at) > age).map(|(name, _)| name);
        old.filter(|name| !names.contains(name.as_str())).cloned().collect()
    };
    let (stray, over) = (nameless(&there, YOUNG), nameless(&aside, stray::KEPT));
    let mut found = Evidence { stray, over, ..Evidence::default() };
    let aside: HashSet<String> = aside.into_iter().map(|(name, _)| name).collect();
    for named in named {
        if fs::try_exists(folder.join(&named.file)).await? {
            found.kept += 1;
        } else if aside.contains(&named.file) {
            found.aside.push(named.file);
        } else {
            found.lost.push(named);
        }
    }
    Ok(found)
}

/// Our own files in the folder, each with when it was written.
async fn listed(folder: &Path) -> io::Result<Vec<(String, i64)>> {
    let mut entries = match fs::read_dir(folder).await {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        let Some(name) = entry.file_name().to_str().and_then(Token::parse) else { continue };
        let written = entry.metadata().await?.modified()?;
        let at = written.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        found.push((name.secret().to_owned(), i64::try_from(at).unwrap_or(i64::MAX)));
    }
    Ok(found)
}
