//! Bringing in question pages that were saved as plain text: each file whole or not at all.

mod merge;

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

use archive::{
    Record,
    page_text::{self, PageError, Placed},
    record::{self, escaped_excerpt},
};
use db::{
    Db,
    sea_orm::{DatabaseTransaction, TransactionTrait},
};

use super::{
    batch::{self, Done},
    error::ImportError,
    item::{Item, Place},
    options::{ImportOptions, OnProgress, Progress},
    rejects::Rejected,
    report::{ImportReport, Tally},
    run::{Run, commit},
};

/// Pages in one transaction, at most.
const PAGES: usize = 100;

/// Where the pages come from, since their text does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageSource {
    /// The source's short name: lower-case letters, digits and hyphens.
    pub key: String,
    /// Its name as shown; the key when there is none. What is absent here and known already stays as it is.
    pub name: Option<String>,
    /// Where it lives.
    pub url: Option<String>,
    /// Licence name.
    pub licence: Option<String>,
    /// Where the licence is to be read.
    pub licence_url: Option<String>,
    /// The words with which the authors ask to be credited.
    pub attribution: Option<String>,
}

impl PageSource {
    /// A source of which only the short name is known.
    pub fn named(key: &str) -> Self {
        let (name, url, licence, licence_url, attribution) = (None, None, None, None, None);
        Self { key: key.to_owned(), name, url, licence, licence_url, attribution }
    }

    fn check(&self) -> Result<(), ImportError> {
        let record = Record::Source(merge::source(self, None));
        record.check().map_err(|problem| ImportError::Source(problem.to_string()))
    }
}

/// Imports pages. A page that can't be read for certain, or that contradicts what is here, is refused whole.
///
/// # Errors
/// [`ImportError`] when a file can't be read, the source is not named properly, or the database refuses.
pub async fn import_page_text(
    db: &Db,
    files: &[PathBuf],
    source: &PageSource,
    options: &ImportOptions,
    progress: OnProgress<'_>,
) -> Result<ImportReport, ImportError> {
    source.check()?;
    let sizes = files.iter().map(|path| std::fs::metadata(path).ok().map(|about| about.len()));
    let mut so_far = Progress { total_bytes: sizes.sum(), ..Progress::default() };
    let mut run = Run::new(db, options).await?;
    progress(so_far);
    let mut files = files.iter();
    while files.len() > 0 && !options.cancel.is_cancelled() {
        let tx = run.begin().await?;
        let mut written = Tally::default();
        let mut pages = Vec::new();
        for path in files.by_ref().take(PAGES.min(options.batch_records.max(1))) {
            let bytes = load(path)?;
            so_far.bytes += bytes.len() as u64;
            so_far.records += 1;
            let page = page(&mut run, &tx, path, &bytes, source).await?;
            if let Ok(done) = &page {
                written.take_in(&done.tally);
            }
            pages.push(page);
        }
        commit(tx, &written).await?;
        for page in pages {
            match page {
                Ok(done) => run.note(done)?,
                Err(rejected) => run.refuse_page(rejected)?,
            }
        }
        progress(so_far);
    }
    run.finish().await
}

/// Reads a file, and never more of it than one byte beyond what a page may have.
fn load(path: &Path) -> Result<Vec<u8>, ImportError> {
    let failed = |source| ImportError::File { file: path.display().to_string(), source };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(page_text::MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// Writes one page within a part of the transaction that is undone when the page is refused.
async fn page(
    run: &mut Run<'_>,
    tx: &DatabaseTransaction,
    path: &Path,
    bytes: &[u8],
    source: &PageSource,
) -> Result<Result<Done, Rejected>, ImportError> {
    let file: Arc<str> = path.display().to_string().into();
    let reject = |error: PageError| {
        let excerpt = line_of(bytes, error.line);
        Rejected { file: file.clone(), line: error.line, reason: error.reason, excerpt }
    };
    let part = tx.begin().await?;
    let records = match merge::records(&part, path, bytes, source).await? {
        Ok(records) => records,
        Err(error) => {
            part.rollback().await?;
            return Ok(Err(reject(error)));
        }
    };
    let items = match records.into_iter().map(|placed| item(&file, placed)).collect() {
        Ok(items) => items,
        Err(error) => {
            part.rollback().await?;
            return Ok(Err(reject(error)));
        }
    };
    run.seen.mark();
    let cx = run.context(false);
    let done = batch::write(&part, cx, &mut run.seen, items).await?;
    if let Some(first) = done.rejected.iter().min_by_key(|rejected| rejected.line).cloned() {
        run.seen.forget();
        part.rollback().await?;
        return Ok(Err(first));
    }
    part.commit().await?;
    Ok(Ok(done))
}

fn item(file: &Arc<str>, placed: Placed) -> Result<Item, PageError> {
    let place = Place { file: file.clone(), line: placed.line };
    let merged = matches!(
        placed.record,
        Record::Source(_)
            | Record::Specialty(_)
            | Record::Doctor(record::Doctor { name: Some(_), .. })
            | Record::Rating(_)
    );
    match Item::new(place, placed.record) {
        Ok(item) => Ok(Item { merged, ..item }),
        Err(problem) => Err(PageError { line: placed.line, reason: problem.to_string() }),
    }
}

/// How a line of a file begins.
fn line_of(bytes: &[u8], line: u64) -> String {
    let line = usize::try_from(line.saturating_sub(1)).unwrap_or_default();
    let text = bytes.split(|byte| *byte == b'\n').nth(line).unwrap_or_default();
    escaped_excerpt(&String::from_utf8_lossy(&text[..text.len().min(500)]), 120)
}
