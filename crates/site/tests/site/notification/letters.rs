//! Letters that go out at once.

use db::{
    TestDb,
    entity::notice,
    sea_orm::EntityTrait,
    value::{Cadence, NoticeKind},
};
use mail::SendError;

use crate::harness::{NOW, Site};

const TITLE: &str = "Can green tea make my hair fall out?";
const PATH: &str = "/questions/12/can-green-tea-make-my-hair-fall-out";

#[db::test]
async fn a_letter_says_what_happened_and_how_to_end_such_letters(test: TestDb) {
    let site = Site::of(&test).await;
    site.member("ann").await;
    site.letters().await;
    site.tells("ann", NoticeKind::Answered, PATH).await;
    let letters = site.letters().await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    let letter = &letters[0];
    assert_eq!(
        (letter.to.to_string().as_str(), letter.subject.as_str()),
        ("ann@example.org", "News for you")
    );
    assert!(letter.text.contains("A doctor answered your question.") && letter.text.contains(PATH));
    let ends = letter.unsubscribe.as_deref().unwrap();
    assert!(ends.starts_with("https://ask.example.org/unsubscribe/"), "{ends}");
    assert!(letter.text.contains(ends) && letter.html.contains(ends), "for people too");
    for kind in [NoticeKind::Decision, NoticeKind::Appeal, NoticeKind::Security] {
        site.tells("ann", kind, "/account").await;
        let letters = site.letters().await;
        assert_eq!((letters.len(), &letters[0].unsubscribe), (1, &None), "{kind:?} can't be switched off");
        assert!(!letters[0].text.contains("/unsubscribe/"));
    }
}

#[db::test]
async fn no_subject_tells_of_anybodys_health(test: TestDb) {
    let site = Site::of(&test).await;
    site.member("ann").await;
    site.letters().await;
    let mut seen = 0;
    for lang in ["en", "es"] {
        site.sql(&format!("UPDATE account SET lang = '{lang}'")).await;
        for cadence in [Cadence::AtOnce, Cadence::Daily, Cadence::Weekly] {
            for kind in NoticeKind::ALL {
                site.sql("DELETE FROM notice_preference").await;
                let account = site.account("ann").await;
                site.sql(&format!(
                    "INSERT INTO notice_preference (account_id, kind, cadence) VALUES ({account}, '{}', '{}')",
                    kind.word(),
                    cadence.word()
                ))
                .await;
                site.tells("ann", *kind, PATH).await;
                site.later(8 * 24 * 3600);
                for letter in site.letters().await {
                    seen += 1;
                    let subject = letter.subject.to_lowercase();
                    let words = TITLE.to_lowercase();
                    let words = words.split([' ', '?']).filter(|word| word.len() > 2);
                    for word in words.chain([PATH]) {
                        let told = subject.split(' ').any(|one| one == word);
                        assert!(!told, "{kind:?}, {cadence:?}: {}", letter.subject);
                    }
                }
            }
        }
    }
    assert_eq!(seen, 2 * 3 * NoticeKind::ALL.len(), "every kind was written about, however it is had");
}

#[db::test]
async fn more_of_the_same_within_ten_minutes_makes_one_letter(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    site.letters().await;
    for _ in 0..3 {
        site.tells("ann", NoticeKind::Answered, PATH).await;
    }
    site.tells("ann", NoticeKind::Answered, "/questions/13").await;
    assert_eq!(site.letters().await.len(), 2, "one for each question");
    site.later(500);
    site.tells("ann", NoticeKind::Answered, PATH).await;
    assert_eq!(site.letters().await.len(), 0, "the letter of before stands for it");
    // She came by, so that what comes now is new to her.
    let last = i64::MAX.to_string();
    ann.sent("/account/notices/read", &[("last", &last)]).await;
    site.tells("ann", NoticeKind::Answered, PATH).await;
    assert_eq!(site.letters().await.len(), 1);
    site.later(601);
    site.tells("ann", NoticeKind::Answered, PATH).await;
    assert_eq!(site.letters().await.len(), 1);
    let all = notice::Entity::find().all(test.db.read()).await.unwrap();
    assert!(all.len() == 7 && all.iter().all(|news| news.mailed_at.is_some()), "{all:?}");
}

#[db::test]
async fn a_mail_server_that_is_away_for_an_hour_loses_nothing_and_delays_no_page(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    site.letters().await;
    site.app.mailer.fail_with(Some(SendError::Trouble("no connection".into())));
    let runner = site::runner(&site.app);
    for minute in 0..60 {
        if minute % 10 == 0 {
            site.tells("ann", NoticeKind::Answered, &format!("/questions/{minute}")).await;
            assert_eq!(
                site.browser().sent("/sign-up", &[("email", &format!("p{minute}@example.org"))]).await,
                "/mail-sent"
            );
            assert_eq!(ann.get("/account/notices").await.status, 200);
        }
        let done = runner.drain().await.unwrap();
        assert_eq!(done.given_up, 0);
        site.later(60);
    }
    assert!(site.app.mailer.sent().is_empty());
    site.app.mailer.fail_with(None);
    site.later(3600);
    let mut to: Vec<String> = site.letters().await.iter().map(|letter| letter.to.to_string()).collect();
    to.sort();
    let expected: Vec<String> = ["ann"; 6]
        .iter()
        .map(ToString::to_string)
        .chain((0..60).step_by(10).map(|minute| format!("p{minute}")))
        .map(|name| format!("{name}@example.org"))
        .collect();
    let mut expected = expected;
    expected.sort();
    assert_eq!(to, expected, "each letter once");
    site.later(3 * 3600);
    assert!(site.letters().await.is_empty());
    assert_eq!(jobs::depth(test.db.read()).await.unwrap().1, 0);
}

#[db::test]
async fn what_the_server_refuses_for_good_is_laid_aside_and_can_be_tried_again(test: TestDb) {
    let site = Site::of(&test).await;
    site.member("ann").await;
    site.letters().await;
    site.app.mailer.fail_with(Some(SendError::Refused("answer 550".into())));
    site.tells("ann", NoticeKind::Answered, PATH).await;
    let done = site::runner(&site.app).drain().await.unwrap();
    assert_eq!((done.given_up, done.put_off), (1, 0));
    let dead = jobs::dead(test.db.read(), 10).await.unwrap();
    assert!(dead[0].error.contains("550") && !dead[0].error.contains("ann@"), "{dead:?}");
    site.app.mailer.fail_with(None);
    let tx = test.db.begin().await.unwrap();
    assert_eq!(jobs::revive_all(&tx, site.app.clock.now()).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(site.letters().await.len(), 1);
}

#[db::test]
async fn what_was_given_up_long_ago_is_thrown_away(test: TestDb) {
    let site = Site::of(&test).await;
    site.letters().await;
    site.sql(&format!(
        "INSERT INTO job (kind, payload, state, run_at, attempts, created_at) VALUES ('x', '{{}}', 'dead', {NOW}, 12, 0)"
    ))
    .await;
    for (days, left) in [(89, 1), (2, 0)] {
        site.later(days * 24 * 3600);
        site.letters().await;
        assert_eq!(jobs::depth(test.db.read()).await.unwrap().1, left, "after {days} days more");
    }
}

#[db::test]
async fn a_letter_that_is_sent_again_has_the_name_it_had(test: TestDb) {
    let site = Site::of(&test).await;
    site.member("ann").await;
    site.letters().await;
    site.tells("ann", NoticeKind::Answered, PATH).await;
    let first = site.letters().await.remove(0);
    let id = notice::Entity::find().one(test.db.read()).await.unwrap().unwrap().id;
    let again = format!(
        "INSERT INTO job (kind, payload, state, run_at, attempts, created_at) \
         VALUES ('notification.news_letter', '{{\"notice\":{id}}}', 'waiting', 0, 0, 0)"
    );
    site.sql(&again).await;
    assert!(site.letters().await.is_empty(), "what is noted as sent is not sent again");
    // The process died after the server had taken the letter, and before that was noted.
    site.sql("UPDATE notice SET mailed_at = NULL").await;
    site.sql(&again).await;
    assert_eq!(site.letters().await.remove(0), first);
    site.tells("ann", NoticeKind::Answered, "/questions/13").await;
    assert_ne!(site.letters().await.remove(0).id, first.id);
}

#[db::test]
async fn somebody_who_is_suspended_hears_of_decisions_alone(test: TestDb) {
    let site = Site::of(&test).await;
    site.member("ann").await;
    site.letters().await;
    site.sql(&format!("UPDATE account SET suspended_until = {}", NOW + 30 * 24 * 3600)).await;
    for kind in NoticeKind::ALL {
        site.tells("ann", *kind, "/account").await;
    }
    site.later(8 * 24 * 3600);
    let told: Vec<String> = site.letters().await.into_iter().map(|letter| letter.text).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().any(|text| text.contains("The moderators decided")));
    assert!(told.iter().any(|text| text.contains("your appeal")));
}

#[db::test]
async fn letters_are_in_their_readers_language(test: TestDb) {
    let site = Site::of(&test).await;
    site.member("ann").await;
    site.letters().await;
    site.sql("UPDATE account SET lang = 'es'").await;
    site.tells("ann", NoticeKind::Answered, PATH).await;
    let letter = site.letters().await.remove(0);
    assert!(!letter.text.contains("A doctor answered"), "{}", letter.text);
    assert!(letter.text.contains(&format!("/es{PATH}")) && letter.html.contains("lang=\"es\""));
}
