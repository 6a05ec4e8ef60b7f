//! `/transparency`

use db::{
    TestDb,
    entity::{decision, report as reports, review as reviews},
    sea_orm::{EntityTrait, PaginatorTrait},
    value::AccountRole,
};
use site::config::Within;

use super::{answer, asked_by, clinic, decide, decision_for, question, report, review};
use crate::harness::Site;

/// What stands in the cell after this label.
fn figure(page: &str, label: &str) -> i64 {
    let at = page.find(&format!("<dt>{label}</dt>")).unwrap_or_else(|| panic!("no {label} in {page}"));
    let cell = &page[at..at + page[at..].find("</dd>").unwrap()];
    cell.rsplit('>').next().unwrap().parse().unwrap()
}

#[db::test]
async fn the_public_figures_add_up_and_name_nobody(test: TestDb) {
    clinic(&test).await;
    let site = Site::with(&test, |config| config.lists.page = Within::nearest(2)).await;
    let (ann, bob) = (site.member("ann").await, site.member("bob").await);
    let mo = site.person("mo", AccountRole::Moderator).await;
    let max = site.person("max", AccountRole::Moderator).await;
    asked_by(&site, &test, "q1", "ann").await;
    let asked = format!("question/{}", question(&test, "q1").await.id);
    let given = format!("answer/{}", answer(&test, "q1/d1").await.id);
    report(&bob, &asked, "spam").await;
    report(&bob, &given, "unsafe").await;
    decide(&mo, &asked, "remove", &[("reason", "spam"), ("note", "Secret words.")]).await;
    decide(&mo, &given, "dismiss", &[("reason", "fine")]).await;
    decide(&mo, &format!("review/{}", review(&test, "r1").await.id), "remove", &[("reason", "not_a_review")])
        .await;
    let path = decision_for(&site, &test, "ann").await;
    ann.sent(&format!("{path}/appeal"), &[("words", "No spam.")]).await;
    max.sent("/appeals/1", &[("outcome", "overturned"), ("reason", "Right.")]).await;

    let page = site.get("/transparency").await.text();
    let db = test.db.read();
    assert_eq!(figure(&page, "Reports"), reports::Entity::find().count(db).await.unwrap() as i64);
    assert_eq!(figure(&page, "Decisions"), decision::Entity::find().count(db).await.unwrap() as i64);
    assert_eq!(figure(&page, "Appeals"), 1);
    assert_eq!(figure(&page, "Reviews received"), reviews::Entity::find().count(db).await.unwrap() as i64);
    let cells = |label: &str| {
        let at = page.find(&format!("<td>{label}</td><td>")).unwrap() + label.len() + 13;
        page[at..at + page[at..].find('<').unwrap()].parse::<i64>().unwrap()
    };
    let shown = cells("Shown") + cells("Held back") + cells("Removed: It was no review of a visit.");
    assert_eq!(shown, figure(&page, "Reviews received"));
    assert!(page.contains("2026-11") && page.contains("The decision was undone"));
    assert!(page.contains("Somebody appealed, and was right."), "the newest stands first");
    for secret in ["Secret words", "No spam.", "hair fall out", "/questions/1/", "example.org<", "Bea Brook"]
    {
        assert!(!page.contains(secret), "{secret}");
    }
    let at = page.find("/transparency?after=").expect("the log goes on");
    let next = site.get(&page[at..at + page[at..].find('"').unwrap()]).await.text();
    assert!(next.contains("Left as it is"));
    assert!(site.get("/").await.text().contains("/transparency"));
}

#[db::test]
async fn the_audit_log_is_read_by_administrators(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let (mo, ad) = (
        site.person("mo", AccountRole::Moderator).await,
        site.person("ad", AccountRole::Administrator).await,
    );
    let (one, two) = (question(&test, "q1").await.id, question(&test, "q2").await.id);
    decide(&mo, &format!("question/{one}"), "lock", &[("reason", "settled")]).await;
    decide(&mo, &format!("question/{two}"), "remove", &[("reason", "off_topic")]).await;
    assert_eq!(mo.get("/audit").await.status, 403);
    let all = ad.get("/audit").await.text();
    assert!(all.contains("<td>lock</td>") && all.contains("<td>remove</td>"));
    let some = ad.get(&format!("/audit?kind=question&id={two}")).await.text();
    assert!(!some.contains("<td>lock</td>") && some.contains("<td>remove</td>"));
    assert_eq!(ad.get("/audit?kind=nonsense").await.status, 400);
    assert_eq!(ad.get("/audit?id=x").await.status, 400);
}

#[db::test]
async fn who_is_signed_in_is_shown_what_was_counted_for_everybody(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let bob = site.member("bob").await;
    assert_eq!(figure(&site.get("/transparency").await.text(), "Reports"), 0);
    report(&bob, &format!("question/{}", question(&test, "q1").await.id), "spam").await;
    assert_eq!(figure(&bob.get("/transparency").await.text(), "Reports"), 0, "nothing is counted for them");
    site.later(61);
    assert_eq!(figure(&bob.get("/transparency").await.text(), "Reports"), 1);
}
