//! A site on which people ask, answer, review and moderate goes out as an archive and comes in again the same.

use db::{TestDb, value::AccountRole};

use super::{Empty, export, import, of_kind, refused};
use crate::{
    harness::{Browser, Site},
    moderation::{clinic, decide, question},
};

const DOCTOR: &str = "/doctors/ann-ash-utrecht";

/// Asks what is published at once, and gives its number.
async fn asks(member: &Browser<'_>, title: &str) -> String {
    let form = [
        ("scope", "about_me"),
        ("title", title),
        ("body", "It began two weeks ago and does not get better at all."),
        ("duration", "two weeks"),
        ("medication", "none"),
        ("tried", "waiting"),
        ("country", "NL"),
        ("version", "0"),
    ];
    member.sent("/ask", &form).await;
    let path = member.sent("/ask/send", &[("version", "1")]).await;
    path.split('/').nth(2).unwrap().to_owned()
}

/// What people do in a week.
async fn lives(site: &Site, test: &TestDb) -> String {
    let (pat, ann, mo) =
        (site.member("pat").await, site.doctor("d0").await, site.person("mo", AccountRole::Moderator).await);
    let id = asks(&pat, "Does a cold compress help hair to stay?").await;
    pat.sent(&format!("/questions/{id}/details"), &[("details", "It itches by now, mostly at *night*.")])
        .await;
    pat.sent(&format!("/questions/{id}/found"), &[("found", "yes")]).await;
    let answer = [
        ("version", "0"),
        ("headline", "Not that anybody has shown"),
        ("text", "Hair grows on **as before**."),
        ("stance", "no"),
        ("see_someone", "the hair falls out in patches"),
        ("interests", "I sell compresses"),
        ("citations", "PMID 27843928\nhttps://example.org/study"),
        ("accepted", "yes"),
        ("act", "publish"),
    ];
    let place = ann.sent(&format!("/questions/{id}/answer"), &answer).await;
    let given = place.rsplit_once("#answer-").unwrap().1.to_owned();
    let mut changed: Vec<(&str, &str)> =
        answer.into_iter().filter(|(name, _)| !["version", "text", "act"].contains(name)).collect();
    changed.extend([
        ("version", "0"),
        ("text", "Hair grows on a little slower."),
        ("correction", "A new study says so"),
        ("act", "publish"),
    ]);
    ann.sent(&format!("/answers/{given}/edit"), &changed).await;
    pat.sent(&format!("/answers/{given}/thanks"), &[("thanks", "yes")]).await;
    let review = [
        ("stars", "2"),
        ("title", "In a hurry"),
        ("text", "She had no time for me and my many questions."),
        ("treatment", "a cold compress"),
        ("month", "2026-05"),
        ("relationship", "family"),
        ("version", "0"),
    ];
    pat.sent(&format!("{DOCTOR}/review"), &review).await;
    let page = pat.get(&format!("{DOCTOR}/reviews")).await.text();
    let wrote = page.split("id=\"review-").find(|part| part.contains("In a hurry")).unwrap();
    let wrote = wrote.split('"').next().unwrap().to_owned();
    let reply = [("reply", "We cannot speak of any visit. Please call us."), ("warned", "yes")];
    ann.sent(&format!("/reviews/{wrote}/reply"), &reply).await;
    let words = [("reason", "false"), ("words", "Our own records show another course.")];
    let disputed = page.split("id=\"review-").find(|part| part.contains("Bea Brook")).unwrap();
    ann.sent(&format!("/reviews/{}/dispute", disputed.split('"').next().unwrap()), &words).await;
    decide(&mo, &format!("question/{id}"), "lock", &[("reason", "settled")]).await;
    let (one, other) = (question(test, "q2").await.id, question(test, "q1").await.id);
    let edit = [("reason", "personal_data"), ("title", "Can it make hair fall?"), ("text", "I do wonder.")];
    decide(&mo, &format!("question/{other}"), "edit", &edit).await;
    decide(
        &mo,
        &format!("question/{one}"),
        "merge",
        &[("reason", "duplicate"), ("into", &other.to_string())],
    )
    .await;
    id
}

/// What readers are shown of it, but for where it comes from.
async fn pages(site: &Site, asked: &str, one: i64) -> Vec<String> {
    let path = site.get(&format!("/questions/{asked}")).await.header("location").to_owned();
    let mut pages =
        vec![path.clone(), site.get(&format!("/questions/{one}")).await.header("location").to_owned()];
    for page in [path.as_str(), DOCTOR, &format!("{DOCTOR}/reviews"), "/questions/1/can-it-make-hair-fall"] {
        let shown = site.get(page).await;
        assert_eq!(shown.status, 200, "{page}");
        pages.push(shown.text());
    }
    pages
}

#[db::test]
async fn a_living_site_comes_in_again_as_it_left(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let asked = lives(&site, &test).await;
    let joined = question(&test, "q2").await.id;
    let (before, text) = (pages(&site, &asked, joined).await, export(&test.db).await);
    for private in ["pat@", "example.org\"", "Our own records", "account"] {
        assert!(!text.contains(private), "{private} is nobody's business");
    }
    test.empty().await;
    assert_eq!(refused(&import(&test.db, &text).await), 0);
    assert_eq!(export(&test.db).await, text);
    let again = Site::of(&test).await;
    let after = pages(&again, &asked, joined).await;
    assert_eq!(before[..2], after[..2], "the same addresses");
    for (page, shown) in [
        (2, "mostly at <em>night</em>"),
        (2, "says that they found their answer"),
        (2, "A new study says so"),
        (2, "a little slower"),
        (2, "the hair falls out in patches"),
        (2, "I sell compresses"),
        (2, "Netherlands"),
        (3, "Please call us."),
        (3, "In a hurry"),
        (3, "a cold compress"),
        (3, "Visit in May 2026"),
        (3, "The words are held back while a dispute is decided"),
        (4, "A relative of a patient"),
        (5, "Edited by a moderator."),
    ] {
        for (when, pages) in [("before", &before), ("after", &after)] {
            assert!(pages[page].contains(shown), "{when}: {shown} is not in {}", pages[page]);
        }
    }
    // Who decides on held words finds them.
    let mo = again.person("mo", AccountRole::Moderator).await;
    assert!(mo.get("/reviews/disputes").await.text().contains("Ann Ash"));
}

#[db::test]
async fn what_somebody_had_erased_leaves_as_a_tombstone(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let (pat, ann) = (site.member("pat").await, site.doctor("d0").await);
    let id = asks(&pat, "Does a cold compress help hair to stay?").await;
    for who in [&pat, &ann] {
        assert_eq!(who.sent("/account/leave", &[("texts", "go"), ("sure", "yes")]).await, "/farewell");
    }
    let text = export(&test.db).await;
    assert!(!text.contains("cold compress") && !text.contains("Ann Ash"), "{text}");
    assert!(of_kind(&text, "question").iter().any(|line| line.contains(r#""state_reason":"erased""#)));
    test.empty().await;
    assert_eq!(refused(&import(&test.db, &text).await), 0);
    assert_eq!(export(&test.db).await, text);
    assert_eq!(Site::of(&test).await.get(&format!("/questions/{id}/question")).await.status, 410);
}
