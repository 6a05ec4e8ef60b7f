//! What editors decide.

use db::{
    TestDb,
    value::{AccountRole, ClaimState, SessionLevel},
};
use mail::Address;

use super::{GRANT, LICENCE, all, but, clinic, desk, granted, last, site};

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
    use db::{entity::audit, sea_orm::EntityTrait};
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
