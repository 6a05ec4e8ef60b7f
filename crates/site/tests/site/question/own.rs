//! What askers do with their questions: details, "I found my answer", withdrawing.

use db::{TestDb, entity::notice, sea_orm::EntityTrait, value::NoticeKind};

use super::{FORM, asks, number};
use crate::harness::{Clinic, Site};

/// A doctor with a live credential.
async fn clinic(test: &TestDb) {
    let mut clinic = Clinic::new();
    clinic.doctor("d0", Some("Ann Ash"));
    clinic.credential("d0", "2039-01-01T00:00:00Z");
    clinic.question("q1", "What of my hair loss?");
    clinic.open(&test.db).await;
}

/// Has the doctor of the clinic answer a question, as an import would.
async fn answered(test: &TestDb, site: &Site, question: i64) {
    use db::{
        entity::{answer, doctor},
        sea_orm::ActiveValue::Set,
        value::State,
    };
    let doctor = doctor::Entity::find().one(test.db.read()).await.unwrap().unwrap().id;
    let row = answer::ActiveModel {
        question_id: Set(question),
        doctor_id: Set(doctor),
        headline: Set("It can".into()),
        body: Set("So it is.".into()),
        body_html: Set("<p>So it is.</p>".into()),
        lang: Set("en".into()),
        state: Set(State::Published),
        agree_count: Set(0),
        caveat_count: Set(0),
        disagree_count: Set(0),
        citation_count: Set(0),
        helped_count: Set(0),
        created_at: Set(1),
        ..Default::default()
    };
    let mut write = site.app.write().await.unwrap();
    answer::Entity::insert(row).exec(&*write).await.unwrap();
    site::question::counts::refresh(&write, &[question]).await.unwrap();
    let change = site::doctor::counts::Change { answers: 1, ..Default::default() };
    site::doctor::counts::apply(&write, &[(doctor, change)].into()).await.unwrap();
    write.changes(site::app::Tag::Question(question));
    write.commit().await.unwrap();
}

#[db::test]
async fn details_are_added_with_their_date_and_the_question_stays_as_it_was(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let (ann, doctor) = (site.member("ann").await, site.doctor("d0").await);
    let path = asks(&ann, "Can stress make hair fall out?").await;
    answered(&test, &site, number(&path)).await;
    site.later(24 * 3600);
    let to = format!("/questions/{}/details", number(&path));
    assert!(ann.get(&path).await.text().contains(&format!("action=\"{to}\"")));
    assert!(!doctor.get(&path).await.text().contains(&to), "nobody else is offered that");
    let details = [("details", "It is **less** now.")];
    assert_eq!(ann.sent(&to, &details).await, path);
    assert_eq!(ann.sent(&to, &details).await, path, "a button pressed twice adds once");
    let text = site.get(&path).await.text();
    assert_eq!(text.matches("It is <strong>less</strong> now.").count(), 1, "{text}");
    assert!(text.contains("Added on 2 November 2026") && text.contains("<strong>hard</strong>"));
    let told = notice::Entity::find().all(test.db.read()).await.unwrap();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].kind, told[0].account_id), (NoticeKind::Detail, site.account("d0").await));
    let letters = site.letters().await;
    assert!(letters.iter().all(|letter| !letter.subject.contains("hair") && !letter.text.contains("less")));
}

#[db::test]
async fn details_that_are_not_right_come_back_with_what_was_written(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    let path = asks(&ann, "Can stress make hair fall out?").await;
    let to = format!("/questions/{}/details", number(&path));
    let long = "word ".repeat(401);
    for (details, says) in [
        ("", "Please write something here."),
        ("\u{200b} \u{3164}", "Please write something here."),
        (&long, "2,000 characters"),
    ] {
        let again = ann.post(&to, &[("details", details)]).await;
        assert!(again.status == 422 && again.text().contains(says), "{says} is missing in {}", again.text());
        assert!(again.text().contains(details.trim()), "what was written is kept");
    }
    for count in 0..20 {
        ann.sent(&to, &[("details", &format!("Another thing: {count}"))]).await;
    }
    let again = ann.post(&to, &[("details", "One too many")]).await;
    assert!(
        again.status == 422 && again.text().contains("20 times") && again.text().contains("One too many")
    );
}

#[db::test]
async fn the_asker_says_that_the_answer_was_found_and_can_take_it_back(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    let path = asks(&ann, "Can stress make hair fall out?").await;
    let to = format!("/questions/{}/found", number(&path));
    let says = "says that they found their answer";
    for (found, shown) in [("yes", true), ("yes", true), ("no", false), ("no", false)] {
        assert_eq!(ann.sent(&to, &[("found", found)]).await, path);
        assert_eq!(site.get(&path).await.text().contains(says), shown, "{found}");
    }
}

#[db::test]
async fn a_question_that_is_withdrawn_leaves_a_tombstone_and_counts_nowhere(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/ask", FORM).await;
    let page = ann.get("/ask/preview").await.text();
    assert!(!page.contains("name=\"topics\""));
    ann.sent(
        "/ask",
        &[
            ("title", "What of my hair loss, doctor?"),
            ("body", "It began three months ago."),
            ("version", "1"),
        ],
    )
    .await;
    let page = ann.get("/ask/preview").await.text();
    let topic = page.split("name=\"topics\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let path = ann.sent("/ask/send", &[("version", "2"), ("topics", &topic)]).await;
    answered(&test, &site, number(&path)).await;
    let counts = || async {
        use db::entity::{doctor, topic};
        let topic = topic::Entity::find().one(test.db.read()).await.unwrap().unwrap();
        let doctor = doctor::Entity::find().one(test.db.read()).await.unwrap().unwrap();
        (topic.question_count, doctor.answer_count)
    };
    assert_eq!(counts().await, (2, 1));
    assert_eq!(site.get(&path).await.status, 200);
    let to = format!("/questions/{}/withdraw", number(&path));
    let confirm = ann.get(&to).await;
    assert!(confirm.status == 200 && confirm.text().contains("This cannot be undone"));
    assert_eq!(ann.sent(&to, &[]).await, "/account/questions");
    assert_eq!(ann.sent(&to, &[]).await, "/account/questions", "a second press changes nothing");
    assert_eq!(counts().await, (1, 0));
    for browser in [&ann, &site.browser()] {
        let gone = browser.get(&path).await;
        assert_eq!(gone.status, 410);
        assert_eq!(gone.text().matches("Its author").count(), 1, "one reason is enough");
        assert!(gone.text().contains("Its author took it back") && !gone.text().contains("three months"));
    }
    assert!(!site.get("/questions").await.text().contains("my hair loss, doctor"));
    let mine = ann.get("/account/questions").await.text();
    assert!(mine.contains("What of my hair loss, doctor?") && mine.contains("Removed"));
    let more = format!("/questions/{}/details", number(&path));
    assert_eq!(ann.post(&more, &[("details", "And more")]).await.status, 410);
}

#[db::test]
async fn nobody_touches_what_is_somebody_elses(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let (ann, bob) = (site.member("ann").await, site.member("bob").await);
    let path = asks(&ann, "Can stress make hair fall out?").await;
    for end in ["details", "found", "withdraw"] {
        let to = format!("/questions/{}/{end}", number(&path));
        assert_eq!(bob.post(&to, &[("details", "Not mine")]).await.status, 404, "{end}");
    }
    assert_eq!(bob.post("/questions/999999/withdraw", &[]).await.status, 404);
    assert!(!bob.get("/account/questions").await.text().contains("Can stress"));
    assert!(!site.get(&path).await.text().contains("Not mine"));
}

#[db::test]
async fn a_long_list_of_ones_own_questions_is_paged(test: TestDb) {
    let site = Site::with(&test, |config| {
        config.asking.questions_a_day = site::config::Within::nearest(0);
        config.lists.page = site::config::Within::nearest(2);
    })
    .await;
    let ann = site.member("ann").await;
    assert!(ann.get("/account/questions").await.text().contains("You have not asked anything yet."));
    for count in ["one", "two", "three"] {
        asks(&ann, &format!("This is question number {count}")).await;
    }
    let first = ann.get("/account/questions").await.text();
    assert!(first.contains("number three") && first.contains("number two") && !first.contains("number one"));
    let next = first.split("href=\"/account/questions?after=").nth(1).unwrap().split('"').next().unwrap();
    let second = ann.get(&format!("/account/questions?after={next}")).await.text();
    assert!(second.contains("number one") && !second.contains("number two"), "{second}");
}
