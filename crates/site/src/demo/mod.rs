//! The sample content of a fresh site: invented patients, invented doctors, real care in the answers.

mod mail;

use db::{
    Db,
    entity::question,
    sea_orm::{DbErr, EntityTrait},
};

use crate::{
    archive::{ImportError, ImportOptions, ImportReport, JsonlFile, import_jsonl},
    web::Routes,
};

/// What only the sample site has: `/demo/mail`.
pub fn routes() -> Routes {
    Routes::new().get("/demo/mail", mail::show)
}

/// The sample as an archive.
const SAMPLE: &[u8] = include_bytes!("sample.jsonl");

/// Whether the site has no question at all, so that the sample can't get mixed up with anybody's own.
///
/// # Errors
/// Whatever the database says.
pub async fn is_empty(db: &Db) -> Result<bool, DbErr> {
    Ok(question::Entity::find().one(db.read()).await?.is_none())
}

/// Fills the site with the sample. A second time changes nothing.
///
/// # Errors
/// [`ImportError`] when the database refuses.
pub async fn load(db: &Db, now: i64) -> Result<ImportReport, ImportError> {
    let files = vec![JsonlFile::new("the sample", SAMPLE, Some(SAMPLE.len() as u64))];
    import_jsonl(db, files, &ImportOptions::at(now), &mut |_| {}).await
}
