//! `/moderation`

use db::{
    TestDb,
    entity::decision,
    sea_orm::EntityTrait,
    value::{AccountRole, State},
};
use site::config::Within;

use super::{answer, audited, clinic, counts_are_right, decide, question, report, review};
use crate::harness::Site;

#[db::test]
async fn the_queue_has_what_was_reported_and_what_is_held_the_oldest_first(test: TestDb) {
    clinic(&test).await;
    let site = Site::with(&test, |config| config.lists.page = Within::nearest(2)).await;
    let (ann, bob) = (site.member("ann").await, site.member("bob").await);
    let mo = site.person("mo", AccountRole::Moderator).await;
    assert!(
        !ann.get("/").await.text().contains("/moderation")
            && mo.get("/").await.text().contains("/moderation")
    );
    site.later(60);
    let (one, two) = (question(&test, "q1").await.id, answer(&test, "q1/d1").await.id);
    report(&ann, &format!("answer/{two}"), "unsafe").await;
    report(&bob, &format!("answer/{two}"), "rude").await;
    site.later(60);
    report(&ann, &format!("question/{one}"), "spam").await;
    let first = mo.get("/moderation").await.text();
    let place = |text: &str| first.find(text).unwrap_or(usize::MAX);
    assert!(place("Is this my first question?") < place("Headline 2") && place("Headline 2") < usize::MAX);
    assert!(first.contains("2 reports") && !first.contains("Can it make hair fall out?"));
    let at = first.find("/moderation?after=").expect("there is a second page");
    let next = &first[at..at + first[at..].find('"').unwrap()];
    let second = mo.get(next).await.text();
    assert!(second.contains("Can it make hair fall out?") && !second.contains("Headline 2"));
    for (query, shown, hidden) in [
        ("kind=answer", "Headline 2", "Can it make hair"),
        ("reason=spam", "Can it make hair", "Headline 2"),
        ("reason=first_post", "Is this my first", "Headline 2"),
        ("kind=question&reason=rude", "Nothing waits here.", "Headline 2"),
    ] {
        let page = mo.get(&format!("/moderation?{query}")).await.text();
        assert!(page.contains(shown) && !page.contains(hidden), "{query}");
    }
    assert_eq!(mo.get("/moderation?kind=account").await.status, 400);
}

#[db::test]
async fn others_see_a_claim_for_half_an_hour_and_may_still_act(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    let (mo, max) =
        (site.person("mo", AccountRole::Moderator).await, site.person("max", AccountRole::Moderator).await);
    let thing = format!("question/{}", question(&test, "q1").await.id);
    report(&ann, &thing, "spam").await;
    mo.sent(&format!("/moderation/{thing}/claim"), &[]).await;
    max.sent(&format!("/moderation/{thing}/claim"), &[]).await;
    assert!(
        mo.get("/moderation?claimed=me").await.text().contains("Can it make hair"),
        "the first claim holds"
    );
    assert!(max.get("/moderation?claimed=me").await.text().contains("Nothing waits"));
    assert!(!max.get("/moderation?claimed=nobody").await.text().contains("Can it make hair"));
    assert!(max.get("/moderation").await.text().contains("Another moderator has taken this case."));
    max.sent(&format!("/moderation/{thing}/release"), &[]).await;
    assert!(
        mo.get("/moderation?claimed=me").await.text().contains("Can it make hair"),
        "it is not max’s to give up"
    );
    site.later(30 * 60 + 1);
    assert!(max.get("/moderation?claimed=nobody").await.text().contains("Can it make hair"));
    max.sent(&format!("/moderation/{thing}/claim"), &[]).await;
    assert!(max.get("/moderation?claimed=me").await.text().contains("Can it make hair"));
    decide(&mo, &thing, "dismiss", &[("reason", "fine")]).await;
    assert!(!max.get("/moderation").await.text().contains("Can it make hair"));
}

#[db::test]
async fn spam_goes_many_at_once_with_a_decision_each(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let (one, given, said) =
        (question(&test, "q1").await.id, answer(&test, "q2/d1").await.id, review(&test, "r1").await.id);
    let boxes = [format!("question-{one}"), format!("answer-{given}"), format!("review-{said}")];
    let mut fields: Vec<(&str, &str)> = boxes.iter().map(|name| ("thing", name.as_str())).collect();
    fields.extend([("thing", "question-999999"), ("thing", "rubbish"), ("thing", &boxes[0])]);
    assert_eq!(mo.sent("/moderation/bulk", &fields).await, "/moderation");
    assert_eq!(question(&test, "q1").await.state, State::Removed);
    assert_eq!(answer(&test, "q2/d1").await.state_reason.as_deref(), Some("spam"));
    assert_eq!(review(&test, "r1").await.state, State::Removed);
    assert_eq!(decision::Entity::find().all(test.db.read()).await.unwrap().len(), 3);
    mo.sent("/moderation/bulk", &fields).await;
    assert_eq!(decision::Entity::find().all(test.db.read()).await.unwrap().len(), 3, "twice is once");
    let many: Vec<(&str, &str)> = vec![("thing", "question-1"); 51];
    assert_eq!(mo.post("/moderation/bulk", &many).await.status, 413);
    counts_are_right(&test).await;
    audited(&test, 3).await;
}
