//! Erasing somebody's data: the one true deletion. What names them or was told to them goes; what they published goes or stays
//! without them, as they choose; what counts acts of staff stays, since it names nobody but by a number.

mod account;
mod decisions;
mod doctor;
mod questions;
mod reviews;

use db::sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryFilter, sea_query::SimpleExpr};

use crate::{app::Write, audit, error::Failure, web::Person};

/// The code of the reason that tombstones of erased things have.
const ERASED: &str = "erased";

/// What becomes of the texts that somebody published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Texts {
    /// They stay, without anything that leads to who wrote them.
    Stay,
    /// They go.
    Go,
}

/// What has to be thrown away outside the database once the erasure is through.
#[derive(Debug)]
pub(super) struct Left {
    /// The address that letters went to.
    pub(super) email: String,
    /// Names of documents in the folder of evidence.
    pub(super) files: Vec<String>,
}

/// Erases everything about an account and the doctor that it owns the profile of.
///
/// # Errors
/// What the database says.
pub(super) async fn everything(write: &mut Write, person: &Person, texts: Texts) -> Result<Left, Failure> {
    // It takes hold of much that acts of staff take hold of as well.
    audit::turn(write).await?;
    questions::erase(write, person.account, texts).await?;
    reviews::erase(write, person.account, texts).await?;
    if let Some(doctor) = person.doctor {
        doctor::erase(write, doctor, texts).await?;
    }
    let files = doctor::erase_claims(write, person.account).await?;
    let email = account::erase(write, person.account).await?;
    Ok(Left { email, files })
}

/// Deletes the rows for which this holds.
async fn forget<E: EntityTrait>(
    tx: &impl ConnectionTrait,
    which: impl Into<SimpleExpr>,
) -> Result<(), DbErr> {
    E::delete_many().filter(which.into()).exec(tx).await.map(|_| ())
}
