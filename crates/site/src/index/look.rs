//! Whether the index is in order, for those who check.

use std::path::Path;

use db::{Db, sea_orm::DbErr};
use search::{Index, Opened};

use super::feed::Position;

/// How an index is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// There is none yet.
    Missing,
    /// It was written by another version.
    Older,
    /// It can't be read, and why.
    Damaged(String),
    /// It can be searched.
    Ready {
        /// Entries that can be found.
        entries: u64,
        /// Changes of the site that it has not taken in; none when it has to be built anew to take them in.
        behind: Option<u64>,
    },
}

/// Looks at the index in a folder, and how far it is behind the database.
///
/// # Errors
/// Whatever the database says.
pub async fn look(db: &Db, root: &Path) -> Result<Looked, DbErr> {
    let index = match Index::open(root) {
        Ok(Opened::Ready(index)) => index,
        Ok(Opened::Missing) => return Ok(Looked::Missing),
        Ok(Opened::Older) => return Ok(Looked::Older),
        Ok(Opened::Corrupt(why)) => return Ok(Looked::Damaged(why)),
        Err(error) => return Ok(Looked::Damaged(error.to_string())),
    };
    let folder = root.to_owned();
    let damage = tokio::task::spawn_blocking(move || Index::damage(&folder)).await;
    // A file may be merged away while it is looked at.
    if let Ok(Ok(Some(why))) = damage {
        return Ok(Looked::Damaged(why));
    }
    let position = match index.position() {
        Ok(kept) => kept.and_then(|kept| Position::parse(&kept)).unwrap_or_default(),
        Err(error) => return Ok(Looked::Damaged(error.to_string())),
    };
    let behind = position.behind(db.read()).await?;
    Ok(Looked::Ready { entries: index.view().entries(), behind })
}
