//! `/report`

use db::{
    TestDb,
    entity::{report as table, reported},
    sea_orm::EntityTrait,
    value::AccountRole,
};
use site::config::Within;

use super::{answer, clinic, decide, question, report};
use crate::harness::Site;

#[db::test]
async fn every_page_leads_to_a_report_after_signing_in(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let (asked, given) = (question(&test, "q1").await, answer(&test, "q1/d0").await);
    let page = site.get(&format!("/questions/{}/{}", asked.id, asked.slug)).await.text();
    assert!(page.contains(&format!("/report/question/{}", asked.id)));
    assert!(page.contains(&format!("/report/answer/{}", given.id)));
    let profile = site.get("/doctors/ann-ash-utrecht").await.text();
    assert!(profile.contains("/report/doctor/") && profile.contains("/report/review/"));
    let path = format!("/report/answer/{}", given.id);
    let to = site.get(&path).await;
    assert_eq!((to.status.as_u16(), to.header("location")), (303, &*format!("/sign-in?next={path}")));
    let ann = site.member("ann").await;
    assert!(ann.get(&path).await.text().contains("Headline 1"));
}

#[db::test]
async fn one_person_reports_one_thing_once_until_it_is_decided(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    let thing = format!("question/{}", question(&test, "q1").await.id);
    report(&ann, &thing, "spam").await;
    let path = format!("/report/{thing}");
    assert_eq!(ann.sent(&path, &[("reason", "rude")]).await, path);
    let page = ann.get(&path).await.text();
    assert!(page.contains("You reported this on") && !page.contains("name=\"reason\""), "{page}");
    let other = site.member("bob").await.get(&path).await.text();
    assert!(!other.contains("You reported this on") && other.contains("name=\"reason\""), "{other}");
    let rows = table::Entity::find().all(test.db.read()).await.unwrap();
    assert_eq!((rows.len(), rows[0].reason.as_str()), (1, "spam"));
    assert_eq!(reported::Entity::find().all(test.db.read()).await.unwrap()[0].reports, 1);
    let mo = site.person("mo", AccountRole::Moderator).await;
    decide(&mo, &thing, "dismiss", &[("reason", "fine")]).await;
    report(&ann, &thing, "rude").await;
}

#[db::test]
async fn a_bad_report_comes_back_with_what_was_written(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    let path = format!("/report/question/{}", question(&test, "q1").await.id);
    let long = "é".repeat(1001);
    for (reason, words) in [
        ("", "kept words"),
        ("nonsense", "kept words"),
        ("not_a_review", "kept words"),
        ("fine", "kept words"),
    ] {
        let again = ann.post(&path, &[("reason", reason), ("words", words)]).await;
        assert_eq!(again.status, 422, "{reason}");
        assert!(again.text().contains("kept words") && again.text().contains("Please choose what is wrong."));
    }
    let again = ann.post(&path, &[("reason", "spam"), ("words", &long)]).await;
    assert!(again.status == 422 && again.text().contains("at most 1,000 characters"));
    ann.sent(&path, &[("reason", "spam"), ("words", "\u{200b}\u{202e} ")]).await;
    let rows = table::Entity::find().all(test.db.read()).await.unwrap();
    assert_eq!((rows.len(), &rows[0].words), (1, &None), "what nobody sees is nothing");
    for path in ["/report/account/1", "/report/question/0", "/report/question/x", "/report/nonsense/1"] {
        assert!(matches!(ann.get(path).await.status.as_u16(), 400 | 404), "{path}");
    }
}

#[db::test]
async fn one_account_reports_so_many_things_a_day(test: TestDb) {
    clinic(&test).await;
    let site = Site::with(&test, |config| config.moderation.reports_a_day = Within::nearest(2)).await;
    let ann = site.member("ann").await;
    let (one, two) = (question(&test, "q1").await.id, question(&test, "q2").await.id);
    report(&ann, &format!("question/{one}"), "spam").await;
    report(&ann, &format!("question/{two}"), "spam").await;
    let third = format!("/report/answer/{}", answer(&test, "q1/d0").await.id);
    assert_eq!(ann.post(&third, &[("reason", "spam")]).await.status, 422);
    site.later(24 * 3600 + 1);
    ann.sent(&third, &[("reason", "spam")]).await;
}
