//! What is alike: questions that are answered already, related ones, and doctors who answer on a topic.

use std::time::Duration;

use db::{
    TestDb,
    entity::question,
    sea_orm::{ColumnTrait, EntityTrait, QueryFilter},
};
use serde_json::json;

use super::Indexed;
use crate::{
    harness::{Browser, Clinic, Site},
    question::asked_here,
};

/// A question much like the first of the clinic, in other words.
const TITLE: &str = "Does botox cause hair loss?";
const BODY: &str = "Two weeks ago I had botox injections in my forehead. Now my hair is falling out at the front. Can botox make hair fall out?";

fn form(different: &str) -> Vec<(&str, &str)> {
    vec![("scope", "general"), ("title", TITLE), ("body", BODY), ("different", different)]
}

/// Two questions on the hair after botox, one of them answered; others on something else.
async fn clinic(test: &TestDb) -> Indexed {
    let mut clinic = Clinic::new();
    clinic.line(&json!({"kind": "topic", "id": "botox", "name": "Botox", "topic_kind": "treatment"}));
    for (doctor, name) in [("d0", "Ann Ash"), ("d1", "Bo Birch"), ("d2", "Cy Cedar"), ("d3", "Di Dogwood")] {
        clinic.doctor(doctor, Some(name));
    }
    for doctor in ["d0", "d1", "d3"] {
        clinic.credential(doctor, "2039-01-01T00:00:00Z");
    }
    for (id, title, body, topic) in [
        (
            "hair",
            "Can botox make my hair fall out?",
            "I had botox injections in my forehead two weeks ago. My hair is falling out at the front. Is hair loss caused by botox?",
            "botox",
        ),
        (
            "frown",
            "How long do frown lines stay away after botox?",
            "I would like to know how long it lasts.",
            "botox",
        ),
        (
            "waiting",
            "Does botox in the forehead cause hair loss?",
            "My hair is falling out after botox injections.",
            "botox",
        ),
        ("shampoo", "How often may I wash my scalp?", "It itches and there are flakes.", "hair-loss"),
        ("comb", "Is a wooden comb better than one of metal?", "I wonder about this.", "hair-loss"),
    ] {
        clinic.line(&json!({"kind": "question", "source": "clinic", "id": id, "title": title, "body": body,
            "topics": [topic], "asked_at": "2025-03-04T05:06:07Z"}));
    }
    clinic.answer("hair", "d0", "no");
    clinic.answer("hair", "d2", "no");
    clinic.answer("frown", "d0", "depends");
    clinic.answer("frown", "d1", "depends");
    clinic.answer("shampoo", "d3", "depends");
    clinic.open(&test.db).await;
    Indexed::of(test).await
}

async fn row(site: &Site, id: &str) -> question::Model {
    let found = question::Entity::find().filter(question::Column::ExternalId.eq(id));
    found.one(site.app.db.read()).await.unwrap().unwrap()
}

async fn alike(browser: &Browser<'_>, title: &str, body: &str) -> String {
    let answered = browser.post("/ask/alike", &[("title", title), ("body", body)]).await;
    assert_eq!(answered.status, 200);
    answered.text()
}

#[db::test]
async fn while_a_question_is_written_those_that_are_answered_are_shown(test: TestDb) {
    let indexed = clinic(&test).await;
    let site = &indexed.site;
    let ann = site.browser();
    let shown = alike(&ann, TITLE, BODY).await;
    for part in [
        "Can botox make my hair fall out?",
        "2 doctors answer",
        "This answers my question",
        "Too few to compare",
    ] {
        assert!(shown.contains(part), "{part} is not in {shown}");
    }
    assert!(!shown.contains("cause hair loss?"), "it has no answer yet: {shown}");
    assert!(!shown.contains("wash my scalp"), "another matter: {shown}");
    for (title, body) in [("", ""), ("Bo", "t"), ("What is a good diet against gout?", "My toe hurts.")] {
        assert_eq!(alike(&ann, title, body).await.trim(), "", "{title}");
    }
    let long = "botox hair forehead ".repeat(2_000);
    assert!(alike(&ann, TITLE, &long).await.len() < 20_000);
    site.sql("UPDATE question SET state = 'removed' WHERE external_id = 'hair'").await;
    assert!(!alike(&ann, TITLE, BODY).await.contains("make my hair fall out"), "as it is in the database");

    let bare = Site::with(&test, |config| config.storage.data_dir.push("other")).await;
    assert_eq!(alike(&bare.browser(), TITLE, BODY).await.trim(), "", "there is no index yet");
}

#[db::test]
async fn how_a_question_differs_is_kept_with_it(test: TestDb) {
    let indexed = clinic(&test).await;
    let site = &indexed.site;
    let ann = site.member("ann").await;
    assert!(ann.get("/ask").await.text().contains("name=\"different\""));
    ann.sent("/ask", &form("")).await;
    let preview = ann.get("/ask/preview").await.text();
    assert!(
        preview.contains("Already answered?") && preview.contains("Can botox make my hair fall out?"),
        "{preview}"
    );
    assert!(preview.contains("Mine is different: say how"), "{preview}");
    let mut more = form("  I also take \n minoxidil.\u{202e} ");
    more.push(("version", "1"));
    ann.sent("/ask", &more).await;
    let preview = ann.get("/ask/preview").await.text();
    assert!(preview.contains("I also take minoxidil.") && !preview.contains("say how"), "{preview}");
    let path = ann.sent("/ask/send", &[("version", "2")]).await;
    assert_eq!(asked_here(site).await[0].different.as_deref(), Some("I also take minoxidil."));
    let page = site.get(&path).await.text();
    assert!(page.contains("How it differs") && page.contains("I also take minoxidil."), "{page}");
    let inbox = site.doctor("d1").await.get("/inbox").await.text();
    assert!(inbox.contains("How it differs") && inbox.contains("I also take minoxidil."), "{inbox}");

    let long = "x".repeat(501);
    let again = ann.post("/ask", &form(&long)).await;
    assert!(again.status == 422 && again.text().contains(&long), "it is shown again");
}

#[db::test]
async fn who_finds_their_answer_is_counted_once_and_keeps_or_throws_away_the_draft(test: TestDb) {
    let indexed = clinic(&test).await;
    let site = &indexed.site;
    let hair = row(site, "hair").await;
    let (id, path) = (hair.id.to_string(), format!("/questions/{}/{}", hair.id, hair.slug));
    let count = async || row(site, "hair").await.chosen_count;
    let (ann, bob) = (site.browser(), site.member("bob").await);
    let choice = [("question", id.as_str())];
    assert_eq!(ann.sent("/ask/chosen", &choice).await, path, "nothing was being written");
    assert_eq!(count().await, 0);
    for browser in [&ann, &bob] {
        browser.sent("/ask", &form("")).await;
        for _ in 0..2 {
            let asks = browser.sent("/ask/chosen", &choice).await;
            assert_eq!(asks, format!("/ask/chosen?question={id}"));
            let page = browser.get(&asks).await.text();
            assert!(page.contains("value=\"discard\"") && page.contains("value=\"keep\""), "{page}");
        }
    }
    assert_eq!(count().await, 2);
    let answered = |draft| [("question", id.as_str()), ("draft", draft)];
    assert_eq!(ann.sent("/ask/chosen", &answered("keep")).await, path);
    assert!(ann.get("/ask").await.text().contains(TITLE), "the draft is kept");
    assert_eq!(ann.sent("/ask/chosen", &answered("discard")).await, path);
    assert!(!ann.get("/ask").await.text().contains(TITLE), "the draft is gone");
    assert_eq!(count().await, 2);
    assert!(site.get(&path).await.text().contains("2 people found their answer here"));
    assert_eq!(bob.get(&format!("/ask/chosen?question={}", i64::MAX)).await.header("location"), "/ask");
    assert_eq!(bob.sent("/ask/chosen", &[("question", "none")]).await, "/ask");
    assert_eq!(ann.get(&format!("/ask/chosen?question={id}")).await.header("location"), path);
}

/// The titles of the related questions on a page, in their order.
fn related(page: &str) -> Vec<String> {
    let Some((_, after)) = page.split_once("<h2>Related questions</h2>") else { return Vec::new() };
    let list = after.split("</ul>").next().unwrap();
    let title = |part: &str| part.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned();
    list.split("<a ").skip(1).map(title).collect()
}

#[db::test]
async fn related_questions_are_the_likest_first_and_gone_when_they_are_removed(test: TestDb) {
    let mut indexed = clinic(&test).await;
    let site = &indexed.site;
    let hair = row(site, "hair").await;
    let path = format!("/questions/{}/{}", hair.id, hair.slug);
    // Nobody waits for it: the first reader has those of its topic, and the page shows it when it is made anew.
    let known = tokio::time::timeout(Duration::from_secs(20), async {
        loop {
            let titles = related(&site.get(&path).await.text());
            if titles[0] != "How long do frown lines stay away after botox?" {
                return titles;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
            site.later(60);
        }
    });
    let titles = known.await.expect("what a question is like is worked out");
    assert_eq!(titles[0], "Does botox in the forehead cause hair loss?", "{titles:?}");
    assert!(!titles.contains(&hair.title) && titles.len() <= 5, "{titles:?}");
    let mut once = titles.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), titles.len(), "each once: {titles:?}");

    let mut write = site.app.write().await.unwrap();
    let (waiting, from) = (row(site, "waiting").await.id, hair.state);
    let turned = site::question::turn(&mut write, waiting, from, db::value::State::Removed, Some("spam"));
    assert!(turned.await.unwrap());
    write.commit().await.unwrap();
    assert!(!site.get(&path).await.text().contains("in the forehead cause"), "the index is a moment behind");
    indexed.steps().await;
    let site = &indexed.site;
    assert!(!site.get(&path).await.text().contains("in the forehead cause"));

    let bare = Site::with(&test, |config| config.storage.data_dir.push("other")).await;
    assert_eq!(
        related(&bare.get(&path).await.text()),
        ["How long do frown lines stay away after botox?"],
        "without an index, those of its topic"
    );
}

#[db::test]
async fn verified_doctors_who_answer_most_on_a_topic_stand_beside_it(test: TestDb) {
    let indexed = clinic(&test).await;
    let site = &indexed.site;
    let hair = row(site, "hair").await;
    for path in ["/topics/botox".to_owned(), format!("/questions/{}/{}", hair.id, hair.slug)] {
        let page = site.get(&path).await.text();
        let (_, after) = page.split_once("Doctors who answer on Botox").unwrap_or_else(|| panic!("{page}"));
        let list = after.split("</ul>").next().unwrap();
        let (ash, birch) = (list.find("Ann Ash").unwrap(), list.find("Bo Birch").unwrap());
        assert!(ash < birch, "who answers most stands first: {list}");
        assert!(!list.contains("Cy Cedar"), "nobody has checked who they are: {list}");
        assert!(!list.contains("Di Dogwood"), "another topic: {list}");
    }
    site.sql("UPDATE credential SET revoked_at = 1 WHERE external_id = 'c-d0'").await;
    let fresh = Indexed::of(&test).await;
    assert!(!fresh.site.get("/topics/botox").await.text().contains("<bdi>Ann Ash"), "not verified any more");
    let bare = Site::with(&test, |config| config.storage.data_dir.push("other")).await;
    assert!(!bare.get("/topics/botox").await.text().contains("Doctors who answer on"));
}

#[db::test]
async fn a_question_that_no_topic_brings_to_anybody_goes_to_who_answered_one_like_it(test: TestDb) {
    let indexed = clinic(&test).await;
    let site = &indexed.site;
    site.sql("DELETE FROM question_topic WHERE question_id IN (SELECT id FROM question WHERE external_id = 'waiting')").await;
    let said = "Like a question that you answered";
    let inbox = async |name: &str| site.doctor(name).await.get("/inbox").await.text();
    let ash = inbox("d0").await;
    let (_, row) =
        ash.split_once("Does botox in the forehead cause hair loss?").unwrap_or_else(|| panic!("{ash}"));
    let row = row.split("</li>").next().unwrap();
    assert!(row.contains(said) && row.contains("Can botox make my hair fall out?"), "{row}");
    assert!(!inbox("d3").await.contains(said), "they answered on something else");
}
