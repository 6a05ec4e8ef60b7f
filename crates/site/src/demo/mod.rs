//! The sample content of a fresh site: invented patients, invented doctors, real care in the answers.

mod mail;

use ::mail::Address;
use db::{
    Db,
    entity::{doctor, doctor_account, question, site_state},
    proof,
    sea_orm::{
        ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
        sea_query::{OnConflict, SimpleExpr},
    },
    value::{AccountRole, SessionLevel},
};

use crate::{
    account,
    app::App,
    archive::{ImportError, ImportOptions, ImportReport, JsonlFile, import_jsonl},
    error::Failure,
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

/// One made-up account of this standing, and the path of a link that signs in as it, once. The doctor owns the first profile
/// of the sample that has a live credential.
///
/// # Errors
/// What the database says.
pub async fn account(app: &App, role: AccountRole) -> Result<String, Failure> {
    let address = Address::parse(&format!("{}@demo.example", role.word())).map_err(|_| Failure::Internal)?;
    let added = account::add(app, &address, Some(role), SessionLevel::Full).await?;
    if role == AccountRole::Doctor {
        let write = app.write().await?;
        if doctor_account::Entity::find().filter(owned_by(added.account)).one(&*write).await?.is_none() {
            let verified = proof::is_verified(doctor::Column::Id.into_expr(), write.now());
            let first =
                doctor::Entity::find().filter(verified).order_by_asc(doctor::Column::Id).one(&*write).await?;
            if let Some(doctor) = first {
                crate::doctor::give(&*write, doctor.id, added.account, write.now()).await?;
            }
        }
        write.commit().await?;
    }
    Ok(added.link)
}

fn owned_by(account: i64) -> SimpleExpr {
    doctor_account::Column::AccountId.eq(account)
}

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
    // Before there is a site that could be told of it.
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
