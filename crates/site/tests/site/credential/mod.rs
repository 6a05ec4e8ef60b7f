//! Who a doctor is: claims, what is handed in, what editors decide, and what everybody sees of it.

mod by_hand;
mod claim;
mod detach;
mod evidence;
mod judge;
mod profile;
mod public;

use db::{
    TestDb,
    entity::{claim as claims, claimed_credential as claimed},
    sea_orm::{EntityTrait, QueryOrder},
};

use crate::harness::{Browser, Clinic, Site};

/// The fields of a licence that can be handed in.
pub(super) const LICENCE: &[(&str, &str)] = &[
    ("kind", "licence"),
    ("issuer", "Example Medical Council"),
    ("number", "EM-4711"),
    ("jurisdiction", "NL"),
    ("expires", "2031-05-28"),
    ("link", "https://register.example/em-4711"),
];

/// What an editor sends to grant one.
pub(super) const GRANT: &[(&str, &str)] =
    &[("act", "grant"), ("method", "register"), ("until", "2031-05-28")];

/// A clinic with Ann Ash of Utrecht, who is not verified, and somebody without a name.
pub(super) async fn clinic(test: &TestDb) {
    let mut clinic = Clinic::new();
    clinic.doctor("ann", Some("Ann Ash"));
    clinic.doctor("none", None);
    clinic.open(&test.db).await;
}

/// The site, with a folder of its own for documents.
pub(super) async fn site(test: &TestDb) -> (Site, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    (Site::with(test, |config| config.storage.data_dir = path).await, folder)
}

/// The fields of a form with some of them different.
pub(super) fn but<'a>(
    fields: &[(&'a str, &'a str)],
    other: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| other.iter().all(|(changed, _)| changed != name));
    kept.chain(other).copied().collect()
}

/// What was handed in last.
pub(super) async fn last(site: &Site) -> claimed::Model {
    let query = claimed::Entity::find().order_by_desc(claimed::Column::Id);
    query.one(site.app.db.read()).await.unwrap().expect("something was handed in")
}

/// All claims.
pub(super) async fn all(site: &Site) -> Vec<claims::Model> {
    claims::Entity::find().order_by_asc(claims::Column::Id).all(site.app.db.read()).await.unwrap()
}

/// Where the editors decide on what was handed in last.
pub(super) async fn desk(site: &Site) -> String {
    let one = last(site).await;
    format!("/credentials/{}/{}", one.claim_id, one.id)
}

/// Has what was handed in last granted.
pub(super) async fn granted(site: &Site, editor: &Browser<'_>) {
    editor.sent(&desk(site).await, GRANT).await;
}
