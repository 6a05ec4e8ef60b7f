//! The whole index, built anew beside the one in use.

use std::path::Path;

use db::Db;
use search::{Entry, Error, Index, Kind, Rebuild, Weights};

use super::{entries, feed::Position};
use crate::{error::Failure, taxonomy::Taxonomy};

/// Entries that are read at once.
const SOME: u64 = 500;

/// Why an index could not be built.
#[derive(Debug, thiserror::Error)]
pub enum Unbuilt {
    /// The database did not answer.
    #[error("the database cannot be read: {}", db::Trouble::said(.0))]
    Database(#[from] db::sea_orm::DbErr),
    /// The index could not be written.
    #[error(transparent)]
    Index(#[from] Error),
    /// The thread that wrote it broke off.
    #[error("the index was not written to its end")]
    BrokenOff,
}

impl From<Unbuilt> for Failure {
    fn from(_: Unbuilt) -> Self {
        Self::Internal
    }
}

/// Builds the index of a database in a folder and puts it in use, also for a site that has the old one open. `told` hears how
/// many entries there are so far.
///
/// # Errors
/// [`Unbuilt`]; then the old one stays.
pub async fn rebuild(
    db: &Db,
    taxonomy: &Taxonomy,
    (root, now): (&Path, i64),
    mut told: impl FnMut(u64),
) -> Result<Index, Unbuilt> {
    // What changes from here on is taken in afterwards.
    let position = Position::now(db.read(), now).await?.text();
    let root = root.to_owned();
    let mut new = apart(move || Rebuild::begin(&root, Weights::default())).await?;
    let mut count = 0;
    let mut some = entries::of_topics(taxonomy);
    for kind in [Kind::Doctor, Kind::Question] {
        let mut after = 0;
        loop {
            let ids = entries::ids(db.read(), kind, after, SOME).await?;
            let Some(last) = ids.last().copied() else { break };
            after = last;
            count += some.len() as u64;
            told(count);
            // One part is written while the next is read.
            let (written, read) = tokio::join!(add(new, some), entries_of(db, taxonomy, kind, &ids));
            (new, some) = (written?, read?);
        }
    }
    count += some.len() as u64;
    new = add(new, some).await?;
    told(count);
    apart(move || new.finish(&position)).await
}

async fn entries_of(db: &Db, taxonomy: &Taxonomy, kind: Kind, ids: &[i64]) -> Result<Vec<Entry>, Unbuilt> {
    Ok(match kind {
        Kind::Question => entries::questions(db.read(), taxonomy, ids).await?,
        Kind::Doctor => entries::doctors(db.read(), taxonomy, ids).await?,
        Kind::Topic => Vec::new(),
    })
}

async fn add(mut new: Rebuild, some: Vec<Entry>) -> Result<Rebuild, Unbuilt> {
    apart(move || {
        some.iter().try_for_each(|entry| new.add(entry))?;
        Ok(new)
    })
    .await
}

/// What waits for the disk is done where nobody waits for it.
pub(super) async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Unbuilt> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|_| Unbuilt::BrokenOff)??)
}
