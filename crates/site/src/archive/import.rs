//! Bringing JSONL archives in: one thread reads, others render, and one writes, each a batch ahead of the next.

use db::Db;

use super::{
    error::ImportError,
    feed::{self, JsonlFile},
    options::{ImportOptions, OnProgress, Progress},
    prepare,
    report::ImportReport,
    run::Run,
};

/// Imports archives, one after another, each batch in a transaction of its own. Running it again changes nothing;
/// running it again after it was stopped, however that was, ends as if it had never been stopped.
///
/// # Errors
/// [`ImportError`] when a file can't be read or the database refuses. A bad record is no error: it is counted and
/// listed as refused.
pub async fn import_jsonl(
    db: &Db,
    files: Vec<JsonlFile>,
    options: &ImportOptions,
    progress: OnProgress<'_>,
) -> Result<ImportReport, ImportError> {
    let total_bytes = files.iter().map(JsonlFile::bytes).sum::<Option<u64>>();
    let mut run = Run::new(db, options).await?;
    let mut chunks = feed::start(files, options);
    if !options.dry_run {
        chunks = prepare::start(db, chunks);
    }
    let mut so_far = Progress { total_bytes, ..Progress::default() };
    progress(so_far);
    while !options.cancel.is_cancelled()
        && let Some(chunk) = chunks.recv().await
    {
        let chunk = chunk?;
        so_far.records += (chunk.items.len() + chunk.refused.len()) as u64;
        so_far.bytes = chunk.bytes;
        run.chunk(chunk).await?;
        progress(so_far);
    }
    run.settle().await?;
    run.finish().await
}
