//! What waits for a doctor.

use db::{
    TestDb,
    entity::{notice, question},
    sea_orm::EntityTrait,
};
use serde_json::json;
use site::config::Within;

use crate::harness::{Browser, Clinic, NOW, Site};

const DAY: i64 = 24 * 3600;

/// Doctors of the skin and of the heart, and questions on both, asked so many days ago.
async fn clinic(test: &TestDb, questions: &[(&str, &str, i64)]) {
    let mut clinic = Clinic::new();
    clinic.line(&json!({"kind": "specialty", "id": "cardiology", "name": "Cardiology", "practitioner": "Cardiologist", "label": "Heart"}));
    clinic.line(&json!({"kind": "topic", "id": "heart", "name": "Heart", "topic_kind": "body_area"}));
    for (id, specialty) in
        [("skin", "dermatology"), ("skin2", "dermatology"), ("heart", "cardiology"), ("new", "cardiology")]
    {
        clinic.line(&json!({"kind": "doctor", "source": "clinic", "id": id, "name": id, "letters": ["MD"], "specialty": specialty}));
        clinic.credential(id, "2039-01-01T00:00:00Z");
    }
    for (topic, doctor) in [("hair-loss", "skin"), ("heart", "heart")] {
        let id = format!("old-{topic}");
        clinic.line(&json!({"kind": "question", "source": "clinic", "id": id, "title": format!("Old question on {topic}?"),
            "body": "I wonder.", "topics": [topic], "asked_at": "2020-01-01T00:00:00Z"}));
        clinic.answer(&id, doctor, "no");
    }
    for (title, topic, days) in questions {
        let at = locale::iso_date(NOW - days * DAY).to_string();
        clinic.line(
            &json!({"kind": "question", "source": "clinic", "id": title, "title": title, "body": "I wonder.",
            "topics": [topic], "asked_at": format!("{at}T12:00:00Z")}),
        );
    }
    clinic.open(&test.db).await;
}

/// Which of these stand in the inbox, in its order.
async fn inbox(doctor: &Browser<'_>, titles: &[&str]) -> Vec<String> {
    let page = doctor.get("/inbox").await;
    let text = page.text();
    assert_eq!(page.status, 200, "{text}");
    let mut found: Vec<(usize, String)> = titles
        .iter()
        .filter_map(|title| Some((text.find(&format!(">{title}<"))?, (*title).to_owned())))
        .collect();
    found.sort();
    found.into_iter().map(|(_, title)| title).collect()
}

async fn id(test: &TestDb, title: &str) -> i64 {
    let all = question::Entity::find().all(test.db.read()).await.unwrap();
    all.into_iter().find(|question| question.title == title).unwrap().id
}

const TITLES: &[&str] = &["Hair today", "Hair before", "Heart today", "Heart before"];
const QUESTIONS: &[(&str, &str, i64)] = &[
    ("Hair today", "hair-loss", 0),
    ("Hair before", "hair-loss", 1),
    ("Heart today", "heart", 0),
    ("Heart before", "heart", 3),
];

#[db::test]
async fn questions_of_ones_field_come_oldest_first_and_others_after_two_days(test: TestDb) {
    clinic(&test, QUESTIONS).await;
    let site = Site::of(&test).await;
    let (skin, colleague) = (site.doctor("skin").await, site.doctor("skin2").await);
    assert_eq!(inbox(&skin, TITLES).await, ["Hair before", "Hair today", "Heart before"]);
    assert_eq!(
        inbox(&colleague, TITLES).await,
        ["Hair before", "Hair today", "Heart before"],
        "as colleagues of the specialty"
    );
    assert_eq!(inbox(&site.doctor("heart").await, TITLES).await, ["Heart before", "Heart today"]);
    site.later(DAY + 60);
    assert_eq!(
        inbox(&site.doctor("new").await, TITLES).await,
        ["Heart before", "Heart today", "Hair before"]
    );
    assert!(skin.get("/").await.text().contains("href=\"/inbox\""));
    assert!(!site.get("/").await.text().contains("href=\"/inbox\""));
}

#[db::test]
async fn of_whom_nothing_is_known_everything_waits(test: TestDb) {
    let mut clinic = Clinic::new();
    clinic.doctor("d0", Some("Ann Ash"));
    clinic.credential("d0", "2039-01-01T00:00:00Z");
    clinic.question("q1", "Any question?");
    clinic.open(&test.db).await;
    let site = Site::of(&test).await;
    assert_eq!(inbox(&site.doctor("d0").await, &["Any question?"]).await, ["Any question?"]);
}

#[db::test]
async fn a_question_on_no_topic_waits_for_everybody_at_once_after_those_of_their_field(test: TestDb) {
    clinic(&test, QUESTIONS).await;
    let site = Site::of(&test).await;
    let lost = id(&test, "Heart today").await;
    site.sql(&format!("DELETE FROM question_topic WHERE question_id = {lost}")).await;
    let skin = site.doctor("skin").await;
    assert_eq!(inbox(&skin, TITLES).await, ["Hair before", "Hair today", "Heart today", "Heart before"]);
    let page = skin.get("/inbox").await.text();
    assert_eq!(page.matches("it has no topic").count(), 1, "{page}");
    assert_eq!(page.matches("nobody has answered yet").count(), 1, "{page}");
    site.later(4 * DAY);
    assert_eq!(inbox(&skin, TITLES).await, ["Hair before", "Hair today", "Heart before", "Heart today"]);
}

#[db::test]
async fn what_one_began_to_answer_stands_on_top_until_it_is_sent_or_let_go(test: TestDb) {
    clinic(&test, QUESTIONS).await;
    let site = Site::with(&test, |config| config.lists.page = Within::nearest(2)).await;
    let (skin, colleague) = (site.doctor("skin").await, site.doctor("skin2").await);
    assert!(!skin.get("/inbox").await.text().contains("You began"));
    let path = async |title: &str| format!("/questions/{}/answer", id(&test, title).await);
    let begin = async |title: &str| {
        let draft = format!("{}/draft", path(title).await);
        assert_eq!(skin.post(&draft, &[("text", "Wait"), ("version", "0")]).await.status, 200);
    };
    begin("Hair today").await;
    let page = skin.get("/inbox").await.text();
    assert!(page.contains("You began an answer"), "{page}");
    assert_eq!(page.matches("Hair today").count(), 1, "it does not wait below as well: {page}");
    assert!(page.contains(&format!("href=\"{}\"", path("Hair today").await)), "{page}");
    assert!(!colleague.get("/inbox").await.text().contains("You began"));
    site.later(60);
    begin("Heart today").await;
    assert_eq!(inbox(&skin, TITLES).await, ["Heart today", "Hair today", "Hair before", "Heart before"]);
    assert!(skin.get("/inbox").await.text().contains("You began 2 answers"));
    site.later(60);
    skin.sent(&format!("/inbox/{}/pass", id(&test, "Heart today").await), &[("what", "pass")]).await;
    assert_eq!(inbox(&skin, TITLES).await, ["Hair today", "Hair before", "Heart before"]);
    let lock = id(&test, "Hair today").await;
    site.sql(&format!("UPDATE question SET locked = 'settled' WHERE id = {lock}")).await;
    assert_eq!(inbox(&skin, TITLES).await, ["Hair before", "Heart before"], "nobody can send it any more");
}

#[db::test]
async fn what_is_passed_is_gone_and_what_is_not_ones_field_teaches(test: TestDb) {
    clinic(&test, &[("Heart a", "heart", 0), ("Heart b", "heart", 0), ("Heart c", "heart", 0)]).await;
    let site = Site::of(&test).await;
    let (new, heart) = (site.doctor("new").await, site.doctor("heart").await);
    let titles = &["Heart a", "Heart b", "Heart c"];
    let pass = async |doctor: &Browser<'_>, title: &str, what: &str| {
        let path = format!("/inbox/{}/pass", id(&test, title).await);
        assert_eq!(doctor.sent(&path, &[("what", what)]).await, "/inbox");
    };
    pass(&new, "Heart a", "pass").await;
    pass(&new, "Heart a", "pass").await;
    assert_eq!(inbox(&new, titles).await, ["Heart b", "Heart c"]);
    pass(&new, "Heart b", "not_my_field").await;
    assert_eq!(inbox(&new, titles).await, Vec::<String>::new(), "the topic is left out");
    assert_eq!(inbox(&heart, titles).await.len(), 3, "nobody else's inbox changes");
    pass(&heart, "Heart b", "not_my_field").await;
    assert_eq!(inbox(&heart, titles).await, ["Heart a", "Heart c"], "one answer outweighs one refusal");
    assert_eq!(heart.post("/inbox/987654/pass", &[]).await.status, 404);
}

#[db::test]
async fn a_week_has_its_share_and_an_answer_takes_a_question_out(test: TestDb) {
    clinic(&test, QUESTIONS).await;
    let site = Site::with(&test, |config| config.inbox.per_week = Within::nearest(2)).await;
    let skin = site.doctor("skin").await;
    assert_eq!(inbox(&skin, TITLES).await, ["Hair before", "Hair today"]);
    let path = format!("/questions/{}/answer", id(&test, "Hair before").await);
    let fields = [
        ("headline", "It grows back in time"),
        ("text", "Wait."),
        ("see_someone", "it hurts"),
        ("accepted", "yes"),
        ("stance", "none"),
    ];
    skin.sent(&path, &fields).await;
    assert_eq!(inbox(&skin, TITLES).await, ["Hair today"]);
    skin.sent(&format!("/inbox/{}/pass", id(&test, "Hair today").await), &[("what", "pass")]).await;
    let full = skin.get("/inbox").await.text();
    assert!(full.contains("You have answered or skipped 2 questions within a week"), "{full}");
    site.later(7 * DAY + 60);
    assert_eq!(inbox(&skin, TITLES).await, ["Heart before", "Heart today"]);
}

#[db::test]
async fn pages_of_an_inbox_meet_without_gap(test: TestDb) {
    clinic(&test, QUESTIONS).await;
    let site = Site::with(&test, |config| config.lists.page = Within::nearest(2)).await;
    let skin = site.doctor("skin").await;
    assert_eq!(inbox(&skin, TITLES).await, ["Hair before", "Hair today"]);
    let text = skin.get("/inbox").await.text();
    let start = text.find("/inbox?after=").expect("there is more");
    let next = &text[start..start + text[start..].find('"').unwrap()];
    let second = skin.get(next).await.text();
    assert!(second.contains("Heart before") && !second.contains("Hair"), "{second}");
}

#[db::test]
async fn doctors_hear_once_a_day_of_new_questions_unless_they_snooze(test: TestDb) {
    clinic(&test, QUESTIONS).await;
    let site = Site::of(&test).await;
    let (skin, heart) = (site.doctor("skin").await, site.doctor("heart").await);
    assert_eq!(heart.sent("/inbox/snooze", &[]).await, "/inbox");
    let text = heart.get("/inbox").await.text();
    assert!(text.contains("Your inbox is paused until") && !text.contains("Heart today"), "{text}");
    let told = async || {
        site.letters().await;
        notice::Entity::find()
            .all(test.db.read())
            .await
            .unwrap()
            .into_iter()
            .map(|n| n.account_id)
            .collect::<Vec<_>>()
    };
    assert!(told().await.is_empty());
    // A round is a day after the site began; what was asked at noon that day is new then.
    site.later(DAY - 60);
    assert!(told().await.is_empty());
    site.later(60);
    let skin_account = site.account("skin").await;
    // What was asked exactly a day ago is no longer new.
    assert!(told().await.is_empty());
    let tx = test.db.begin().await.unwrap();
    let sql = format!("UPDATE question SET listed_at = {} WHERE title = 'Hair today'", NOW + 2 * DAY - 100);
    db::sea_orm::ConnectionTrait::execute_unprepared(&tx, &sql).await.unwrap();
    tx.commit().await.unwrap();
    site.later(DAY);
    assert_eq!(told().await, [skin_account]);
    assert!(skin.get("/inbox").await.text().contains("Hair today"));
    site.later(DAY);
    assert_eq!(told().await, [skin_account], "nothing new, nothing said");
    assert_eq!(heart.sent("/inbox/wake", &[]).await, "/inbox");
    assert!(heart.get("/inbox").await.text().contains("Heart today"));
}
