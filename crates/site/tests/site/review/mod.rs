//! Reviews of doctors.

mod decide;
mod dispute;
mod reply;
mod write;

use db::{
    TestDb,
    entity::{doctor, review},
    sea_orm::{EntityTrait, QueryOrder},
};

use crate::harness::{Browser, Clinic, Site};

pub(super) const ANN: &str = "/doctors/ann-ash-utrecht";
pub(super) const TEXT: &str = "She took her time and explained it all.";

/// Two verified doctors; each brought 47 reviews along, as a total.
pub(super) async fn practice(test: &TestDb) {
    let mut clinic = Clinic::new();
    for (id, name) in [("ann", "Ann Ash"), ("bo", "Bo Birch")] {
        clinic.doctor(id, Some(name));
        clinic.credential(id, "2039-01-01T00:00:00Z");
    }
    clinic.open(&test.db).await;
}

/// A patient's review of Ann Ash, with one field changed.
pub(super) fn form<'a>(stars: &'a str, change: (&'a str, &'a str)) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("stars", stars),
        ("text", TEXT),
        ("month", "2026-05"),
        ("relationship", "patient"),
        ("version", "0"),
    ];
    fields.retain(|(name, _)| *name != change.0);
    fields.push(change);
    fields
}

/// Writes a review of Ann Ash that is published at once.
pub(super) async fn reviews(patient: &Browser<'_>, stars: &str) -> i64 {
    let sent = patient.sent(&format!("{ANN}/review"), &form(stars, ("title", "Kind"))).await;
    assert_eq!(sent, format!("{ANN}/reviews"));
    let page = patient.get(&sent).await.text();
    let start = page.find("id=\"review-").unwrap() + 11;
    page[start..].split('"').next().unwrap().parse().unwrap()
}

pub(super) async fn all(site: &Site) -> Vec<review::Model> {
    review::Entity::find().order_by_asc(review::Column::Id).all(site.app.db.read()).await.unwrap()
}

/// Count, sum and order of Ann Ash's rating.
pub(super) async fn rating(site: &Site) -> (i64, i64, i64) {
    let ann = site::doctor::find_at(site.app.db.read(), "ann-ash-utrecht").await.unwrap().unwrap();
    let doctor::Model { review_count, review_sum, rating_order, .. } = ann;
    (review_count, review_sum, rating_order)
}
