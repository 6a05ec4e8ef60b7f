//! Answering, changing and taking back an answer, and the record of what was shown.

mod change;
mod give;
mod record;

use db::{
    TestDb,
    entity::{answer, question_asker},
    sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait},
};

use crate::harness::{Browser, Clinic, NOW, Site};

/// Two verified doctors, one whose credential has run out, and two questions; question 1 can be answered yes or no.
pub(super) async fn clinic(test: &TestDb) -> Site {
    let mut clinic = Clinic::new();
    clinic.doctor("d0", Some("Ann Ash"));
    clinic.doctor("d1", Some("Bo Birch"));
    clinic.doctor("d2", Some("Cy Cedar"));
    clinic.credential("d0", "2039-01-01T00:00:00Z");
    clinic.credential("d1", "2039-01-01T00:00:00Z");
    clinic.credential("d2", "2026-10-31T00:00:00Z");
    clinic.question("q1", "Can it make hair fall out?");
    clinic.question("q2", "How long does it take to grow back?");
    clinic.open(&test.db).await;
    Site::of(test).await
}

/// Fields of an answer that can be published.
pub(super) const SOUND: &[(&str, &str)] = &[
    ("version", "0"),
    ("headline", "Not that anybody has shown"),
    ("text", "Hair grows on **as before**."),
    ("stance", "no"),
    ("see_someone", "the hair falls out in patches"),
    ("interests", ""),
    ("citations", "PMID 27843928\nhttps://example.org/study"),
    ("accepted", "yes"),
    ("act", "publish"),
];

/// The same with some fields otherwise.
pub(super) fn with<'a>(others: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = SOUND.iter().copied().filter(|(name, _)| !others.iter().any(|(other, _)| other == name));
    kept.chain(others.iter().copied()).collect()
}

/// Publishes an answer to question 1 and gives its number.
pub(super) async fn answered(doctor: &Browser<'_>) -> i64 {
    let place = doctor.sent("/questions/1/answer", SOUND).await;
    place.rsplit_once("#answer-").expect(&place).1.parse().unwrap()
}

/// Makes an account the one that asked a question.
pub(super) async fn asked_by(site: &Site, question: i64, account: i64) {
    let tx = site.app.db.begin().await.unwrap();
    let row = question_asker::ActiveModel {
        question_id: Set(question),
        account_id: Set(account),
        asked_at: Set(NOW),
    };
    question_asker::Entity::insert(row).exec_without_returning(&tx).await.unwrap();
    tx.commit().await.unwrap();
}

pub(super) async fn sql(site: &Site, statement: &str) {
    let tx = site.app.db.begin().await.unwrap();
    tx.execute_unprepared(statement).await.unwrap();
    tx.commit().await.unwrap();
}

pub(super) async fn answers(site: &Site) -> Vec<answer::Model> {
    answer::Entity::find().all(site.app.db.read()).await.unwrap()
}
