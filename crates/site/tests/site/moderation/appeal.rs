//! From a report to an appeal that somebody else settles.

use db::{
    TestDb,
    entity::{appeal, notice},
    sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter},
    value::{AccountRole, NoticeKind, Outcome, State},
};

use super::{asked_by, audited, clinic, counts_are_right, decide, decision_for, question, report, told};
use crate::{
    agreement::{QUESTION, colleagues, mark},
    answer::{answered, answers, clinic as answering, with},
    harness::Site,
};

#[db::test]
async fn a_report_is_decided_told_appealed_and_overturned_by_somebody_else(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let (ann, bob, eve) = (site.member("ann").await, site.member("bob").await, site.member("eve").await);
    let mo = site.person("mo", AccountRole::Moderator).await;
    let max = site.person("max", AccountRole::Moderator).await;
    asked_by(&site, &test, "q1", "ann").await;
    let asked = question(&test, "q1").await;
    let thing = format!("question/{}", asked.id);
    bob.sent(&format!("/report/{thing}"), &[("reason", "rude"), ("words", "It hurts hair.")]).await;
    assert!(mo.get(&format!("/moderation/{thing}")).await.text().contains("It hurts hair."));
    decide(&mo, &thing, "remove", &[("reason", "rude"), ("note", "Please be kind.")]).await;

    let letters = site.letters().await;
    for who in ["ann@example.org", "bob@example.org"] {
        let theirs = letters
            .iter()
            .filter(|letter| letter.to.to_string() == who && letter.text.contains("/decisions/"));
        assert_eq!(theirs.count(), 1, "{who}");
    }
    let path = decision_for(&site, &test, "ann").await;
    let own = ann.get(&path).await.text();
    assert!(
        own.contains("It was rude or hurt people.")
            && own.contains("Please be kind.")
            && own.contains("Send the appeal")
    );
    let reporters = bob.get(&path).await.text();
    assert!(
        reporters.contains("Thank you")
            && !reporters.contains("Please be kind.")
            && !reporters.contains("appeal\"")
    );
    assert_eq!(eve.get(&path).await.status, 404);
    assert_eq!(bob.post(&format!("{path}/appeal"), &[("words", "Me too.")]).await.status, 404);

    assert_eq!(ann.post(&format!("{path}/appeal"), &[("words", " \u{200b}")]).await.status, 422);
    ann.sent(&format!("{path}/appeal"), &[("words", "I was polite.")]).await;
    ann.sent(&format!("{path}/appeal"), &[("words", "Once more.")]).await;
    let appeals = appeal::Entity::find().all(test.db.read()).await.unwrap();
    assert_eq!((appeals.len(), appeals[0].words.as_str()), (1, "I was polite."));
    let settle = format!("/appeals/{}", appeals[0].id);

    assert!(mo.get("/appeals").await.text().contains("somebody else looks at it again"));
    assert!(!mo.get("/appeals").await.text().contains(&settle));
    assert_eq!(mo.get(&settle).await.status, 403);
    let fields = [("outcome", "overturned"), ("reason", "It was polite.")];
    assert_eq!(mo.post(&settle, &fields).await.status, 403);
    assert_eq!(max.post(&settle, &[("outcome", "overturned")]).await.status, 422);
    assert!(max.get("/appeals").await.text().contains(&settle));
    assert_eq!(max.sent(&settle, &fields).await, "/appeals");
    max.sent(&settle, &[("outcome", "upheld"), ("reason", "No.")]).await;

    assert_eq!(question(&test, "q1").await.state, State::Published);
    assert_eq!(
        appeal::Entity::find().one(test.db.read()).await.unwrap().unwrap().outcome,
        Some(Outcome::Overturned)
    );
    assert_eq!(told(&site, &test, "ann").await.kind, NoticeKind::Appeal);
    let own = ann.get(&path).await.text();
    assert!(own.contains("you were right") && own.contains("It was polite."));
    counts_are_right(&test).await;
    audited(&test, 3).await;
}

#[db::test]
async fn an_appeal_that_is_upheld_leaves_things_as_they_are(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let max = site.person("max", AccountRole::Moderator).await;
    asked_by(&site, &test, "q1", "ann").await;
    let thing = format!("question/{}", question(&test, "q1").await.id);
    decide(&mo, &thing, "lock", &[("reason", "settled")]).await;
    let path = decision_for(&site, &test, "ann").await;
    ann.sent(&format!("{path}/appeal"), &[("words", "I want more answers.")]).await;
    max.sent("/appeals/1", &[("outcome", "upheld"), ("reason", "Six are enough.")]).await;
    assert!(question(&test, "q1").await.locked.is_some());
    assert!(ann.get(&path).await.text().contains("the decision stands"));
    assert!(max.get("/appeals").await.text().contains("Nothing waits here."));
    audited(&test, 2).await;
}

#[db::test]
async fn that_nothing_was_wrong_is_told_to_who_reported_alone(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let (ann, bob) = (site.member("ann").await, site.member("bob").await);
    let mo = site.person("mo", AccountRole::Moderator).await;
    asked_by(&site, &test, "q1", "ann").await;
    let thing = format!("question/{}", question(&test, "q1").await.id);
    report(&bob, &thing, "false").await;
    decide(&mo, &thing, "dismiss", &[("reason", "fine")]).await;
    site.letters().await;
    let path = decision_for(&site, &test, "bob").await;
    assert!(bob.get(&path).await.text().contains("Left as it is"));
    assert_eq!(ann.get(&path).await.status, 404);
    assert_eq!(notice::Entity::find().count(test.db.read()).await.unwrap(), 1);
    report(&bob, &thing, "false").await;
    assert!(mo.get("/moderation").await.text().contains("Can it make hair"), "it may be reported again");
}

const OVERTURNED: [(&str, &str); 2] = [("outcome", "overturned"), ("reason", "So it was.")];
const STAYS: &str = "It was changed since or is gone, so it stays as it is.";

#[db::test]
async fn an_overturned_change_leaves_what_its_author_wrote_since(test: TestDb) {
    let site = answering(&test).await;
    let doctor = site.doctor("d0").await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let max = site.person("max", AccountRole::Moderator).await;
    let id = answered(&doctor).await;
    let fields = [("reason", "unsafe"), ("title", "No"), ("text", "Ask a doctor near you.")];
    decide(&mo, &format!("answer/{id}"), "edit", &fields).await;
    let path = decision_for(&site, &test, "d0").await;
    doctor.sent(&format!("{path}/appeal"), &[("words", "It was safe.")]).await;
    let newer = with(&[("version", "1"), ("text", "What I found out since.")]);
    doctor.sent(&format!("/answers/{id}/edit"), &newer).await;
    let to = max.sent("/appeals/1", &OVERTURNED).await;
    assert!(max.get(&to).await.text().contains("changed since or is gone"), "{to}");
    assert_eq!(answers(&site).await[0].body, "What I found out since.");
    assert!(doctor.get(&path).await.text().contains(STAYS));
}

#[db::test]
async fn an_overturned_change_leaves_a_colleagues_newer_words(test: TestDb) {
    colleagues(&test).await;
    let site = Site::of(&test).await;
    let doctor = site.doctor("d5").await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let max = site.person("max", AccountRole::Moderator).await;
    mark(&doctor, 1, "caveat", "Only where Bea Brook lives.").await;
    decide(&mo, "agreement/1", "edit", &[("reason", "rude"), ("text", "Only in some places.")]).await;
    let path = decision_for(&site, &test, "d5").await;
    doctor.sent(&format!("{path}/appeal"), &[("words", "It was right.")]).await;
    mark(&doctor, 1, "caveat", "Only where it is cold.").await;
    max.sent("/appeals/1", &OVERTURNED).await;
    let page = site.get(QUESTION).await.text();
    assert!(page.contains("Only where it is cold.") && !page.contains("Bea Brook"), "{page}");
    assert!(doctor.get(&path).await.text().contains(STAYS));
}

#[db::test]
async fn an_appeal_about_what_is_gone_is_settled_and_read(test: TestDb) {
    colleagues(&test).await;
    let site = Site::of(&test).await;
    let (doctor, other) = (site.doctor("d5").await, site.doctor("d1").await);
    let mo = site.person("mo", AccountRole::Moderator).await;
    let max = site.person("max", AccountRole::Moderator).await;
    mark(&doctor, 1, "caveat", "Only where the dose is low.").await;
    decide(&mo, "agreement/1", "remove", &[("reason", "unsafe")]).await;
    let path = decision_for(&site, &test, "d5").await;
    doctor.sent(&format!("{path}/appeal"), &[("words", "It was safe.")]).await;
    mark(&doctor, 1, "none", "").await;
    assert!(doctor.get(&path).await.text().contains("It was safe."));
    assert_eq!(other.get(&path).await.status, 404);
    assert!(max.get("/appeals").await.text().contains("/appeals/1"));
    assert!(max.get("/appeals/1").await.text().contains("Nothing can be undone"));
    max.sent("/appeals/1", &OVERTURNED).await;
    assert!(max.get("/appeals").await.text().contains("Nothing waits here."));
    assert!(doctor.get(&path).await.text().contains(STAYS));
}

/// Words that were removed stay away when they are taken back and given again, and no longer than the removal stands.
#[db::test]
async fn words_whose_removal_was_wrong_may_be_given_again(test: TestDb) {
    colleagues(&test).await;
    let site = Site::of(&test).await;
    let doctor = site.doctor("d5").await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let max = site.person("max", AccountRole::Moderator).await;
    let words = "Only where the dose is low.";
    let mut appeals = 0;
    for given_again_before in [true, false] {
        let answer = if given_again_before { 1 } else { 2 };
        mark(&doctor, answer, "caveat", words).await;
        let standing = db::entity::agreement::Column::AnswerId.eq(answer);
        let standing = db::entity::agreement::Entity::find().filter(standing).one(test.db.read()).await;
        let thing = format!("agreement/{}", standing.unwrap().unwrap().id);
        decide(&mo, &thing, "remove", &[("reason", "unsafe")]).await;
        let path = decision_for(&site, &test, "d5").await;
        doctor.sent(&format!("{path}/appeal"), &[("words", "It was safe.")]).await;
        mark(&doctor, answer, "none", "").await;
        if given_again_before {
            mark(&doctor, answer, "caveat", words).await;
            assert!(!site.get(QUESTION).await.text().contains(words), "the removal stands");
        }
        appeals += 1;
        max.sent(&format!("/appeals/{appeals}"), &OVERTURNED).await;
        if !given_again_before {
            mark(&doctor, answer, "caveat", words).await;
        }
        let shown = site.get(QUESTION).await.text().matches(words).count();
        assert_eq!(shown, appeals, "shown again, also on a page that was kept");
    }
}
