//! `POST /ask/send`: a draft becomes a question.

use db::{
    TestDb,
    entity::{account, question_asker},
    sea_orm::{ActiveValue::Set, EntityTrait},
    value::{AccountRole, Scope, State},
};
use site::{archive::export, config::Within};

use super::{FORM, asked_here, asks, form_with, number};
use crate::harness::Site;

#[db::test]
async fn a_question_is_published_with_what_the_asker_chose(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    let path = asks(&ann, "Can stress make my hair fall out?").await;
    assert!(path.ends_with("/can-stress-make-my-hair-fall-out"));
    let page = site.get(&path).await;
    let text = page.text();
    assert_eq!(page.status, 200);
    for part in [
        "<strong>hard</strong>", "about themselves", "30–39", "Female", "Netherlands", "three months",
        "caffeine",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(site.get("/questions").await.text().contains("Can stress make my hair fall out?"));
    let row = asked_here(&site).await.pop().unwrap();
    assert_eq!((row.state, row.scope, &*row.lang), (State::Published, Scope::AboutMe, "en"));
    let behind = question_asker::Entity::find_by_id(row.id).one(site.app.db.read()).await.unwrap().unwrap();
    assert_eq!(behind.account_id, site.account("ann").await);
}

#[db::test]
async fn the_first_question_of_a_new_account_waits_for_a_moderator(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", "a sentence of my own").await;
    let path = asks(&ann, "May I ask this as a newcomer?").await;
    let own = ann.get(&path).await;
    assert!(own.status == 200 && own.text().contains("Only you see this yet"), "{}", own.text());
    assert_eq!(site.get(&path).await.status, 404);
    assert_eq!(site.member("bob").await.get(&path).await.status, 404);
    assert!(!site.get("/questions").await.text().contains("newcomer"));
    let mine = ann.get("/account/questions").await.text();
    assert!(
        mine.contains("May I ask this as a newcomer?") && mine.contains("Waits for a moderator"),
        "{mine}"
    );
    assert_eq!(asked_here(&site).await[0].state_reason.as_deref(), Some("first_post"));
    let mut write = site.app.write().await.unwrap();
    let turn = site::question::turn(&mut write, number(&path), State::Held, State::Published, None);
    assert!(turn.await.unwrap());
    write.commit().await.unwrap();
    assert_eq!(site.get(&path).await.status, 200);
    assert!(site.get("/questions").await.text().contains("newcomer"));
}

#[db::test]
async fn a_button_pressed_twice_asks_once(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/ask", FORM).await;
    let send = || ann.post("/ask/send", &[("version", "1")]);
    let (first, second, third) = tokio::join!(send(), send(), send());
    let mut answers = [first.status.as_u16(), second.status.as_u16(), third.status.as_u16()];
    answers.sort_unstable();
    assert!(answers.iter().all(|status| [303, 422].contains(status)), "{answers:?}");
    assert_eq!(asked_here(&site).await.len(), 1);
    assert_eq!(ann.sent("/ask/send", &[("version", "1")]).await, "/account/questions");
}

#[db::test]
async fn what_was_changed_in_another_window_is_shown_before_it_is_sent(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/ask", FORM).await;
    let mut newer = form_with("title", "What the second window says");
    newer.push(("version", "1"));
    ann.sent("/ask", &newer).await;
    let again = ann.post("/ask/send", &[("version", "1")]).await;
    assert_eq!(again.status, 422);
    assert!(again.text().contains("What the second window says") && again.text().contains("newest version"));
    assert!(asked_here(&site).await.is_empty());
    ann.sent("/ask/send", &[("version", "2")]).await;
    assert_eq!(asked_here(&site).await[0].title, "What the second window says");
}

#[db::test]
async fn a_stale_form_after_signing_out_loses_nothing(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", "a sentence of my own").await;
    ann.sent("/ask", FORM).await;
    ann.sent("/sign-out", &[]).await;
    assert_eq!(ann.sent("/ask/send", &[("version", "1")]).await, "/sign-in?next=/ask/preview");
    let mut stale = form_with("title", "Typed on after signing out elsewhere");
    stale.push(("version", "1"));
    assert_eq!(ann.sent("/ask", &stale).await, "/ask/preview");
    assert!(ann.get("/ask/preview").await.text().contains("Typed on after signing out elsewhere"));
}

#[db::test]
async fn nobody_asks_more_than_the_site_can_read(test: TestDb) {
    let site = Site::with(&test, |config| config.asking.questions_a_day = Within::nearest(2)).await;
    let ann = site.member("ann").await;
    asks(&ann, "The first question of today").await;
    asks(&ann, "The second question of today").await;
    ann.sent("/ask", FORM).await;
    let again = ann.post("/ask/send", &[("version", "1")]).await;
    assert!(
        again.status == 422 && again.text().contains("Please send this one tomorrow"),
        "{}",
        again.text()
    );
    assert!(ann.get("/ask").await.text().contains("A shampoo with caffeine."), "it is kept");
    site.later(24 * 3600 + 1);
    ann.sent("/ask/send", &[("version", "1")]).await;
    assert_eq!(asked_here(&site).await.len(), 3);
}

#[db::test]
async fn a_question_has_a_few_topics_at_most(test: TestDb) {
    let mut clinic = crate::harness::Clinic::new();
    for name in ["One", "Two", "Three", "Four", "Five", "Six"] {
        clinic.line(&serde_json::json!({"kind": "topic", "id": name.to_lowercase(), "name": name, "topic_kind": "symptom"}));
    }
    clinic.open(&test.db).await;
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/ask", &form_with("body", "One, two, three, four, five and six of them hurt.")).await;
    let page = ann.get("/ask/preview").await.text();
    let topics: Vec<&str> =
        page.split("name=\"topics\" value=\"").skip(1).map(|part| part.split('"').next().unwrap()).collect();
    assert_eq!(topics.len(), 6, "{page}");
    let mut sent: Vec<(&str, &str)> = topics.iter().map(|topic| ("topics", *topic)).collect();
    sent.push(("version", "1"));
    let again = ann.post("/ask/send", &sent).await;
    assert!(again.status == 422 && again.text().contains("at most 5 topics"), "{}", again.text());
    assert_eq!(again.text().matches(" checked>").count(), 6, "the choice is kept");
    ann.sent("/ask/send", &sent[1..]).await;
    assert_eq!(asked_here(&site).await.len(), 1);
}

#[db::test]
async fn nothing_public_ties_two_questions_of_one_person_together(test: TestDb) {
    let site = Site::of(&test).await;
    // The number of the account must be one that stands nowhere by chance.
    let account = 7_654_321;
    account_with_number(&site, account, "ann@example.org").await;
    let ann = site.member("ann").await;
    assert_eq!(site.account("ann").await, account);
    let paths = [
        asks(&ann, "Can stress make hair fall out?").await,
        asks(&ann, "Does coffee help against it?").await,
    ];
    let names: Vec<String> = asked_here(&site).await.into_iter().map(|row| row.author.unwrap()).collect();
    assert_ne!(names[0], names[1], "each question has a name of its own");
    let (mut public, needle) = (String::new(), account.to_string());
    for path in paths.iter().map(String::as_str).chain([
        "/",
        "/questions",
        "/feeds/questions.atom",
        "/sitemaps/questions-1.xml",
    ]) {
        public.push_str(&site.get(path).await.text());
    }
    let mut exported = Vec::new();
    export(&test.db, &mut exported, &mut |_| {}).await.unwrap();
    public.push_str(&String::from_utf8(exported).unwrap());
    assert!(public.contains(&names[0]) && public.contains(&names[1]));
    assert!(!public.contains("ann@"), "no address");
    assert!(!public.contains(&needle), "the account's number stands nowhere");
}

async fn account_with_number(site: &Site, id: i64, address: &str) {
    let row = account::ActiveModel {
        id: Set(id),
        email: Set(address.to_owned()),
        email_key: Set(address.to_owned()),
        role: Set(AccountRole::Member),
        lang: Set("en".to_owned()),
        created_at: Set(1),
        trusted_at: Set(Some(1)),
        ..Default::default()
    };
    let write = site.app.write().await.unwrap();
    account::Entity::insert(row).exec(&*write).await.unwrap();
    write.commit().await.unwrap();
}
