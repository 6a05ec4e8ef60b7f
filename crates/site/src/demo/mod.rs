//! The sample content of a fresh site: invented patients, invented doctors, real care in the answers.

mod mail;

use db::{
    Db,
    entity::{question, site_state},
    sea_orm::{DbErr, EntityTrait, IntoActiveModel, sea_query::OnConflict},
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

/// What the database remembers of having been filled with the sample.
const MARK: &str = "sample";

/// Whether the site was filled with the sample, and so holds nobody's own.
///
/// # Errors
/// Whatever the database says.
pub async fn is_sample(db: &Db) -> Result<bool, DbErr> {
    Ok(site_state::Entity::find_by_id(MARK).one(db.read()).await?.is_some())
}

/// Fills the site with the sample. A second time changes nothing.
///
/// # Errors
/// [`ImportError`] when the database refuses.
pub async fn load(db: &Db, now: i64) -> Result<ImportReport, ImportError> {
    let files = vec![JsonlFile::new("the sample", SAMPLE, Some(SAMPLE.len() as u64))];
    let report = import_jsonl(db, files, &ImportOptions::at(now), &mut |_| {}).await?;
    let tx = db.begin().await?;
    let mark = site_state::Model { key: MARK.to_owned(), value: now }.into_active_model();
    let unless_there = OnConflict::column(site_state::Column::Key).do_nothing().to_owned();
    site_state::Entity::insert(mark)
        .on_conflict(unless_there)
        .try_insert()
        .exec_without_returning(&tx)
        .await?;
    tx.commit().await?;
    Ok(report)
}
