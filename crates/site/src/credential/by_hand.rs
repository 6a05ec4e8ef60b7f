//! Credentials that the operator grants and takes back at the command line.

use db::value::{Check, CredentialKind, Doubt};
use registry::Npi;

use super::{Detached, decide::tell, proof, rules, store::held};
use crate::{
    app::{App, Write},
    audit, doctor,
    error::Failure,
};

/// What the operator knows of a doctor.
#[derive(Clone, Debug)]
pub struct Known {
    /// Who issued it.
    pub issuer: String,
    /// What it is.
    pub kind: CredentialKind,
    /// Its number.
    pub number: Option<String>,
    /// Where it is good.
    pub jurisdiction: Option<String>,
    /// The last day on which it is good, as 2031-05-28.
    pub until: Option<String>,
    /// How it was checked.
    pub method: Check,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum HandError {
    /// There is no such profile.
    #[error("no doctor at /doctors/{0}; look at the end of the profile's address")]
    NoDoctor(String),
    /// The profile is nobody's.
    #[error("the profile at /doctors/{0} belongs to no account")]
    NoOwner(String),
    /// The issuer is empty or too long.
    #[error("the issuer must have 1 to {LINE} characters", LINE = rules::LINE)]
    Issuer,
    /// The number can't be one of its register.
    #[error("the number is wrong: {0}")]
    Number(registry::NpiError),
    /// The day is none, or over.
    #[error("{0:?} is no day to come; write it as 2031-05-28")]
    Until(String),
    /// What the database says.
    #[error("the database refused; the log says why")]
    Site(Failure),
}

impl From<Failure> for HandError {
    fn from(failure: Failure) -> Self {
        Self::Site(failure)
    }
}

impl From<db::sea_orm::DbErr> for HandError {
    fn from(error: db::sea_orm::DbErr) -> Self {
        Self::Site(error.into())
    }
}

/// Grants a doctor a credential, and gives its identity.
///
/// # Errors
/// [`HandError`]; then nothing has happened.
pub async fn verify(app: &App, slug: &str, known: Known) -> Result<i64, HandError> {
    let proof = known.read(app.clock.now())?;
    let mut write = app.write().await?;
    let doctor = find(&write, slug).await?;
    let id = proof::grant(&mut write, None, doctor, proof, known.method).await?;
    told(&mut write, doctor, None).await?;
    write.commit().await?;
    Ok(id)
}

impl Known {
    fn read(&self, now: i64) -> Result<rules::Proof, HandError> {
        let line = |text: &str| rules::line(text, rules::LINE).ok().flatten();
        let issuer = line(&self.issuer).ok_or(HandError::Issuer)?;
        let number = match self.number.as_deref().and_then(line) {
            Some(number) if rules::is_npi_register(&issuer) => {
                Some(Npi::parse(&number).map_err(HandError::Number)?.to_string())
            }
            number => number,
        };
        let expires_at = match &self.until {
            Some(day) => {
                let end = rules::last_moment(day).filter(|end| *end > now);
                Some(end.ok_or_else(|| HandError::Until(day.clone()))?)
            }
            None => None,
        };
        let jurisdiction = self.jurisdiction.as_deref().and_then(line);
        let (kind, issued_at, link) = (self.kind, None, None);
        Ok(rules::Proof { kind, issuer, number, jurisdiction, issued_at, expires_at, link })
    }
}

/// What taking back a doctor's credentials came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// How many were taken back.
    pub credentials: usize,
    /// Whether the profile still belongs to an account.
    pub owned: bool,
}

/// Takes back every credential of a doctor that was not taken back yet.
///
/// # Errors
/// [`HandError`]; then nothing has happened.
pub async fn revoke(app: &App, slug: &str, reason: Doubt) -> Result<Revoked, HandError> {
    let mut write = app.write().await?;
    let doctor = find(&write, slug).await?;
    let mut revoked = 0;
    for credential in doctor::credentials(&*write, doctor).await? {
        if proof::revoke(&mut write, None, &credential, reason).await? {
            let now = write.now();
            held::mark_revoked(&*write, credential.id, reason, None, now).await?;
            revoked += 1;
        }
    }
    if revoked > 0 {
        told(&mut write, doctor, Some(reason.word())).await?;
    }
    let owned = doctor::owner(&*write, doctor).await?.is_some();
    write.commit().await?;
    Ok(Revoked { credentials: revoked, owned })
}

/// Takes a profile back from the account that owns it.
///
/// # Errors
/// [`HandError`]; then nothing has happened.
pub async fn detach(app: &App, slug: &str) -> Result<Detached, HandError> {
    let found = doctor::find_at(app.db.read(), slug).await?;
    let doctor = found.ok_or_else(|| HandError::NoDoctor(slug.to_owned()))?.id;
    let detached = super::detach::detach(app, None, doctor).await?;
    detached.ok_or_else(|| HandError::NoOwner(slug.to_owned()))
}

async fn find(write: &Write, slug: &str) -> Result<i64, HandError> {
    audit::turn(write).await?;
    let found = doctor::find_at(&**write, slug).await?;
    let doctor = found.ok_or_else(|| HandError::NoDoctor(slug.to_owned()))?.id;
    doctor::hold(&**write, doctor).await?;
    Ok(doctor)
}

async fn told(write: &mut Write, doctor: i64, reason: Option<&str>) -> Result<(), HandError> {
    match doctor::owner(&**write, doctor).await? {
        Some(account) => Ok(tell(write, account, reason).await?),
        None => Ok(()),
    }
}
