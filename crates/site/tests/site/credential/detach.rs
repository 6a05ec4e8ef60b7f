//! A profile that went to the wrong person is taken back.

use db::{
    TestDb,
    entity::{agreement, answer, audit, doctor, review, revision},
    sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder},
    value::{AccountRole, Check, CredentialKind, State, Verdict},
};
use serde_json::json;
use site::credential::{self, Known};

use super::{GRANT, LICENCE, but, desk, site};
use crate::{
    answer::with,
    credential::all,
    harness::{Browser, Clinic, Site},
    review::reviews,
};

const ANN: &str = "/doctors/ann-ash-utrecht";
const DETACH: &str = "/doctors/ann-ash-utrecht/detach";

/// Ann Ash has a profile with words, an answer to question 1 and a mark on Bo Birch's, all of an archive.
async fn clinic(test: &TestDb) {
    let mut clinic = Clinic::new();
    clinic.line(
        &json!({"kind": "doctor", "source": "clinic", "id": "ann", "name": "Ann Ash", "letters": ["MD"],
        "specialty": "dermatology", "city": "Utrecht", "country": "NL", "biography": "Skin since 1999."}),
    );
    for (id, name) in [("bo", "Bo Birch"), ("cy", "Cy Cedar")] {
        clinic.doctor(id, Some(name));
    }
    for id in ["ann", "bo", "cy"] {
        clinic.credential(id, "2039-01-01T00:00:00Z");
    }
    clinic.question("q1", "Can it make hair fall out?");
    clinic.question("q2", "How long does it take to grow back?");
    for (question, doctor) in [("q1", "ann"), ("q2", "bo"), ("q2", "cy")] {
        clinic.answer(question, doctor, "no");
    }
    clinic.line(
        &json!({"kind": "agreement", "source": "clinic", "id": "g1", "answer": "q2/bo", "doctor": "ann",
        "verdict": "caveat", "text": "Not in the first month."}),
    );
    clinic.open(&test.db).await;
}

async fn answers(site: &Site) -> Vec<answer::Model> {
    answer::Entity::find().order_by_asc(answer::Column::Id).all(site.app.db.read()).await.unwrap()
}

async fn doctor_at(site: &Site, slug: &str) -> doctor::Model {
    site::doctor::find_at(site.app.db.read(), slug).await.unwrap().unwrap()
}

/// Does all that an owner can do with a profile and its answers, and gives the number of the review that was replied to.
async fn meddle(site: &Site, owner: &Browser<'_>) -> i64 {
    let own = answers(site).await;
    let facts = [("city", "Gent"), ("country", "BE"), ("biography", "I am somebody else.")];
    assert_eq!(owner.sent("/account/profile", &facts).await, ANN);
    let edit = format!("/answers/{}/edit", own[0].id);
    let words = with(&[("version", "0"), ("headline", "Buy my cream"), ("citations", "")]);
    owner.sent(&edit, &words).await;
    owner.sent(&edit, &but(&words, &[("version", "1"), ("headline", "Buy my other cream")])).await;
    let new = owner.sent("/questions/2/answer", &but(&words, &[("stance", "")])).await;
    assert!(new.contains("#answer-"), "{new}");
    let id: i64 = new.rsplit_once("#answer-").unwrap().1.parse().unwrap();
    let again = but(&words, &[("version", "0"), ("stance", ""), ("headline", "My cream grows hair")]);
    owner.sent(&format!("/answers/{id}/edit"), &again).await;
    owner.sent(&format!("/answers/{}/withdraw", own[0].id), &[("reason", "no more")]).await;
    for (answer, verdict) in [(own[1].id, "disagree"), (own[2].id, "agree")] {
        let fields = [("verdict", verdict), ("text", "My cream is better.")];
        owner.sent(&format!("/answers/{answer}/agreement"), &fields).await;
    }
    let patient = site.member("pat").await;
    let replied = reviews(&patient, "1").await;
    let reply = [("reply", "Buy my cream instead of this."), ("warned", "yes")];
    owner.sent(&format!("/reviews/{replied}/reply"), &reply).await;
    let disputed = [("reason", "false"), ("words", "I never saw them.")];
    owner.sent(&format!("/reviews/{replied}/dispute"), &disputed).await;
    replied
}

async fn verified_by_hand(site: &Site) {
    let known = Known {
        issuer: "Example Medical Council".into(),
        kind: CredentialKind::Licence,
        number: Some("EM-1".into()),
        jurisdiction: None,
        until: None,
        method: Check::Document,
    };
    credential::verify(&site.app, "ann-ash-utrecht", known).await.unwrap();
}

#[db::test]
async fn a_profile_is_again_what_it_was_before_the_wrong_person_had_it(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let before = (doctor_at(&site, "ann-ash-utrecht").await, answers(&site).await[0].clone());
    let wrong = site.doctor("ann").await;
    verified_by_hand(&site).await;
    let replied = meddle(&site, &wrong).await;
    let editor = site.person("ed", AccountRole::Editor).await;
    assert!(editor.get(&format!("{ANN}/credentials")).await.text().contains(DETACH));
    assert!(editor.get(DETACH).await.text().contains("can’t be undone"));
    assert_eq!(wrong.post(DETACH, &[]).await.status, 403);
    assert_eq!(editor.sent(DETACH, &[]).await, format!("{ANN}/credentials"));
    assert_eq!(
        editor.sent(DETACH, &[]).await,
        format!("{ANN}/credentials"),
        "the second click finds it done"
    );

    let profile = site.get(ANN).await.text();
    assert!(profile.contains("Skin since 1999.") && profile.contains("Utrecht"), "{profile}");
    assert!(profile.contains("Verified doctor"), "what an archive brought still holds");
    assert!(profile.contains("/claim\""), "the doctor can claim it");
    assert!(!profile.contains("cream") && !profile.contains("Gent"), "{profile}");
    let after = doctor_at(&site, "ann-ash-utrecht").await;
    let plain = |it: doctor::Model| doctor::Model {
        updated_at: None,
        review_sum: 0,
        review_count: 0,
        rating_order: 0,
        fingerprint: None,
        ..it
    };
    assert_eq!(plain(after), plain(before.0));
    let first = answers(&site).await[0].clone();
    let plain = |it| answer::Model { updated_at: None, fingerprint: None, ..it };
    assert_eq!(plain(first), plain(before.1));
    let history = site.get("/answers/1/history").await.text();
    assert!(history.contains("Headline 1") && !history.contains("cream"), "{history}");
    assert!(!profile.contains("EM-1") && profile.contains("Licence: withdrawn."), "{profile}");
    let review = review::Entity::find_by_id(replied).one(site.app.db.read()).await.unwrap().unwrap();
    assert_eq!((review.reply, review.text_held), (None, None));
    // The right doctor may say all of it for the first time, and archives have their say again.
    let mut news = Clinic::new();
    news.line(
        &json!({"kind": "doctor", "source": "clinic", "id": "ann", "name": "Ann Ash", "letters": ["MD"],
        "specialty": "dermatology", "city": "Leiden", "country": "NL", "biography": "Skin since 1998."}),
    );
    news.line(
        &json!({"kind": "agreement", "source": "clinic", "id": "g1", "answer": "q2/bo", "doctor": "ann",
        "verdict": "caveat", "text": "Not in the first month."}),
    );
    news.open(&test.db).await;
    let said = doctor_at(&site, "ann-ash-utrecht").await;
    assert_eq!((said.biography.as_deref(), said.city.as_deref()), (Some("Skin since 1998."), Some("Leiden")));
    let right = site.person("right", AccountRole::Member).await;
    assert_eq!(right.get(&format!("{ANN}/claim")).await.status, 200);
    let rows = audit::Entity::find().filter(audit::Column::Action.eq("detach_profile"));
    assert_eq!(rows.count(site.app.db.read()).await.unwrap(), 1);
}

#[db::test]
async fn what_the_wrong_person_wrote_goes_along_with_them(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let wrong = site.doctor("ann").await;
    verified_by_hand(&site).await;
    meddle(&site, &wrong).await;
    let given = answers(&site).await;
    site.letters().await;
    let done = credential::detach(&site.app, "ann-ash-utrecht").await.unwrap();
    assert_eq!((done.credentials, done.answers, done.put_back, done.marks, done.replies), (1, 1, 1, 2, 1));
    let error = credential::detach(&site.app, "ann-ash-utrecht").await.unwrap_err();
    assert!(error.to_string().contains("belongs to no account"), "{error}");

    let moved = answers(&site).await[3].clone();
    let page = site.get("/questions/2/how-long-does-it-take-to-grow-back").await.text();
    let theirs = &page[page.find(&format!("id=\"answer-{}\"", moved.id)).unwrap()..];
    let theirs = &theirs[..theirs.find("</article>").unwrap()];
    assert!(theirs.contains("My cream grows hair"), "{theirs}");
    assert!(!theirs.contains("Ann Ash") && !theirs.contains("Verified"), "{theirs}");
    assert_ne!(moved.doctor_id, given[3].doctor_id);
    let own = doctor::Entity::find_by_id(moved.doctor_id).one(site.app.db.read()).await.unwrap().unwrap();
    assert_eq!((own.name.clone(), own.answer_count), (None, 1));
    let kept = revision::Entity::find().filter(revision::Column::SubjectId.eq(moved.id));
    let kept = kept.all(site.app.db.read()).await.unwrap();
    assert!(kept.iter().any(|one| one.content.contains("Buy my cream")));
    assert!(!kept.iter().any(|one| one.content.contains("\"doctor\":\"ann\"")), "{kept:?}");
    // A mark that stood before stands again; a new one is theirs, and does not count.
    let marks = agreement::Entity::find().order_by_asc(agreement::Column::AnswerId);
    let marks = marks.all(site.app.db.read()).await.unwrap();
    let of = |mark: &agreement::Model| (mark.doctor_id, mark.verdict, mark.text.clone());
    let ann = given[0].doctor_id;
    assert_eq!(of(&marks[0]), (ann, Verdict::Caveat, Some("Not in the first month.".into())));
    assert_eq!((marks[1].doctor_id, marks[1].verdict), (own.id, Verdict::Agree));
    let counts: Vec<_> = answers(&site)
        .await
        .iter()
        .map(|one| (one.agree_count, one.caveat_count, one.disagree_count, one.state))
        .collect();
    let shown = State::Published;
    assert_eq!(counts, [(0, 0, 0, shown), (0, 1, 0, shown), (0, 0, 0, shown), (0, 0, 0, shown)]);

    // They keep what they wrote, are told, and have no say in the doctor's name.
    let told = site.letters().await;
    assert!(told.iter().any(|letter| letter.to.to_string() == "ann@example.org"));
    assert!(wrong.get("/account/credentials").await.text().contains("somebody else’s"));
    let record = wrong.get("/account/record").await.text();
    assert!(record.contains("My cream grows hair") && !record.contains("Headline 1"), "{record}");
    assert_eq!(wrong.get(&format!("/answers/{}/edit", given[0].id)).await.status, 403);
    assert_eq!(wrong.get(&format!("/answers/{}/withdraw", moved.id)).await.status, 200);
    assert_eq!(wrong.get("/account/data").await.status, 200);
    let facts = [("city", "Gent"), ("country", "BE"), ("biography", "I am Ann Ash.")];
    assert_eq!(wrong.post("/account/profile", &facts).await.status, 403, "nobody knows who they are");
    let slug = &own.slug;
    let error = credential::detach(&site.app, slug).await.unwrap_err();
    assert!(error.to_string().contains("belongs to no account"), "it was nobody's to take: {error}");
    // Whoever owns the doctor's profile next finds nothing of theirs.
    let rows = revision::Entity::find().filter(revision::Column::SubjectId.ne(moved.id));
    let rows = rows.all(site.app.db.read()).await.unwrap();
    assert!(
        rows.iter().all(|row| !row.content.contains("cream") && !row.content.contains("somebody else")),
        "{rows:?}"
    );
}

#[db::test]
async fn whoever_lost_a_profile_may_say_who_they_are(test: TestDb) {
    clinic(&test).await;
    let (site, _folder) = site(&test).await;
    let (wrong, editor) = (site.doctor("ann").await, site.person("ed", AccountRole::Editor).await);
    verified_by_hand(&site).await;
    meddle(&site, &wrong).await;
    credential::detach(&site.app, "ann-ash-utrecht").await.unwrap();
    let own = answers(&site).await[3].doctor_id;
    let slug = doctor::Entity::find_by_id(own).one(site.app.db.read()).await.unwrap().unwrap().slug;
    let claim = format!("/doctors/{slug}/claim");
    assert!(wrong.get("/account/credentials").await.text().contains(&claim));
    assert_eq!(wrong.sent("/account/credentials", LICENCE).await, "/account/credentials");
    assert!(all(&site).await.is_empty(), "a proof alone names nobody");
    assert_eq!(wrong.post(&claim, LICENCE).await.status, 422, "the name is missing");
    wrong.sent(&claim, &but(LICENCE, &[("name", "Dora Dogwood")])).await;
    editor.sent(&desk(&site).await, GRANT).await;
    let profile = site.get(&format!("/doctors/{slug}")).await.text();
    assert!(profile.contains("Dora Dogwood") && profile.contains("Verified doctor"), "{profile}");
    assert!(profile.contains("My cream grows hair"));
    let shown = editor.get(&desk(&site).await).await.text();
    assert!(shown.contains(&format!("/doctors/{slug}/detach")), "and it can be taken back once more");
}
