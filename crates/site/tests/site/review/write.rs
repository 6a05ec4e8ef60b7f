//! `/doctors/{slug}/review` and `/doctors/{slug}/reviews`.

use db::{
    TestDb,
    entity::revision,
    sea_orm::EntityTrait,
    value::{Relationship, State},
};

use super::{ANN, TEXT, all, form, practice, rating, reviews};
use crate::harness::Site;

fn path() -> String {
    format!("{ANN}/review")
}

#[db::test]
async fn a_patient_reviews_a_doctor_and_everybody_reads_it_at_once(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let (list, profile) = (format!("{ANN}/reviews"), ANN);
    assert!(site.get(&list).await.text().contains("No reviews to read yet."));
    assert!(site.get(profile).await.text().contains("47 reviews"));
    let before = rating(&site).await;
    let (_ann, patient) = (site.doctor("ann").await, site.member("pat").await);
    let fields = [
        ("stars", "1"),
        ("title", "Never again"),
        ("text", "I waited for **three** hours and nobody said a word."),
        ("treatment", "Botox"),
        ("month", "2026-05"),
        ("relationship", "family"),
    ];
    assert_eq!(patient.sent(&path(), &fields).await, list);
    for page in [site.get(&list).await.text(), site.get(profile).await.text()] {
        for part in [
            "1 out of 5 stars",
            "Never again",
            "<strong>three</strong>",
            "Botox",
            "Visit in May 2026",
            "A relative of a patient",
            "48 reviews",
            "47 reviews came with an archive, as a total only.",
        ] {
            assert!(page.contains(part), "{part} is missing in {page}");
        }
    }
    let after = rating(&site).await;
    assert_eq!((after.0, after.1), (before.0 + 1, before.1 + 1));
    assert!(after.2 < before.2);
    let letters = site.letters().await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert_eq!(letters[0].to.to_string(), "ann@example.org");
    assert!(letters[0].text.contains("/reviews/1") && !letters[0].text.contains("waited"));
    assert_eq!(site.get("/reviews/1").await.status, 200);
    // Nothing that the public sees names the account.
    let kept = &all(&site).await[0];
    assert_eq!((kept.author.clone(), kept.relationship), (None, Some(Relationship::Family)));
}

#[db::test]
async fn one_review_per_patient_also_from_two_windows_at_once(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let patient = site.member("pat").await;
    let (path, same, other) = (path(), form("4", ("title", "")), form("2", ("title", "Another")));
    let (a, b, c) =
        tokio::join!(patient.post(&path, &same), patient.post(&path, &same), patient.post(&path, &other));
    let statuses = [a.status, b.status, c.status].map(|status| status.as_u16());
    assert!(statuses.iter().all(|status| [303, 422].contains(status)), "{statuses:?}");
    assert!(statuses.contains(&422) && statuses.contains(&303), "{statuses:?}");
    assert_eq!(all(&site).await.len(), 1);
    let kept = all(&site).await[0].stars;
    assert_eq!((rating(&site).await.0, rating(&site).await.1), (1, i64::from(kept)));
    let lost = [a, b, c].into_iter().find(|answered| answered.status == 422).unwrap().text();
    assert!(lost.contains("in another window") && lost.contains(TEXT), "{lost}");
    assert!(lost.contains("name=\"version\" value=\"1\""), "sent again, it replaces the other: {lost}");
    // Another doctor is another review.
    let sent = patient.sent("/doctors/bo-birch-utrecht/review", &form("5", ("title", ""))).await;
    assert_eq!(sent, "/doctors/bo-birch-utrecht/reviews");
}

#[db::test]
async fn a_change_is_a_revision_and_says_so(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let patient = site.member("pat").await;
    reviews(&patient, "5").await;
    site.later(40 * 24 * 3600);
    let patient = signed_in(&site, "pat").await;
    let page = patient.get(&path()).await.text();
    assert!(page.contains(TEXT) && page.contains("name=\"version\" value=\"1\""), "{page}");
    let changed = [
        ("stars", "2"),
        ("text", "On second thoughts it did not help at all."),
        ("month", "2026-05"),
        ("relationship", "patient"),
        ("version", "1"),
    ];
    patient.sent(&path(), &changed).await;
    let page = site.get(&format!("{ANN}/reviews")).await.text();
    assert!(page.contains("On second thoughts") && page.contains("Changed on 11 December 2026"), "{page}");
    assert!(!page.contains(TEXT));
    assert_eq!((rating(&site).await.0, rating(&site).await.1), (1, 2));
    let kept = revision::Entity::find().all(site.app.db.read()).await.unwrap();
    assert_eq!(kept.len(), 1);
    let before: serde_json::Value = serde_json::from_str(&kept[0].content).unwrap();
    assert_eq!((before["stars"].as_i64(), before["text"].as_str()), (Some(5), Some(TEXT)));
    // The same once more is no change; what a window sends that knows nothing of it is asked about.
    patient.sent(&path(), &changed).await;
    let stale = patient.post(&path(), &form("3", ("version", "1"))).await;
    assert_eq!(stale.status, 422);
    assert!(stale.text().contains("in another window"));
    assert_eq!(revision::Entity::find().all(site.app.db.read()).await.unwrap().len(), 1);
}

/// Somebody who has an account, in another browser.
async fn signed_in<'a>(site: &'a Site, name: &str) -> crate::harness::Browser<'a> {
    let browser = site.browser();
    let address = format!("{name}@example.org");
    browser.sent("/sign-in/link", &[("email", &address)]).await;
    let link = site.link_to(&address).await;
    browser.sent(&link, &[]).await;
    browser
}

#[db::test]
async fn the_first_review_of_a_new_account_waits_whatever_its_stars(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let _ann = site.doctor("ann").await;
    for (name, stars) in [("new", "5"), ("other", "1")] {
        let patient = site.browser();
        patient.sign_up(&format!("{name}@example.org"), "a sentence of one's own").await;
        assert_eq!(patient.sent(&path(), &form(stars, ("title", ""))).await, path());
        assert!(patient.get(&path()).await.text().contains("waits for a moderator"));
    }
    assert!(all(&site).await.iter().all(|review| review.state == State::Held));
    assert_eq!(all(&site).await[0].state_reason.as_deref(), Some("first_post"));
    assert_eq!((rating(&site).await.0, rating(&site).await.1), (0, 0));
    let page = site.get(&format!("{ANN}/reviews")).await.text();
    assert!(!page.contains(TEXT) && page.contains("Waiting for a moderator"), "{page}");
    assert_eq!(site.get("/reviews/1").await.status, 404);

    let letters = site.letters().await.len();
    let mut write = site.app.write().await.unwrap();
    let held = site::review::hold(&*write, 1).await.unwrap().unwrap();
    site::reviewing::set_state(&mut write, &held, State::Published, None).await.unwrap();
    write.commit().await.unwrap();
    assert!(site.get(&format!("{ANN}/reviews")).await.text().contains(TEXT));
    assert_eq!((rating(&site).await.0, rating(&site).await.1), (1, 5));
    assert_eq!(site.letters().await.len(), letters + 1, "now the doctor is told");
    // Published words of somebody who is still not trusted are not changed behind the moderators' back.
    let patient = signed_in(&site, "new").await;
    let mut fields = form("1", ("text", "Buy your medicines at my own shop instead."));
    fields.retain(|(name, _)| *name != "version");
    fields.push(("version", "1"));
    patient.sent(&path(), &fields).await;
    assert!(!site.get(&format!("{ANN}/reviews")).await.text().contains("at my own shop"));
    assert_eq!((rating(&site).await.0, rating(&site).await.1), (0, 0));
}

#[db::test]
async fn doctors_do_not_review_themselves(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let (ann, bo) = (site.doctor("ann").await, site.doctor("bo").await);
    assert!(ann.get(&path()).await.text().contains("Doctors do not review themselves."));
    let answered = ann.post(&path(), &form("5", ("title", "Me"))).await;
    assert_eq!(answered.status, 422);
    assert!(all(&site).await.is_empty());
    // A colleague may, and says what they are.
    bo.sent(&path(), &form("1", ("relationship", "competitor"))).await;
    assert!(
        site.get(&format!("{ANN}/reviews")).await.text().contains("Somebody who competes with this doctor")
    );
}

#[db::test]
async fn a_form_that_can_not_be_taken_comes_back_whole(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let patient = site.member("pat").await;
    let (long, title) = ("é".repeat(5001), "t".repeat(121));
    for (field, value, said) in [
        ("stars", "", "Please choose from one to five stars."),
        ("stars", "6", "Please choose from one to five stars."),
        ("stars", "0", "Please choose from one to five stars."),
        ("text", "", "Please write something here."),
        ("text", "Too short.", "Please write at least 20 characters."),
        ("text", "\u{200b}\u{2060}\u{3164}\u{202e}", "Please write something here."),
        ("text", &long, "Please use at most 5,000 characters."),
        ("title", &title, "Please use at most 120 characters."),
        ("treatment", "x", "Please write at least 2 characters."),
        ("month", "", "Please give the year and the month"),
        ("month", "2026-12", "This month is still to come."),
        ("month", "2016-10", "The visit must be in the last ten years."),
        ("month", "2026-99", "Please give the year and the month"),
        ("relationship", "", "Please say what you are to this doctor."),
        ("relationship", "friend", "Please say what you are to this doctor."),
    ] {
        let answered = patient.post(&path(), &form("4", (field, value))).await;
        assert_eq!(answered.status, 422, "{field} {value}");
        let page = answered.text();
        assert!(page.contains(said), "{field} {value}: {said} is missing in {page}");
        assert!(field == "text" || page.contains(TEXT), "{field} {value}: the text is kept");
        assert!(page.contains(&format!("href=\"#{field}\"")), "{field} is named");
    }
    assert!(all(&site).await.is_empty());
    // Staff had no visit.
    patient.sent(&path(), &[("stars", "4"), ("text", TEXT), ("relationship", "staff")]).await;
}

#[db::test]
async fn words_of_every_script_are_shown_in_their_own_direction(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let patient = site.member("pat").await;
    let arabic = "طبيبة ممتازة شرحت لي كل شيء بصبر";
    patient.sent(&path(), &form("5", ("text", arabic))).await;
    let page = site.get(&format!("{ANN}/reviews")).await.text();
    assert!(page.contains(arabic) && page.contains("dir=\"auto\""), "{page}");
    let other = site.member("quin").await;
    other.sent(&path(), &form("5", ("text", "<img src=x onerror=alert(1)> and more words"))).await;
    assert!(!site.get(&format!("{ANN}/reviews")).await.text().contains("<img"));
}

#[db::test]
async fn forged_doctors_are_not_there(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let patient = site.member("pat").await;
    for slug in ["nobody", "ann-ash-utrecht%20", "%27%20or%201=1"] {
        let path = format!("/doctors/{slug}/review");
        assert_eq!(patient.get(&path).await.status, 404, "{slug}");
        assert_eq!(patient.post(&path, &form("1", ("title", ""))).await.status, 404, "{slug}");
    }
    for version in ["7", "-1", "2147483647", "99999999999", "x"] {
        patient.post(&path(), &form("3", ("version", version))).await;
    }
    assert_eq!(all(&site).await.len(), 1);
}

#[db::test]
async fn the_stars_are_spread_out_and_every_review_is_accounted_for(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let mut ids = Vec::new();
    for (name, stars) in [("a", "5"), ("b", "5"), ("c", "1"), ("d", "3"), ("e", "2")] {
        ids.push(reviews(&site.member(name).await, stars).await);
    }
    let (mo, eve) = (site.member("mo").await, site.browser());
    eve.sign_up("eve@example.org", "a sentence of one's own").await;
    eve.sent(&path(), &form("1", ("title", ""))).await;
    mo.sent("/doctors/bo-birch-utrecht/review", &form("1", ("title", ""))).await;
    for (id, reason) in [(ids[2], "spam"), (ids[4], "harmful")] {
        let mut write = site.app.write().await.unwrap();
        let review = site::review::hold(&*write, id).await.unwrap().unwrap();
        site::reviewing::set_state(&mut write, &review, State::Removed, Some(reason)).await.unwrap();
        write.commit().await.unwrap();
        let gone = site.get(&format!("/reviews/{id}")).await;
        assert_eq!(gone.status, 410);
        assert!(gone.text().contains(site::web::removal_reason(reason)));
    }
    assert_eq!((rating(&site).await.0, rating(&site).await.1), (3, 13));
    let page = site.get(&format!("{ANN}/reviews")).await.text();
    for (stars, count) in [(5, 2), (4, 0), (3, 1), (2, 0), (1, 0)] {
        let bar = format!(
            "viewBox=\"0 0 3 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path d=\"M0 0h{count}v1H0z\"/></svg></td><td>{count}<"
        );
        assert!(page.contains(&bar), "{stars} stars: {bar} is missing in {page}");
    }
    let profile = site.get(ANN).await.text();
    let fact = |what: &str, count: i64| format!("<dt>{what}</dt><dd class=\"count\">{count}</dd>");
    for (what, count) in [
        ("Published", 3),
        ("Waiting for a moderator", 1),
        ("Removed: It was spam or an advertisement.", 1),
        ("Removed: It could have harmed somebody.", 1),
        ("Received", 6),
    ] {
        assert!(page.contains(&fact(what, count)), "{what} {count} is missing in {page}");
        assert!(profile.contains(&fact(what, count)), "{what} {count} is missing in {profile}");
    }
    let rows = site::review::accounting(&site.app.db).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.count).sum::<i64>(), 7);
    assert!(
        rows.iter().any(|row| row.state == State::Removed
            && row.reason.as_deref() == Some("spam")
            && row.count == 1)
    );
}

#[db::test]
async fn a_removed_review_tells_its_author_why_and_stays(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let patient = site.member("pat").await;
    let id = reviews(&patient, "1").await;
    let mut write = site.app.write().await.unwrap();
    let review = site::review::hold(&*write, id).await.unwrap().unwrap();
    site::reviewing::set_state(&mut write, &review, State::Removed, Some("spam")).await.unwrap();
    write.commit().await.unwrap();
    let page = patient.get(&path()).await.text();
    assert!(page.contains("This review was removed. Reason: It was spam or an advertisement."), "{page}");
    assert!(page.contains(TEXT), "the author still reads it");
    assert_eq!(patient.post(&path(), &form("5", ("version", "1"))).await.status, 422);
    assert_eq!(all(&site).await[0].stars, 1);
}
