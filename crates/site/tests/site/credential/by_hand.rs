//! Credentials by the command line.

use db::{
    TestDb,
    entity::audit,
    sea_orm::EntityTrait,
    value::{Check, CredentialKind, Doubt},
};
use site::credential::{self, HandError, Known};

use super::{clinic, site};

fn known() -> Known {
    Known {
        issuer: "NPPES".into(),
        kind: CredentialKind::Registration,
        number: Some("1234567893".into()),
        jurisdiction: Some("US".into()),
        until: Some("2031-05-28".into()),
        method: Check::Register,
    }
}

#[db::test]
async fn an_operator_verifies_a_doctor_and_takes_it_back(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let owner = site.doctor("ann").await;
    credential::verify(&site.app, "ann-ash-utrecht", known()).await.unwrap();
    let profile = site.get("/doctors/ann-ash-utrecht").await.text();
    assert!(profile.contains("Verified doctor") && profile.contains("Registration: confirmed."));
    assert_eq!(
        credential::revoke(&site.app, "ann-ash-utrecht", Doubt::Mistake).await.unwrap().credentials,
        1
    );
    let again = credential::revoke(&site.app, "ann-ash-utrecht", Doubt::Mistake).await.unwrap();
    assert_eq!((again.credentials, again.owned), (0, true));
    let profile = site.get("/doctors/ann-ash-utrecht").await.text();
    assert!(!profile.contains("Verified doctor") && profile.contains("Registration: withdrawn."));
    let rows = audit::Entity::find().all(site.app.db.read()).await.unwrap();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| row.actor_id.is_none() && row.role == "operator"));
    assert_eq!(owner.get("/account/profile").await.status, 200, "the profile stays theirs");
}

#[db::test]
async fn what_an_operator_mistypes_is_named(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    for (slug, known, said) in [
        ("nobody", known(), "no doctor at /doctors/nobody"),
        ("ann-ash-utrecht", Known { number: Some("1234567890".into()), ..known() }, "the last digit"),
        ("ann-ash-utrecht", Known { until: Some("2020-01-01".into()), ..known() }, "2020-01-01"),
        ("ann-ash-utrecht", Known { issuer: " ".into(), ..known() }, "the issuer"),
    ] {
        let error: HandError = credential::verify(&site.app, slug, known).await.unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
    }
}
