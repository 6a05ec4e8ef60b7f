//! Changing one's own profile.

use db::{
    TestDb,
    entity::revision,
    sea_orm::EntityTrait,
    value::{AccountRole, Subject},
};

use super::{LICENCE, but, clinic, granted, site};

const FACTS: &[(&str, &str)] = &[
    ("letters", "MD, PhD"),
    ("specialty", "dermatology"),
    ("city", "Gent"),
    ("country", "BE"),
    ("biography", "Skin."),
];

#[db::test]
async fn a_doctor_changes_their_profile_and_what_it_was_is_kept(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let ann = site.member("ann").await;
    assert_eq!(ann.get("/account/profile").await.status, 403);
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    granted(&site, &site.person("ed", AccountRole::Editor).await).await;
    assert!(ann.get("/account/profile").await.text().contains("value=\"Utrecht\""));
    assert!(!site.get("/doctors/ann-ash-utrecht").await.text().contains("Gent"));
    let change = but(FACTS, &[("name", "Somebody Else")]);
    assert_eq!(ann.sent("/account/profile", &change).await, "/doctors/ann-ash-utrecht");
    let profile = site.get("/doctors/ann-ash-utrecht").await.text();
    assert!(profile.contains("Gent") && profile.contains("MD, PhD") && profile.contains("Skin."));
    assert!(profile.contains("Ann Ash") && !profile.contains("Somebody Else"), "the name was checked");
    ann.sent("/account/profile", &change).await;
    let kept = revision::Entity::find().all(site.app.db.read()).await.unwrap();
    assert_eq!(kept.len(), 1, "nothing different, nothing kept");
    assert_eq!((kept[0].subject_kind, kept[0].number), (Subject::Doctor, 1));
    assert!(kept[0].content.contains("Utrecht") && kept[0].content.contains("\"source\":\"clinic\""));
    let mut out = Vec::new();
    site::archive::export(&site.app.db, &mut out, &mut |_| {}).await.unwrap();
    assert!(String::from_utf8(out).unwrap().contains("changed by the doctor"), "and goes out with an export");
}

#[db::test]
async fn a_profile_that_makes_no_sense_comes_back(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let ann = site.doctor("ann").await;
    let long = "x".repeat(4001);
    for (field, value, said) in [
        ("country", "Belgium", "Please enter the two letters of your country"),
        ("city", " ", "Please say in which city you work."),
        ("specialty", "magic", "Please choose one of these."),
        ("letters", "Doctor of everything that there is to know", "Please write short letters"),
        ("biography", &long, "Please use at most 4,000 characters."),
    ] {
        let again = ann.post("/account/profile", &but(FACTS, &[(field, value)])).await;
        assert_eq!(again.status, 422, "{field}");
        assert!(again.text().contains(said), "{field}: {}", again.text());
    }
}
