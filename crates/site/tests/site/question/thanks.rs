//! "This helped me".

use db::{
    TestDb,
    entity::{answer, notice},
    sea_orm::EntityTrait,
    value::{AccountRole, NoticeKind, State},
};

use crate::harness::{Site, six_answers};

const PAGE: &str = "/questions/1/can-it-make-hair-fall-out";

async fn helped(test: &TestDb, id: i64) -> i32 {
    answer::Entity::find_by_id(id).one(test.db.read()).await.unwrap().unwrap().helped_count
}

fn order(text: &str) -> Vec<String> {
    let answers = text.split("<article class=\"answer\" id=\"").skip(1);
    answers.map(|part| part.split('"').next().unwrap().to_owned()).collect()
}

#[db::test]
async fn everybody_counts_once_and_can_take_it_back(test: TestDb) {
    six_answers(&test, "yes").await;
    let site = Site::of(&test).await;
    let (ann, bob) = (site.member("ann").await, site.member("bob").await);
    assert!(ann.get(PAGE).await.text().contains("action=\"/answers/6/thanks\""));
    for _ in 0..3 {
        let to = ann.sent("/answers/6/thanks", &[("thanks", "yes")]).await;
        assert_eq!(to, format!("{PAGE}#answer-6"));
    }
    bob.sent("/answers/6/thanks", &[("thanks", "yes")]).await;
    assert_eq!(helped(&test, 6).await, 2);
    assert!(site.get(PAGE).await.text().contains("It helped 2 readers"));
    assert!(ann.get(PAGE).await.text().contains("Take back my thanks"));
    for _ in 0..2 {
        ann.sent("/answers/6/thanks", &[("thanks", "no")]).await;
    }
    assert_eq!(helped(&test, 6).await, 1);
    assert!(site.get(PAGE).await.text().contains("It helped 1 reader<"));
    assert!(!site.get(PAGE).await.text().contains("/thanks\""), "who is not signed in sees the count alone");
}

#[db::test]
async fn thanks_never_change_the_order(test: TestDb) {
    six_answers(&test, "yes").await;
    let site = Site::of(&test).await;
    let before = order(&site.get(PAGE).await.text());
    assert_eq!(before.len(), 6);
    for name in ["ann", "bob", "cyd", "dan"] {
        let reader = site.member(name).await;
        reader.sent("/answers/6/thanks", &[("thanks", "yes")]).await;
    }
    let text = site.get(PAGE).await.text();
    assert!(text.contains("It helped 4 readers"));
    assert_eq!(order(&text), before);
}

#[db::test]
async fn a_doctor_is_told_once_a_day_and_cannot_thank_themselves(test: TestDb) {
    six_answers(&test, "yes").await;
    let site = Site::of(&test).await;
    let doctor = site.doctor("d1").await;
    assert!(!doctor.get(PAGE).await.text().contains("action=\"/answers/2/thanks\""));
    assert_eq!(doctor.post("/answers/2/thanks", &[("thanks", "yes")]).await.status, 403);
    let told = || async { notice::Entity::find().all(test.db.read()).await.unwrap() };
    for name in ["ann", "bob"] {
        site.member(name).await.sent("/answers/2/thanks", &[("thanks", "yes")]).await;
    }
    assert_eq!(told().await.len(), 1);
    assert_eq!(
        (told().await[0].kind, told().await[0].account_id),
        (NoticeKind::Thanked, site.account("d1").await)
    );
    site.later(24 * 3600 + 1);
    site.member("cyd").await.sent("/answers/2/thanks", &[("thanks", "yes")]).await;
    assert_eq!(told().await.len(), 2);
    assert_eq!(helped(&test, 2).await, 3);
}

#[db::test]
async fn what_stands_under_a_question_that_is_not_shown_is_not_thanked(test: TestDb) {
    six_answers(&test, "yes").await;
    let site = Site::of(&test).await;
    let (ann, mo) = (site.member("ann").await, site.person("mo", AccountRole::Moderator).await);
    let mut write = site.app.write().await.unwrap();
    assert!(
        site::question::turn(&mut write, 1, State::Published, State::Held, Some("harmful")).await.unwrap()
    );
    write.commit().await.unwrap();
    for (browser, status) in [(&site.browser(), 404), (&ann, 404), (&mo, 403)] {
        assert_eq!(browser.post("/answers/6/thanks", &[]).await.status, status);
    }
    assert_eq!(helped(&test, 6).await, 0);
}

#[db::test]
async fn thanks_at_once_count_once(test: TestDb) {
    six_answers(&test, "yes").await;
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    let give = || ann.post("/answers/6/thanks", &[("thanks", "yes")]);
    let (first, second, third, fourth) = tokio::join!(give(), give(), give(), give());
    for answered in [first, second, third, fourth] {
        assert_eq!(answered.status, 303);
    }
    assert_eq!(helped(&test, 6).await, 1);
    assert_eq!(ann.post("/answers/999999/thanks", &[]).await.status, 404);
}
