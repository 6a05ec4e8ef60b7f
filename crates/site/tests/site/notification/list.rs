//! `/account/notices`

use db::{TestDb, value::NoticeKind};
use site::config::Within;

use crate::harness::Site;

/// Where the button of the first notice leads.
fn first_form(page: &str) -> String {
    let forms = page.split("action=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let one = |path: &&str| path.starts_with("/account/notices/") && *path != "/account/notices/read";
    forms.into_iter().find(one).unwrap().to_owned()
}

#[db::test]
async fn news_stand_on_the_site_until_their_owner_has_read_them(test: TestDb) {
    let site = Site::of(&test).await;
    let (ann, bob) = (site.member("ann").await, site.member("bob").await);
    assert!(ann.get("/account/notices").await.text().contains("There is nothing yet."));
    site.tells("ann", NoticeKind::Answered, "/questions/1").await;
    for path in ["/topics", "/account/notices", "/account/notices", "/account"] {
        let page = ann.get(path).await.text();
        assert!(page.contains(">1 new notice</a>"), "{path}: looking at it changes nothing: {page}");
    }
    assert!(!bob.get("/topics").await.text().contains("new notice"));
    assert!(!site.get("/topics").await.text().contains("new notice"));
    let page = ann.get("/account/notices").await.text();
    assert!(page.contains("A doctor answered your question.") && page.contains("New · "));
    let form = first_form(&page);
    assert_eq!(bob.post(&form, &[]).await.status, 404, "others' notices are not there");
    assert_eq!(ann.sent(&form, &[]).await, "/questions/1");
    assert_eq!(ann.sent(&form, &[]).await, "/questions/1", "twice is as good as once");
    let page = ann.get("/account/notices").await.text();
    assert!(
        page.contains("href=\"/questions/1\"") && !page.contains("New · ") && !page.contains("new notice")
    );
}

#[db::test]
async fn all_that_was_shown_is_read_at_once_and_nothing_that_came_since(test: TestDb) {
    let site = Site::with(&test, |config| config.lists.page = Within::nearest(2)).await;
    let (ann, bob) = (site.member("ann").await, site.member("bob").await);
    for number in 1..=3 {
        site.tells("ann", NoticeKind::Answered, &format!("/questions/{number}")).await;
    }
    site.tells("bob", NoticeKind::Answered, "/questions/1").await;
    let page = ann.get("/account/notices").await.text();
    assert!(page.contains("3 new notices") && page.matches("New · ").count() == 2, "{page}");
    let last = page.split("name=\"last\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let more = page.split("/account/notices?after=").nth(1).unwrap().split('"').next().unwrap();
    let rest = ann.get(&format!("/account/notices?after={more}")).await.text();
    assert_eq!(rest.matches("New · ").count(), 1);
    site.tells("ann", NoticeKind::Replied, "/doctors").await;
    assert_eq!(ann.sent("/account/notices/read", &[("last", last)]).await, "/account/notices");
    let page = ann.get("/account/notices").await.text();
    assert!(page.contains("1 new notice<") && page.find("replied").unwrap() < page.find("answered").unwrap());
    assert!(bob.get("/account/notices").await.text().contains("1 new notice<"), "others' stay as they are");
    assert_eq!(ann.post("/account/notices/read", &[("last", "x")]).await.status, 400);
    assert_eq!(ann.sent("/account/notices/read", &[]).await, "/account/notices");
    assert!(ann.get("/account/notices").await.text().contains("1 new notice<"));
}

#[db::test]
async fn counting_ends_where_nobody_counts_any_more(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    let account = site.account("ann").await;
    let row = format!("({account}, 'answered', '/questions/1', 0)");
    let many = |count: usize| vec![row.clone(); count].join(", ");
    let add = |count| format!("INSERT INTO notice (account_id, kind, path, made_at) VALUES {}", many(count));
    site.sql(&add(99)).await;
    assert!(ann.get("/topics").await.text().contains(">99 new notices</a>"));
    site.sql(&add(50)).await;
    assert!(ann.get("/topics").await.text().contains(">99+ new notices</a>"));
}
