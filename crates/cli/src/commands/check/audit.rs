//! Whether the record of what staff did is as it was written.

use db::{Db, Trouble};
use site::audit::{Verified, verify};

use super::finding::Finding;

const ABOUT: &str = "audit log";

/// Compares every hash of the log.
pub(super) async fn log(db: &Db) -> Finding {
    match verify(db).await {
        Ok(Verified::Whole(1)) => Finding::fine(ABOUT, "1 act, unbroken"),
        Ok(Verified::Whole(acts)) => Finding::fine(ABOUT, format!("{acts} acts, unbroken")),
        Ok(Verified::Broken(row)) => Finding::wrong(
            ABOUT,
            format!("row {row} is not as it was written, or is missing"),
            "Somebody changed the table audit by hand. Compare it with your backups to see what was changed, and when.",
        ),
        Err(error) => Finding::wrong(ABOUT, error.to_string(), Trouble::of(&error).advice()),
    }
}
