//! The signed record of what was shown.

use db::{TestDb, value::AccountRole};
use serde_json::Value;
use site::answer::record::{NotProven, check};

use super::{answered, clinic, with};

#[db::test]
async fn a_doctor_takes_home_a_record_that_anybody_can_check(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.doctor("d0").await;
    let id = answered(&ann).await;
    site.later(3600);
    ann.sent(
        &format!("/answers/{id}/edit"),
        &with(&[("text", "Said otherwise."), ("correction", "Better put")]),
    )
    .await;
    let file = ann.get("/account/record").await;
    assert_eq!(file.status, 200);
    assert!(file.header("content-disposition").contains("consilium-record-2026-11-01.json"));
    let key = site.get("/.well-known/consilium-record.pub").await.text();
    let proof = check(&file.bytes, Some(&key)).unwrap();
    assert_eq!((proof.answers, proof.versions, proof.doctor.as_deref()), (1, 2, Some("Ann Ash")));
    assert_eq!(proof.site, "https://ask.example.org");
    let envelope: Value = serde_json::from_slice(&file.bytes).unwrap();
    let payload: Value = serde_json::from_str(envelope["payload"].as_str().unwrap()).unwrap();
    let answer = &payload["answers"][0];
    assert_eq!(answer["question"]["title"], "Can it make hair fall out?");
    assert_eq!(answer["accepted"]["digest"].as_str().unwrap().len(), 64);
    assert!(answer["accepted"]["text"].as_str().unwrap().contains("for learning only"));
    let (first, second) = (&answer["versions"][0], &answer["versions"][1]);
    assert_eq!(
        (&first["shown_from"], &first["shown_until"]),
        (&"2026-11-01T12:00:00Z".into(), &"2026-11-01T13:00:00Z".into())
    );
    assert_eq!(first["said"]["body"], "Hair grows on **as before**.");
    assert_eq!((&second["said"]["body"], &second["note"]), (&"Said otherwise.".into(), &"Better put".into()));
    assert!(second.get("shown_until").is_none());
    let mut changed = file.bytes.clone();
    let at = file.text().find("Said otherwise").unwrap();
    changed[at] = b'P';
    assert_eq!(check(&changed, None), Err(NotProven::Forged));
}

#[db::test]
async fn a_withdrawn_answer_is_still_in_the_record_with_its_end(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.doctor("d0").await;
    let id = answered(&ann).await;
    site.later(60);
    ann.sent(&format!("/answers/{id}/withdraw"), &[("reason", "I was wrong")]).await;
    let file = ann.get("/account/record").await;
    let envelope: Value = serde_json::from_slice(&file.bytes).unwrap();
    let payload: Value = serde_json::from_str(envelope["payload"].as_str().unwrap()).unwrap();
    let versions = payload["answers"][0]["versions"].as_array().unwrap();
    assert_eq!(versions.len(), 1);
    assert_eq!(versions[0]["shown_until"], "2026-11-01T12:01:00Z");
    assert_eq!(versions[0]["taken_away_because"], "I was wrong");
}

#[db::test]
async fn what_a_moderator_changed_is_in_the_record_whole_as_it_was(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.doctor("d0").await;
    let id = answered(&ann).await;
    site.later(60);
    let moderator = site.person("mo", AccountRole::Moderator).await;
    let other =
        [("title", "Not that anybody has shown"), ("text", "Hair grows on."), ("reason", "personal_data")];
    moderator.sent(&format!("/moderation/answer/{id}/edit"), &other).await;
    let record = async || {
        let envelope: Value = serde_json::from_slice(&ann.get("/account/record").await.bytes).unwrap();
        serde_json::from_str::<Value>(envelope["payload"].as_str().unwrap()).unwrap()
    };
    let payload = record().await;
    let said = |version: usize| &payload["answers"][0]["versions"][version]["said"];
    assert_eq!(
        (&said(0)["body"], &said(1)["body"]),
        (&"Hair grows on **as before**.".into(), &"Hair grows on.".into())
    );
    for part in ["headline", "stance", "see_someone", "citations"] {
        assert!(!said(0)[part].is_null(), "{part}: {payload}");
        assert_eq!(said(0)[part], said(1)[part], "{part}");
    }
    // Its own words again take the moderator's name off it.
    let page = site.get("/questions/1/can-it-make-hair-fall-out").await.text();
    assert!(page.contains("Edited by a moderator."), "{page}");
    ann.sent(&format!("/answers/{id}/edit"), &with(&[("version", "1"), ("text", "It grows.")])).await;
    let page = site.get("/questions/1/can-it-make-hair-fall-out").await.text();
    assert!(page.contains("It grows.") && !page.contains("Edited by a moderator."), "{page}");
}

#[db::test]
async fn the_key_stays_the_same_and_is_for_the_site_alone(test: TestDb) {
    use std::os::unix::fs::PermissionsExt;
    let site = clinic(&test).await;
    let path = "/.well-known/consilium-record.pub";
    let (one, two) = tokio::join!(site.get(path), site.get(path));
    assert_eq!((one.text().len(), one.text()), (65, two.text()), "two that ask at once get the same key");
    let file = site.app.config.storage.data_dir.join("keys/record.key");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!one.text().contains(std::fs::read_to_string(&file).unwrap().trim()));
}
