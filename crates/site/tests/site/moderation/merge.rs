//! Joining a question with another.

use db::{
    TestDb,
    entity::question_follower,
    sea_orm::EntityTrait,
    value::{AccountRole, State},
};

use super::{answer, asked_by, audited, clinic, counts_are_right, decide, decision_for, question};
use crate::harness::Site;

#[db::test]
async fn a_merged_question_leads_to_the_other_and_its_answers_go_along(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let _ann = site.member("ann").await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    asked_by(&site, &test, "q1", "ann").await;
    let (from, into) = (question(&test, "q1").await, question(&test, "q2").await);
    let (old, new) =
        (format!("/questions/{}/{}", from.id, from.slug), format!("/questions/{}/{}", into.id, into.slug));
    assert_eq!((site.get(&old).await.status.as_u16(), site.get(&new).await.status.as_u16()), (200, 200));
    let address = format!("https://ask.example.org{new}#answers");
    let fields = [("reason", "duplicate"), ("into", address.as_str())];
    decide(&mo, &format!("question/{}", from.id), "merge", &fields).await;

    for path in [old, format!("/questions/{}", from.id)] {
        let moved = site.get(&path).await;
        assert_eq!((moved.status.as_u16(), moved.header("location")), (301, new.as_str()), "{path}");
    }
    let carried = answer(&test, "q1/d0").await;
    assert_eq!((carried.question_id, carried.state), (into.id, State::Published));
    let left = answer(&test, "q1/d1").await;
    assert_eq!(
        (left.question_id, left.state_reason.as_deref()),
        (from.id, Some("merged")),
        "who answered both keeps one"
    );
    assert!(site.get(&new).await.text().contains("2 doctor answers"));
    let followers = question_follower::Entity::find().all(test.db.read()).await.unwrap();
    assert_eq!(followers.len(), 1);
    assert_eq!((followers[0].question_id, followers[0].account_id), (into.id, site.account("ann").await));
    counts_are_right(&test).await;
    audited(&test, 2).await;
}

#[db::test]
async fn what_led_to_a_merged_question_leads_on(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let _ann = site.member("ann").await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    asked_by(&site, &test, "q1", "ann").await;
    let held = question(&test, "held").await.id;
    decide(&mo, &format!("question/{held}"), "publish", &[("reason", "fine")]).await;
    let (one, two) = (question(&test, "q1").await.id, question(&test, "q2").await.id);
    let last = held.to_string();
    decide(&mo, &format!("question/{one}"), "merge", &[("reason", "duplicate"), ("into", &two.to_string())])
        .await;
    decide(&mo, &format!("question/{two}"), "merge", &[("reason", "duplicate"), ("into", &last)]).await;
    assert_eq!(question(&test, "q1").await.merged_into, Some(held));
    assert_eq!(
        question_follower::Entity::find().one(test.db.read()).await.unwrap().unwrap().question_id,
        held
    );
    let back = one.to_string();
    let fields = [("reason", "duplicate"), ("into", back.as_str())];
    let round = mo.post(&format!("/moderation/question/{held}/merge"), &fields).await;
    assert_eq!(round.status, 422, "never in a circle");
    counts_are_right(&test).await;
}

#[db::test]
async fn a_granted_appeal_takes_joined_questions_apart(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let (ann, _bob) = (site.member("ann").await, site.member("bob").await);
    let mo = site.person("mo", AccountRole::Moderator).await;
    let max = site.person("max", AccountRole::Moderator).await;
    let doctor = site.doctor("d1").await;
    asked_by(&site, &test, "q1", "ann").await;
    asked_by(&site, &test, "held", "bob").await;
    let (from, into, led) =
        (question(&test, "q1").await, question(&test, "q2").await, question(&test, "held").await);
    let join = async |one: i64, other: i64| {
        let other = other.to_string();
        decide(&mo, &format!("question/{one}"), "merge", &[("reason", "duplicate"), ("into", &other)]).await;
    };
    // One leads to the first before, so that it leads there again.
    join(led.id, from.id).await;
    join(from.id, into.id).await;
    assert_eq!(question(&test, "held").await.merged_into, Some(into.id));
    let path = decision_for(&site, &test, "ann").await;
    ann.sent(&format!("{path}/appeal"), &[("words", "Mine is about a cream.")]).await;
    max.sent("/appeals/1", &[("outcome", "overturned"), ("reason", "So it is.")]).await;

    let now = question(&test, "q1").await;
    assert_eq!((now.merged_into, now.state, now.state_reason), (None, State::Published, None));
    let (old, new) =
        (format!("/questions/{}/{}", from.id, from.slug), format!("/questions/{}/{}", into.id, into.slug));
    assert!(site.get(&old).await.text().contains("2 doctor answers"));
    assert!(site.get(&new).await.text().contains("1 doctor answer<"));
    for id in ["q1/d0", "q1/d1"] {
        let back = answer(&test, id).await;
        assert_eq!((back.question_id, back.state), (from.id, State::Published), "{id}");
    }
    assert_eq!(question(&test, "held").await.merged_into, Some(from.id));
    let followers = question_follower::Entity::find().all(test.db.read()).await.unwrap();
    let bob = site.account("bob").await;
    assert_eq!(followers.len(), 1, "{followers:?}");
    assert_eq!((followers[0].question_id, followers[0].account_id), (from.id, bob));
    let told = decision_for(&site, &test, "d1").await;
    assert!(doctor.get(&told).await.text().contains("Put back"));
    let log = site.get("/transparency").await.text();
    assert!(log.contains("Question: Taken apart again.") && log.contains("Answer: Put back."), "{log}");
    counts_are_right(&test).await;
    audited(&test, 6).await;
}
