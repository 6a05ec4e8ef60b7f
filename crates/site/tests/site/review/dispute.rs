//! `/reviews/{id}/dispute`, and how moderators decide.

use db::{
    TestDb,
    entity::{audit, review_dispute},
    sea_orm::EntityTrait,
    value::{AccountRole, DisputeState, State},
};

use super::{ANN, TEXT, all, form, practice, rating, reviews};
use crate::harness::{Browser, Site};

const FIELDS: [(&str, &str); 2] = [("reason", "false"), ("words", "Our own records show another course.")];

async fn disputed<'a>(site: &'a Site) -> (Browser<'a>, Browser<'a>, i64) {
    let (ann, patient) = (site.doctor("ann").await, site.member("pat").await);
    let id = reviews(&patient, "1").await;
    let path = format!("/reviews/{id}/dispute");
    assert_eq!(ann.sent(&path, &FIELDS).await, path);
    (ann, patient, id)
}

async fn pages(site: &Site, id: i64) -> Vec<String> {
    let mut pages = Vec::new();
    for path in [ANN.to_owned(), format!("{ANN}/reviews"), format!("/reviews/{id}")] {
        pages.push(site.get(&path).await.text());
    }
    pages
}

#[db::test]
async fn an_open_dispute_holds_the_words_and_never_the_stars(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let (ann, patient) = (site.doctor("ann").await, site.member("pat").await);
    let id = reviews(&patient, "1").await;
    let before = rating(&site).await;
    assert!(pages(&site, id).await.iter().all(|page| page.contains(TEXT) && page.contains("Kind")));
    let path = format!("/reviews/{id}/dispute");
    let (a, b) = tokio::join!(ann.post(&path, &FIELDS), ann.post(&path, &FIELDS));
    assert!([a, b].iter().all(|answered| [303, 422].contains(&answered.status.as_u16())));
    assert_eq!(review_dispute::Entity::find().all(site.app.db.read()).await.unwrap().len(), 1);
    for page in pages(&site, id).await {
        assert!(!page.contains(TEXT) && !page.contains("Kind"), "{page}");
        assert!(
            page.contains("The words are held back while a dispute is decided; the stars count."),
            "{page}"
        );
        assert!(page.contains("1 out of 5 stars"), "{page}");
        assert!(!page.contains("Our own records"), "what the moderators are told stays with them");
    }
    assert_eq!(rating(&site).await, before);
    // Neither side changes anything meanwhile.
    assert_eq!(patient.post(&format!("{ANN}/review"), &form("5", ("version", "1"))).await.status, 422);
    let reply = [("reply", "We do not agree at all."), ("warned", "yes")];
    assert_eq!(ann.post(&format!("/reviews/{id}/reply"), &reply).await.status, 422);
    assert_eq!(rating(&site).await, before);
}

#[db::test]
async fn a_dismissed_dispute_gives_the_words_back(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let (ann, _patient, id) = disputed(&site).await;
    let before = rating(&site).await;
    let judge = site.person("mo", AccountRole::Moderator).await;
    assert!(judge.get("/reviews/disputes").await.text().contains(&format!("/reviews/{id}/dispute/decision")));
    let path = format!("/reviews/{id}/dispute/decision");
    let page = judge.get(&path).await.text();
    assert!(page.contains(TEXT) && page.contains("Our own records"), "{page}");
    site.letters().await;
    let told = site.letters().await.len();
    assert_eq!(judge.sent(&path, &[("outcome", "dismiss")]).await, "/reviews/disputes");
    assert!(pages(&site, id).await.iter().all(|page| page.contains(TEXT)));
    assert_eq!(rating(&site).await, before);
    assert_eq!(site.letters().await.len(), told + 2, "both sides are told");
    assert!(judge.get("/reviews/disputes").await.text().contains("No dispute waits"));
    let again = ann.post(&format!("/reviews/{id}/dispute"), &FIELDS).await;
    assert_eq!(again.status, 422);
    assert!(again.text().contains("a moderator decided that they stay"));
    let twice = judge.post(&path, &[("outcome", "remove"), ("reason", "spam")]).await;
    assert_eq!(twice.status, 422, "it was decided already");
    assert_eq!(all(&site).await[0].state, State::Published);
}

#[db::test]
async fn words_that_change_can_be_disputed_again(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let (ann, patient, id) = disputed(&site).await;
    let judge = site.person("mo", AccountRole::Moderator).await;
    judge.sent(&format!("/reviews/{id}/dispute/decision"), &[("outcome", "dismiss")]).await;
    site.later(60);
    let fields = form("1", ("text", "Now I say something else that is not so."));
    let fields: Vec<_> =
        fields.into_iter().filter(|(name, _)| *name != "version").chain([("version", "1")]).collect();
    patient.sent(&format!("{ANN}/review"), &fields).await;
    ann.sent(&format!("/reviews/{id}/dispute"), &FIELDS).await;
    assert!(pages(&site, id).await.iter().all(|page| !page.contains("Now I say")));
}

#[db::test]
async fn an_upheld_dispute_takes_the_words_for_a_public_reason_and_leaves_the_stars(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let (ann, patient, id) = disputed(&site).await;
    let before = rating(&site).await;
    let judge = site.person("mo", AccountRole::Moderator).await;
    let path = format!("/reviews/{id}/dispute/decision");
    for (fields, said) in [
        (vec![("outcome", "words")], "Please choose the reason that everybody is told."),
        (
            vec![("outcome", "words"), ("reason", "because")],
            "Please choose the reason that everybody is told.",
        ),
        (vec![("outcome", "")], "Please choose one."),
    ] {
        let answered = judge.post(&path, &fields).await;
        assert_eq!(answered.status, 422, "{fields:?}");
        assert!(answered.text().contains(said), "{fields:?}");
    }
    judge.sent(&path, &[("outcome", "words"), ("reason", "personal_data")]).await;
    for page in pages(&site, id).await {
        assert!(!page.contains(TEXT), "{page}");
        assert!(
            page.contains("The words were removed; the stars count. Reason: It showed who somebody is."),
            "{page}"
        );
    }
    assert_eq!(rating(&site).await, before);
    assert!(ann.get(&format!("/reviews/{id}/dispute")).await.text().contains("Your dispute was upheld."));
    let mine = patient.get(&format!("{ANN}/review")).await.text();
    assert!(mine.contains("It showed who somebody is."), "{mine}");
    let acts = audit::Entity::find().all(site.app.db.read()).await.unwrap();
    assert_eq!(acts.iter().map(|act| act.action.as_str()).collect::<Vec<_>>(), ["take_words"]);
    let disputes = review_dispute::Entity::find().all(site.app.db.read()).await.unwrap();
    assert_eq!(disputes[0].state, DisputeState::Upheld);
}

#[db::test]
async fn a_whole_review_goes_for_a_public_reason_and_is_counted_as_gone(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let (_ann, _patient, id) = disputed(&site).await;
    assert_eq!((rating(&site).await.0, rating(&site).await.1), (1, 1));
    let judge = site.person("mo", AccountRole::Moderator).await;
    let path = format!("/reviews/{id}/dispute/decision");
    judge.sent(&path, &[("outcome", "remove"), ("reason", "not_a_review")]).await;
    assert_eq!((rating(&site).await.0, rating(&site).await.1), (0, 0));
    let page = site.get(&format!("{ANN}/reviews")).await.text();
    assert!(page.contains("Removed: It was no review of a visit."), "{page}");
    assert_eq!(site.get(&format!("/reviews/{id}")).await.status, 410);
    assert_eq!(all(&site).await[0].text_held, None, "an appeal finds it whole");
}

#[db::test]
async fn only_the_doctor_disputes_and_only_moderators_decide(test: TestDb) {
    practice(&test).await;
    let site = Site::of(&test).await;
    let (bo, patient) = (site.doctor("bo").await, site.member("pat").await);
    let id = reviews(&patient, "1").await;
    let path = format!("/reviews/{id}/dispute");
    assert_eq!(bo.post(&path, &FIELDS).await.status, 404);
    assert_eq!(patient.post(&path, &FIELDS).await.status, 403);
    let decision = format!("{path}/decision");
    let decide = [("outcome", "remove"), ("reason", "spam")];
    assert_eq!(patient.post(&decision, &decide).await.status, 403);
    assert_eq!(bo.post(&decision, &decide).await.status, 403);
    let ann = site.doctor("ann").await;
    let long = "x".repeat(2001);
    for fields in [
        [("reason", ""), ("words", "Because it is so.")],
        [("reason", "because"), ("words", "Because it is so.")],
        [("reason", "false"), ("words", "\u{200b}\u{200b}")],
        [("reason", "false"), ("words", &long)],
    ] {
        assert_eq!(ann.post(&path, &fields).await.status, 422, "{fields:?}");
    }
    assert!(pages(&site, id).await.iter().all(|page| page.contains(TEXT)));
}
