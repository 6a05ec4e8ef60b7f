//! What everybody sees: badges that come and go, and old answers that say what was so.

use db::{
    TestDb,
    entity::{agreement, answer},
    sea_orm::{
        ActiveValue::{NotSet, Set},
        EntityTrait,
    },
    value::{AccountRole, Verdict},
};

use super::{LICENCE, clinic, desk, granted, site};
use crate::harness::{Clinic, NOW, Site};

/// A question that Ann Ash answered at noon of 1 December 2026, a month after she was verified.
async fn answered(test: &TestDb) -> (Site, tempfile::TempDir) {
    let mut clinic = Clinic::new();
    clinic.doctor("ann", Some("Ann Ash"));
    clinic.doctor("bo", Some("Bo Birch"));
    clinic.question("q1", "Can it make hair fall out?");
    for (doctor, day) in [("ann", "2026-12-01T12:00:00Z"), ("bo", "2026-12-02T12:00:00Z")] {
        clinic
            .line(&serde_json::json!({"kind": "answer", "source": "clinic", "id": doctor, "question": "q1",
            "doctor": doctor, "headline": "It can", "body": "So it is.", "answered_at": day}));
    }
    clinic.open(&test.db).await;
    let (site, folder) = site(test).await;
    let ann = site.member("ann").await;
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    granted(&site, &site.person("ed", AccountRole::Editor).await).await;
    (site, folder)
}

async fn page(site: &Site) -> String {
    site.get("/questions/1/can-it-make-hair-fall-out").await.text()
}

#[db::test]
async fn what_runs_out_takes_the_badge_and_leaves_what_was_so(test: TestDb) {
    let (site, _folder) = answered(&test).await;
    assert!(page(&site).await.contains("Verified doctor"));
    assert!(!page(&site).await.contains("Verified when written"));
    site.later(6 * 365 * 24 * 3600);
    let after = page(&site).await;
    assert!(!after.contains("Verified doctor"), "it ran out by itself");
    assert_eq!(after.matches("Verified when written").count(), 1, "of her alone");
    let profile = site.get("/doctors/ann-ash-utrecht").await.text();
    assert!(profile.contains("Licence: ran out.") && profile.contains("Licence: confirmed."));
    assert!(!profile.contains("Verified doctor"));
    let editor = site.person("edna", AccountRole::Editor).await;
    editor
        .sent(&desk(&site).await, &[("act", "renew"), ("method", "document"), ("until", "2040-01-01")])
        .await;
    assert!(page(&site).await.contains("Verified doctor"));
    let profile = site.get("/doctors/ann-ash-utrecht").await.text();
    assert!(profile.contains("Licence: ran out."), "that it once ran out stays true");
    assert!(profile.contains("Licence: found to hold longer. We saw the document."));
}

#[db::test]
async fn what_is_taken_back_takes_the_badge_and_the_doctors_marks(test: TestDb) {
    let (site, _folder) = answered(&test).await;
    site.later(60 * 24 * 3600);
    let (answers, tx) =
        (answer::Entity::find().all(site.app.db.read()).await.unwrap(), site.app.db.begin().await.unwrap());
    let mark = agreement::ActiveModel {
        id: NotSet,
        answer_id: Set(answers[1].id),
        doctor_id: Set(answers[0].doctor_id),
        verdict: Set(Verdict::Agree),
        text: Set(None),
        made_at: Set(Some(NOW)),
        ..Default::default()
    };
    agreement::Entity::insert(mark).exec_without_returning(&tx).await.unwrap();
    site::answer::counts::refresh(&tx, &[answers[1].id]).await.unwrap();
    tx.commit().await.unwrap();
    site.app.content.refresh(&site.app.db, NOW).await.unwrap();
    let editor = site.person("edna", AccountRole::Editor).await;
    let counted = async || {
        let bos = answer::Entity::find_by_id(answers[1].id).one(site.app.db.read()).await.unwrap().unwrap();
        bos.agree_count
    };
    assert_eq!(counted().await, 1);
    assert!(page(&site).await.contains("Verified doctor"));
    editor.sent(&desk(&site).await, &[("act", "revoke"), ("reason", "mistake")]).await;
    assert_eq!(counted().await, 0, "the marks of somebody who is no doctor count for nothing");
    let after = page(&site).await;
    assert!(!after.contains("Verified doctor") && !after.contains("colleague agrees"), "at once");
    assert!(after.contains("Verified when written"));
    let profile = site.get("/doctors/ann-ash-utrecht").await.text();
    assert!(profile.contains("Licence: withdrawn. It was confirmed by mistake."));
    assert!(!profile.contains("Verified doctor"));
}

#[db::test]
async fn what_is_handed_in_is_in_no_export_until_it_is_granted(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    let exported = async || {
        let mut out = Vec::new();
        site::archive::export(&site.app.db, &mut out, &mut |_| {}).await.unwrap();
        String::from_utf8(out).unwrap()
    };
    assert!(!exported().await.contains("EM-4711"));
    granted(&site, &site.person("ed", AccountRole::Editor).await).await;
    let exported = exported().await;
    assert!(exported.contains("EM-4711") && !exported.contains("register.example"));
}

#[db::test]
async fn a_doctor_is_told_a_month_before_something_runs_out_and_when_it_does(test: TestDb) {
    let (site, _folder) = answered(&test).await;
    // The last second of 28 May 2031.
    let until = 1_937_779_199 - NOW;
    let told = async || {
        let letters = site.letters().await;
        letters.iter().filter(|letter| letter.text.contains("There is news of your credentials.")).count()
    };
    assert_eq!(told().await, 1, "of the grant");
    site.later(until - 31 * 24 * 3600);
    assert_eq!(told().await, 0);
    site.later(2 * 24 * 3600);
    assert_eq!(told().await, 1, "a month before");
    site.later(24 * 3600);
    assert_eq!(told().await, 0, "once");
    site.later(30 * 24 * 3600);
    assert_eq!(told().await, 1, "when it ran out");
}
