//! What editors decide.

use db::{
    TestDb,
    entity::{audit, credential},
    sea_orm::EntityTrait,
    value::{AccountRole, ClaimState, SessionLevel},
};
use mail::Address;

use super::{GRANT, LICENCE, all, but, clinic, desk, granted, last, site};
use crate::harness::Clinic;

#[db::test]
async fn a_refusal_needs_a_reason_which_the_claimant_and_the_profile_are_told(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    let editor = site.person("ed", AccountRole::Editor).await;
    let desk = desk(&site).await;
    for (form, said) in [
        (vec![], "Please choose what you decide."),
        (vec![("act", "refuse"), ("words", "The name differs.")], "Please give the reason."),
        (vec![("act", "refuse"), ("reason", "mistake")], "Please give the reason."),
        (vec![("act", "grant")], "Please say how you checked it."),
        (vec![("act", "grant"), ("method", "register"), ("until", "2020-01-01")], "This day is over."),
        (vec![("act", "revoke"), ("reason", "mistake")], "Somebody decided on this a moment ago."),
    ] {
        let again = editor.post(&desk, &form).await;
        assert_eq!(again.status, 422, "{form:?}");
        assert!(again.text().contains(said), "{form:?}: {}", again.text());
    }
    let refuse = [("act", "refuse"), ("reason", "not_found"), ("words", "Is the number right?")];
    editor.sent(&desk, &refuse).await;
    let own = ann.get("/account/credentials").await.text();
    assert!(own.contains("The register does not have it.") && own.contains("Is the number right?"));
    assert_eq!(all(&site).await[0].state, ClaimState::Refused);
    let profile = site.get("/doctors/ann-ash-utrecht").await.text();
    assert!(profile.contains("Licence: not confirmed. The register does not have it."));
    for hidden in ["EM-4711", "Example Medical Council", "Is the number right?", "register.example"] {
        assert!(!profile.contains(hidden), "{hidden}");
    }
    assert!(profile.contains("/claim"), "it is still nobody's");
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
}

#[db::test]
async fn nobody_decides_on_what_is_their_own(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    let address = Address::parse("ann@example.org").unwrap();
    site::account::add(&site.app, &address, Some(AccountRole::Editor), SessionLevel::Full).await.unwrap();
    let desk = desk(&site).await;
    assert_eq!(ann.get(&desk).await.status, 200);
    assert_eq!(ann.post(&desk, GRANT).await.status, 403);
    assert_eq!(last(&site).await.state, ClaimState::Open);
    granted(&site, &site.person("ed", AccountRole::Editor).await).await;
}

#[db::test]
async fn a_decision_that_is_sent_twice_is_made_once(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    let editor = site.person("ed", AccountRole::Editor).await;
    let desk = desk(&site).await;
    let (one, other) = tokio::join!(editor.post(&desk, GRANT), editor.post(&desk, GRANT));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    assert_eq!(site.get("/doctors/ann-ash-utrecht").await.text().matches("confirmed.").count(), 1);
}

#[db::test]
async fn a_doctor_hands_in_more_and_each_is_decided_by_itself(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    let degree =
        but(LICENCE, &[("kind", "degree"), ("number", ""), ("issuer", "Example University"), ("link", "")]);
    ann.sent("/account/credentials", &degree).await;
    ann.sent("/account/credentials", &degree).await;
    let own = ann.get("/account/credentials").await.text();
    assert_eq!(own.matches("<p>Degree, Example University").count(), 1, "sent twice, handed in once");
    assert!(own.contains("Missing: a document"));
    let editor = site.person("ed", AccountRole::Editor).await;
    editor.sent(&desk(&site).await, &[("act", "refuse"), ("reason", "no_proof")]).await;
    assert_eq!(all(&site).await[0].state, ClaimState::Open, "the licence still waits");
    let licence = last(&site).await.id - 1;
    editor.sent(&format!("/credentials/{}/{licence}", all(&site).await[0].id), GRANT).await;
    ann.sent("/account/credentials", &degree).await;
    assert!(editor.get("/credentials").await.text().contains("1 claim waits."));
    granted(&site, &editor).await;
    let profile = site.get("/doctors/ann-ash-utrecht").await.text();
    for line in ["Licence: confirmed.", "Degree: confirmed.", "Degree: not confirmed."] {
        assert!(profile.contains(line), "{line}");
    }
    let empty = site.member("bo").await;
    assert_eq!(empty.sent("/account/credentials", &degree).await, "/account/credentials");
    assert_eq!(all(&site).await.len(), 1, "nothing to prove, nothing handed in");
}

#[db::test]
async fn every_decision_is_in_the_audit_log_without_a_name(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    let editor = site.person("ed", AccountRole::Editor).await;
    granted(&site, &editor).await;
    editor.sent(&desk(&site).await, &[("act", "renew"), ("method", "issuer"), ("until", "2035-01-01")]).await;
    editor.sent(&desk(&site).await, &[("act", "revoke"), ("reason", "taken_back")]).await;
    let rows = audit::Entity::find().all(site.app.db.read()).await.unwrap();
    let actions: Vec<&str> = rows.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(actions, ["grant_credential", "renew_credential", "revoke_credential"]);
    assert!(rows.iter().all(|row| row.actor_id.is_some() && row.role == "editor"));
    assert!(!format!("{rows:?}").contains("4711"));
}

#[db::test]
async fn an_imported_credential_is_taken_back_with_a_reason(test: TestDb) {
    let mut imported = Clinic::new();
    for (id, name) in [("ann", "Ann Ash"), ("bo", "Bo Birch")] {
        imported.doctor(id, Some(name));
        imported.credential(id, "2039-01-01T00:00:00Z");
    }
    imported.open(&test.db).await;
    let (site, _folder) = site(&test).await;
    let ann = site.doctor("ann").await;
    let editor = site.person("ed", AccountRole::Editor).await;
    assert!(site.get("/doctors/ann-ash-utrecht").await.text().contains("Verified doctor"));
    assert!(
        editor
            .get("/doctors/ann-ash-utrecht")
            .await
            .text()
            .contains("/doctors/ann-ash-utrecht/credentials\"")
    );
    let list = "/doctors/ann-ash-utrecht/credentials";
    let shown = editor.get(list).await.text();
    assert!(shown.contains("Licence, Example Register") && shown.contains("Confirmed until"), "{shown}");
    let own = credential::Entity::find().all(test.db.read()).await.unwrap();
    let id = own.iter().map(|one| one.id).min().unwrap();
    let one = format!("{list}/{id}");
    assert!(editor.get(&one).await.text().contains("It came with an archive."));
    assert_eq!(editor.get(&format!("/doctors/bo-birch-utrecht/credentials/{id}")).await.status, 404);
    for reason in ["", "profile_taken", "because"] {
        assert_eq!(editor.post(&one, &[("reason", reason)]).await.status, 422, "{reason}");
    }
    let (first, second) = tokio::join!(
        editor.post(&one, &[("reason", "taken_back")]),
        editor.post(&one, &[("reason", "mistake")])
    );
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (303, 303));
    let profile = site.get("/doctors/ann-ash-utrecht").await.text();
    assert!(!profile.contains("Verified doctor"));
    assert_eq!(profile.matches("Licence: withdrawn.").count(), 1);
    assert!(editor.get(list).await.text().contains("Withdrawn on"));
    assert!(!editor.get(&one).await.text().contains("name=\"reason\""));
    let rows = audit::Entity::find().all(test.db.read()).await.unwrap();
    assert_eq!(rows.len(), 1, "two at once are one");
    assert_eq!((rows[0].action.as_str(), rows[0].role.as_str()), ("revoke_credential", "editor"));
    assert!(matches!(rows[0].reason.as_deref(), Some("taken_back" | "mistake")));
    assert!(ann.get("/account/notices").await.text().contains("There is news of your credentials."));
    assert!(site.get("/doctors/bo-birch-utrecht").await.text().contains("Verified doctor"));
}

#[db::test]
async fn nobody_takes_back_their_own_and_only_editors_take_back(test: TestDb) {
    let mut imported = Clinic::new();
    imported.doctor("ann", Some("Ann Ash"));
    imported.credential("ann", "2039-01-01T00:00:00Z");
    imported.open(&test.db).await;
    let (site, _folder) = site(&test).await;
    let ann = site.doctor("ann").await;
    let one = "/doctors/ann-ash-utrecht/credentials/1";
    let sent = [("reason", "mistake")];
    assert_eq!(ann.post(one, &sent).await.status, 403);
    let mo = site.person("mo", AccountRole::Moderator).await;
    assert_eq!(mo.post(one, &sent).await.status, 403);
    assert!(!mo.get("/").await.text().contains("href=\"/credentials\""));
    let address = Address::parse("ann@example.org").unwrap();
    site::account::add(&site.app, &address, Some(AccountRole::Editor), SessionLevel::Full).await.unwrap();
    assert_eq!(ann.get(one).await.status, 200);
    assert_eq!(ann.post(one, &sent).await.status, 403, "it is their own");
    assert!(ann.get("/").await.text().contains("href=\"/credentials\""), "editors are led to their queue");
    assert!(site.get("/doctors/ann-ash-utrecht").await.text().contains("Verified doctor"));
}
