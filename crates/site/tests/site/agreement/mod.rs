//! What colleagues say of an answer.

mod history;
mod mark;

use db::{
    TestDb,
    entity::{agreement, agreement_change, answer},
    sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder},
};
use serde_json::json;

use crate::harness::{Browser, Clinic, Site};

/// The question that everybody answers.
pub(super) const QUESTION: &str = "/questions/1/can-it-make-hair-fall-out";

/// A clinic in which doctors `d0` to `d3` answer one question in this order, the last with yes, and `d4` and `d5` do not. All are
/// verified. `d0` and `d4` are of one practice.
pub(super) async fn colleagues(test: &TestDb) {
    let mut clinic = Clinic::new();
    for (i, practice) in ["Skin Clinic", "Hair House", "", "", " skin  CLINIC", ""].iter().enumerate() {
        let id = format!("d{i}");
        let mut doctor = json!({"kind": "doctor", "source": "clinic", "id": id, "name": format!("Doc {i}"),
            "letters": ["MD"], "specialty": "dermatology", "city": "Utrecht", "country": "NL"});
        if !practice.is_empty() {
            doctor["practice"] = practice.trim().into();
        }
        clinic.line(&doctor);
        clinic.credential(&id, "2039-01-01T00:00:00Z");
    }
    clinic.question("q1", "Can it make hair fall out?");
    for i in 0..4 {
        clinic.answer("q1", &format!("d{i}"), if i == 3 { "yes" } else { "no" });
    }
    clinic.open(&test.db).await;
}

/// Marks an answer, and expects to be sent back to it.
pub(super) async fn mark(doctor: &Browser<'_>, answer: i64, verdict: &str, text: &str) {
    let sent =
        doctor.sent(&format!("/answers/{answer}/agreement"), &[("verdict", verdict), ("text", text)]).await;
    assert_eq!(sent, format!("{QUESTION}#answer-{answer}"));
}

/// The answers of the page in their order.
pub(super) fn order(page: &str) -> Vec<i64> {
    page.split("<article class=\"answer\" id=\"answer-")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
        .collect()
}

/// What an answer's row says of agreement, caveats and disagreement.
pub(super) async fn counts(site: &Site, answer: i64) -> (i32, i32, i32) {
    let row = answer::Entity::find_by_id(answer).one(site.app.db.read()).await.unwrap().unwrap();
    (row.agree_count, row.caveat_count, row.disagree_count)
}

pub(super) async fn marks(site: &Site, answer: i64) -> Vec<agreement::Model> {
    let marks = agreement::Entity::find().filter(agreement::Column::AnswerId.eq(answer));
    marks.order_by_asc(agreement::Column::DoctorId).all(site.app.db.read()).await.unwrap()
}

pub(super) async fn changes(site: &Site, answer: i64) -> Vec<agreement_change::Model> {
    use agreement_change::Column as C;
    let changes = agreement_change::Entity::find().filter(C::AnswerId.eq(answer)).order_by_asc(C::Id);
    changes.all(site.app.db.read()).await.unwrap()
}
