//! Moderation: reports, the queue, decisions, appeals, and what the public sees of it.

mod act;
mod appeal;
mod at_once;
mod crowd;
mod edit;
mod inside;
mod merge;
mod person;
mod queue;
mod report;
mod transparency;

use db::{
    TestDb,
    entity::{answer, doctor, notice, question, question_asker, question_topic, review, topic},
    sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter},
    value::{NoticeKind, State},
};
use site::audit::{Verified, verify};

use crate::harness::{Browser, Clinic, NOW, Site};

/// Two questions, of which two doctors answer one; a review; and a first post that is held.
pub(crate) async fn clinic(test: &TestDb) {
    let mut clinic = Clinic::new();
    for (id, name) in [("d0", "Ann Ash"), ("d1", "Bo Birch"), ("d2", "Cy Cedar")] {
        clinic.doctor(id, Some(name));
        clinic.credential(id, "2039-01-01T00:00:00Z");
    }
    clinic.question("q1", "Can it make hair fall out?");
    clinic.question("q2", "Does hair fall out of it?");
    clinic.answer("q1", "d0", "no");
    clinic.answer("q1", "d1", "no");
    clinic.answer("q2", "d1", "yes");
    clinic.question_in_state("held", "Is this my first question?", "held", "first_post");
    for id in ["r1", "r2"] {
        clinic.line(
            &serde_json::json!({"kind": "review", "source": "clinic", "id": id, "doctor": "d0", "stars": 2,
            "text": "My neighbour Bea Brook was there too.", "reviewed_at": "2026-01-02T00:00:00Z"}),
        );
    }
    clinic.open(&test.db).await;
}

pub(crate) async fn question(test: &TestDb, id: &str) -> question::Model {
    let found = question::Entity::find().filter(question::Column::ExternalId.eq(id));
    found.one(test.db.read()).await.unwrap().unwrap()
}

pub(crate) async fn answer(test: &TestDb, id: &str) -> answer::Model {
    let found = answer::Entity::find().filter(answer::Column::ExternalId.eq(id));
    found.one(test.db.read()).await.unwrap().unwrap()
}

pub(crate) async fn review(test: &TestDb, id: &str) -> review::Model {
    let found = review::Entity::find().filter(review::Column::ExternalId.eq(id));
    found.one(test.db.read()).await.unwrap().unwrap()
}

/// Makes somebody the asker of a question of the clinic.
async fn asked_by(site: &Site, test: &TestDb, id: &str, name: &str) {
    let row = question_asker::ActiveModel {
        question_id: Set(question(test, id).await.id),
        account_id: Set(site.account(name).await),
        asked_at: Set(NOW),
    };
    let tx = test.db.begin().await.unwrap();
    question_asker::Entity::insert(row).exec_without_returning(&tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// Reports something for this reason.
async fn report(browser: &Browser<'_>, thing: &str, reason: &str) {
    assert_eq!(browser.sent(&format!("/report/{thing}"), &[("reason", reason)]).await, "/reported");
}

/// Decides on something.
pub(crate) async fn decide(browser: &Browser<'_>, thing: &str, act: &str, fields: &[(&str, &str)]) {
    let to = browser.sent(&format!("/moderation/{thing}/{act}"), fields).await;
    assert_eq!(to, format!("/moderation/{thing}"));
}

/// The last thing that this person was told.
async fn told(site: &Site, test: &TestDb, name: &str) -> notice::Model {
    let account = site.account(name).await;
    let all = notice::Entity::find().filter(notice::Column::AccountId.eq(account)).all(test.db.read()).await;
    all.unwrap().into_iter().max_by_key(|notice| notice.id).expect("was told something")
}

/// Every count on every row says what the rows that it counts say.
async fn counts_are_right(test: &TestDb) {
    let db = test.db.read();
    for row in question::Entity::find().all(db).await.unwrap() {
        let answers = answer::Entity::find()
            .filter(answer::Column::QuestionId.eq(row.id))
            .filter(answer::Column::State.eq(State::Published));
        assert_eq!(answers.count(db).await.unwrap(), row.answer_count as u64, "answers of {}", row.title);
    }
    let shown: Vec<i64> = question::Entity::find()
        .filter(question::Column::State.eq(State::Published))
        .all(db)
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.id)
        .collect();
    for row in doctor::Entity::find().all(db).await.unwrap() {
        let given = answer::Entity::find()
            .filter(answer::Column::DoctorId.eq(row.id))
            .filter(answer::Column::State.eq(State::Published))
            .filter(answer::Column::QuestionId.is_in(shown.clone()));
        assert_eq!(given.count(db).await.unwrap(), row.answer_count as u64, "answers of {:?}", row.name);
        let reviews = review::Entity::find()
            .filter(review::Column::DoctorId.eq(row.id))
            .filter(review::Column::State.eq(State::Published));
        let reviews = reviews.all(db).await.unwrap();
        assert_eq!(reviews.len() as i64, row.review_count);
        assert_eq!(reviews.iter().map(|review| i64::from(review.stars)).sum::<i64>(), row.review_sum);
    }
    for row in topic::Entity::find().all(db).await.unwrap() {
        let on = question_topic::Entity::find()
            .filter(question_topic::Column::TopicId.eq(row.id))
            .filter(question_topic::Column::QuestionId.is_in(shown.clone()));
        assert_eq!(on.count(db).await.unwrap(), row.question_count as u64, "questions on {}", row.name);
    }
}

/// The audit log is whole and has so many rows.
async fn audited(test: &TestDb, rows: i64) {
    assert_eq!(verify(&test.db).await.unwrap(), Verified::Whole(rows));
}

/// The path of the decision that somebody was told of last.
async fn decision_for(site: &Site, test: &TestDb, name: &str) -> String {
    let told = told(site, test, name).await;
    assert_eq!(told.kind, NoticeKind::Decision);
    told.path
}
