//! What moderators do to a thing.

use db::{
    TestDb,
    entity::decision,
    sea_orm::EntityTrait,
    value::{AccountRole, State},
};

use super::{answer, asked_by, audited, clinic, counts_are_right, decide, question, report, review, told};
use crate::harness::Site;

#[db::test]
async fn a_first_post_is_published_and_its_author_trusted(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    asked_by(&site, &test, "held", "ann").await;
    let trusted = async || {
        let id = site.account("ann").await;
        db::entity::account::Entity::find_by_id(id).one(test.db.read()).await.unwrap().unwrap().trusted_at
    };
    let before = trusted().await;
    let held = question(&test, "held").await;
    let path = format!("/questions/{}/{}", held.id, held.slug);
    assert_eq!(site.get(&path).await.status, 404);
    decide(&mo, &format!("question/{}", held.id), "publish", &[("reason", "fine")]).await;
    assert_eq!(site.get(&path).await.status, 200);
    assert!(trusted().await.is_some() && (before.is_some() || trusted().await == Some(site.app.clock.now())));
    assert!(!mo.get("/moderation").await.text().contains("Is this my first question?"));
    let notice = told(&site, &test, "ann").await;
    assert_eq!(notice.path, format!("/questions/{}", held.id), "its title would be in the letter");
    let letters: Vec<String> = site.letters().await.into_iter().map(|letter| letter.text).collect();
    let published = |text: &&String| text.contains("Your question was published.");
    let letter = letters.iter().find(published).unwrap_or_else(|| panic!("{letters:?}"));
    assert!(letter.contains(&notice.path) && !letter.contains("first question"), "{letter}");
    assert!(ann.get("/account/notices").await.text().contains("Your question was published."));
    counts_are_right(&test).await;
}

#[db::test]
async fn what_is_removed_leaves_its_reason_and_comes_back_whole(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let asked = question(&test, "q1").await;
    let path = format!("/questions/{}/{}", asked.id, asked.slug);
    assert_eq!(site.get(&path).await.status, 200);
    for (thing, act, reason) in [
        (format!("answer/{}", answer(&test, "q1/d0").await.id), "remove", "unsafe"),
        (format!("question/{}", asked.id), "remove", "illegal"),
        (format!("review/{}", review(&test, "r1").await.id), "remove", "not_a_review"),
    ] {
        decide(&mo, &thing, act, &[("reason", reason), ("note", "Please read the rules.")]).await;
        counts_are_right(&test).await;
    }
    let gone = site.get(&path).await;
    assert!(gone.status == 410 && gone.text().contains("The law does not allow it."));
    assert!(
        !site.get("/doctors/ann-ash-utrecht").await.text().contains("Bea Brook")
            || review(&test, "r2").await.state == State::Published
    );
    decide(&mo, &format!("question/{}", asked.id), "restore", &[("reason", "mistake")]).await;
    counts_are_right(&test).await;
    let page = site.get(&path).await.text();
    assert!(page.contains("An answer was removed.") && page.contains("The advice was unsafe."));
    decide(&mo, &format!("answer/{}", answer(&test, "q1/d0").await.id), "restore", &[("reason", "mended")])
        .await;
    assert!(site.get(&path).await.text().contains("Headline 1"));
    counts_are_right(&test).await;
    audited(&test, 5).await;
}

#[db::test]
async fn a_locked_question_says_so_and_is_opened_again(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let asked = question(&test, "q1").await;
    let (thing, path) = (format!("question/{}", asked.id), format!("/questions/{}/{}", asked.id, asked.slug));
    decide(&mo, &thing, "lock", &[("reason", "settled")]).await;
    assert_eq!(question(&test, "q1").await.locked.as_deref(), Some("settled"));
    assert!(site.get(&path).await.text().contains("This question is closed for answers."));
    decide(&mo, &thing, "unlock", &[("reason", "fine")]).await;
    assert!(!site.get(&path).await.text().contains("is closed for answers"));
}

#[db::test]
async fn a_question_moves_to_other_topics(test: TestDb) {
    clinic(&test).await;
    let mut more = crate::harness::Clinic::default();
    more.line(
        &serde_json::json!({"kind": "topic", "id": "scalp", "name": "Scalp", "topic_kind": "body_area"}),
    );
    more.open(&test.db).await;
    let site = Site::of(&test).await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let thing = format!("question/{}", question(&test, "q1").await.id);
    assert!(mo.get(&format!("/moderation/{thing}/move")).await.text().contains("Hair loss"));
    let again = mo
        .post(&format!("/moderation/{thing}/move"), &[("reason", "wrong_topic"), ("topics", "Nonsense")])
        .await;
    assert!(again.status == 422 && again.text().contains("There is no topic called “Nonsense”."));
    decide(&mo, &thing, "move", &[("reason", "wrong_topic"), ("topics", "scalp\r\nSCALP")]).await;
    counts_are_right(&test).await;
    assert!(site.get("/topics/scalp").await.text().contains("Can it make hair fall out?"));
    assert!(!site.get("/topics/hair-loss").await.text().contains("Can it make hair fall out?"));
}

#[db::test]
async fn every_act_needs_a_reason_that_fits_and_words_that_are_not_too_long(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let path = format!("/moderation/question/{}", question(&test, "q1").await.id);
    let long = "a".repeat(1001);
    for (act, fields) in [
        ("remove", vec![("note", "kept words")]),
        ("remove", vec![("reason", "fine"), ("note", "kept words")]),
        ("remove", vec![("reason", "unheard-of"), ("note", "kept words")]),
        ("dismiss", vec![("reason", "spam"), ("note", "kept words")]),
        ("suspend", vec![("reason", "spam"), ("term", "400"), ("note", "kept words")]),
        ("merge", vec![("reason", "duplicate"), ("into", "0"), ("note", "kept words")]),
        (
            "edit",
            vec![("reason", "personal_data"), ("title", "\u{200b}"), ("text", "x"), ("note", "kept words")],
        ),
    ] {
        let again = mo.post(&format!("{path}/{act}"), &fields).await;
        assert_eq!(again.status, 422, "{act} {fields:?}");
        assert!(again.text().contains("kept words"), "{act}");
    }
    assert_eq!(mo.post(&format!("{path}/remove"), &[("reason", "spam"), ("note", &long)]).await.status, 422);
    for act in ["put_back", "readmit", "nonsense"] {
        assert_eq!(mo.post(&format!("{path}/{act}"), &[("reason", "spam")]).await.status, 404);
    }
    assert!(decision::Entity::find().all(test.db.read()).await.unwrap().is_empty());
    audited(&test, 0).await;
}

#[db::test]
async fn two_moderators_at_once_make_one_decision(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let (mo, max) =
        (site.person("mo", AccountRole::Moderator).await, site.person("max", AccountRole::Moderator).await);
    let path = format!("/moderation/question/{}/remove", question(&test, "q1").await.id);
    let fields = [("reason", "spam")];
    let both = futures_util::future::join(mo.post(&path, &fields), max.post(&path, &fields)).await;
    for answered in [both.0, both.1] {
        assert!(matches!(answered.status.as_u16(), 303 | 422), "{}", answered.status);
    }
    assert_eq!(decision::Entity::find().all(test.db.read()).await.unwrap().len(), 1);
    counts_are_right(&test).await;
    audited(&test, 1).await;
}

#[db::test]
async fn nobody_decides_on_their_own(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let (mo, ann) = (site.person("mo", AccountRole::Moderator).await, site.member("ann").await);
    asked_by(&site, &test, "q1", "mo").await;
    let thing = format!("question/{}", question(&test, "q1").await.id);
    report(&ann, &thing, "rude").await;
    let page = mo.get(&format!("/moderation/{thing}")).await.text();
    assert!(page.contains("This is your own.") && !page.contains("formaction"));
    for act in ["dismiss", "remove", "lock", "edit", "suspend"] {
        assert_eq!(mo.get(&format!("/moderation/{thing}/{act}")).await.status, 403, "{act}");
        assert_eq!(
            mo.post(&format!("/moderation/{thing}/{act}"), &[("reason", "fine")]).await.status,
            403,
            "{act}"
        );
    }
    mo.sent("/moderation/bulk", &[("thing", &thing.replace('/', "-"))]).await;
    assert_eq!(question(&test, "q1").await.state, State::Published);
}
