//! Letters that tell of a day or a week.

use db::{TestDb, value::NoticeKind};
use mail::{Message, SendError};
use site::config::Within;

use crate::harness::{Browser, Site};

const HOUR: i64 = 3600;

async fn choose(browser: &Browser<'_>, line: &str, cadence: &str) {
    assert_eq!(browser.sent("/account/notices/settings", &[(line, cadence)]).await, "/account/notices");
}

async fn to_ann(site: &Site) -> Vec<Message> {
    site.letters().await.into_iter().filter(|letter| letter.to.to_string() == "ann@example.org").collect()
}

#[db::test]
async fn a_day_is_told_in_one_letter_at_its_hour(test: TestDb) {
    let site = Site::of(&test).await;
    let (ann, _) = (site.member("ann").await, site.member("bob").await);
    choose(&ann, "answers", "daily").await;
    for _ in 0..3 {
        site.tells("ann", NoticeKind::Asked, "/inbox").await;
    }
    site.tells("ann", NoticeKind::Answered, "/questions/1").await;
    site.tells("ann", NoticeKind::AnswerChanged, "/questions/2").await;
    site.tells("bob", NoticeKind::Asked, "/inbox").await;
    // It is noon; digests leave at seven.
    site.later(19 * HOUR - 1);
    assert!(to_ann(&site).await.is_empty());
    site.later(1);
    let letters = site.letters().await;
    assert_eq!(letters.len(), 2, "one each: {letters:?}");
    let letter = letters.iter().find(|letter| letter.to.to_string() == "ann@example.org").unwrap();
    assert_eq!(letter.subject, "Your daily news");
    for part in ["New questions wait in your inbox. (3 times)", "/questions/1", "/questions/2", "/inbox"] {
        assert!(letter.text.contains(part), "{part} is not in {}", letter.text);
    }
    assert!(letter.unsubscribe.is_some());
    site.later(48 * HOUR);
    assert!(to_ann(&site).await.is_empty(), "nothing is told twice, and no letter tells of nothing");
    site.tells("ann", NoticeKind::Answered, "/questions/3").await;
    site.later(24 * HOUR);
    let letters = to_ann(&site).await;
    assert!(letters.len() == 1 && !letters[0].text.contains("/questions/1"), "{letters:?}");
}

#[db::test]
async fn what_was_read_on_the_site_is_left_out(test: TestDb) {
    let site = Site::with(&test, |config| config.mail.digest_hour = Within::nearest(13)).await;
    let ann = site.member("ann").await;
    site.letters().await;
    site.tells("ann", NoticeKind::Asked, "/inbox").await;
    let last = i64::MAX.to_string();
    ann.sent("/account/notices/read", &[("last", &last)]).await;
    site.later(HOUR);
    assert!(to_ann(&site).await.is_empty());
    site.tells("ann", NoticeKind::Asked, "/inbox").await;
    site.later(24 * HOUR);
    assert_eq!(to_ann(&site).await.len(), 1, "the hour is the operator's to set");
}

#[db::test]
async fn a_week_is_told_on_monday(test: TestDb) {
    let site = Site::of(&test).await;
    site.member("ann").await;
    // A Sunday at noon, and then the Monday after the digest has left.
    for wait in [19 * HOUR, 7 * 24 * HOUR] {
        site.tells("ann", NoticeKind::Thanked, "/questions/1").await;
        site.later(wait - 1);
        assert!(to_ann(&site).await.is_empty());
        site.later(1);
        let letters = to_ann(&site).await;
        assert_eq!((letters.len(), letters[0].subject.as_str()), (1, "Your weekly news"));
    }
}

#[db::test]
async fn a_digest_that_failed_is_sent_again_and_told_of_once(test: TestDb) {
    let site = Site::of(&test).await;
    site.member("ann").await;
    site.letters().await;
    site.tells("ann", NoticeKind::Asked, "/inbox").await;
    site.app.mailer.fail_with(Some(SendError::Trouble("no connection".into())));
    site.later(19 * HOUR);
    let runner = site::runner(&site.app);
    assert!(runner.drain().await.unwrap().put_off > 0);
    site.app.mailer.fail_with(None);
    site.later(60);
    let first = to_ann(&site).await.remove(0);
    // The process died before it noted that the letter was sent.
    site.sql("UPDATE notice SET mailed_at = NULL").await;
    site.sql(&format!(
        "INSERT INTO job (kind, payload, state, run_at, attempts, created_at) VALUES \
         ('notification.digest_letter', '{{\"account\":{},\"digest\":\"daily\"}}', 'waiting', 0, 0, 0)",
        site.account("ann").await
    ))
    .await;
    assert_eq!(to_ann(&site).await.remove(0), first, "under the name it had");
}

#[db::test]
async fn somebody_who_chooses_a_digest_gets_what_waited_in_it(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    site.letters().await;
    site.app.mailer.fail_with(Some(SendError::Trouble("no connection".into())));
    site.tells("ann", NoticeKind::Answered, "/questions/1").await;
    site.tells("ann", NoticeKind::Thanked, "/questions/2").await;
    site::runner(&site.app).drain().await.unwrap();
    choose(&ann, "answers", "daily").await;
    site.app.mailer.fail_with(None);
    site.later(HOUR);
    assert!(to_ann(&site).await.is_empty(), "no longer at once");
    site.later(18 * HOUR);
    let letters = to_ann(&site).await;
    assert!(letters.iter().any(|letter| letter.text.contains("/questions/1")), "{letters:?}");
    assert_eq!(letters.len(), 2, "the week's is another: it is Monday");
}
