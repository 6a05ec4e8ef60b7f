//! The end of letters by one request (RFC 8058).

use axum::{body::Body, http::Request};
use db::{TestDb, value::NoticeKind};

use crate::harness::{Answered, Site};

/// A request as a mail program sends it: from no page, with no cookie.
async fn one_click(site: &Site, path: &str, headers: &[(&str, &str)]) -> Answered {
    let mut request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    site.answer(request.body(Body::from("List-Unsubscribe=One-Click")).unwrap()).await
}

async fn link_of(site: &Site, kind: NoticeKind) -> String {
    site.tells("ann", kind, "/questions/1").await;
    let letter = site.letters().await.remove(0);
    letter.unsubscribe.unwrap().strip_prefix("https://ask.example.org").unwrap().to_owned()
}

#[db::test]
async fn one_request_ends_letters_of_a_kind_without_signing_in(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    site.letters().await;
    let link = link_of(&site, NoticeKind::Answered).await;
    site.later(3600);
    assert_eq!(link_of(&site, NoticeKind::AnswerChanged).await, link, "the same in each letter of its kind");
    let page = site.get(&link).await;
    assert!(page.status == 200 && page.text().contains("Answers to your questions"), "{}", page.text());
    assert_eq!(page.header("cache-control"), "private, no-store");
    site.later(3600);
    link_of(&site, NoticeKind::Answered).await;
    for headers in [
        &[][..],
        &[("sec-fetch-site", "cross-site"), ("origin", "https://mail.example.net")],
        &[("origin", "null")],
    ] {
        let ended = one_click(&site, &link, headers).await;
        assert_eq!(ended.status, 200, "no redirect, as often as it is asked for: {}", ended.text());
    }
    site.later(3600);
    site.tells("ann", NoticeKind::Answered, "/questions/2").await;
    site.tells("ann", NoticeKind::AnswerChanged, "/questions/2").await;
    assert!(site.letters().await.is_empty());
    site.tells("ann", NoticeKind::Replied, "/questions/2").await;
    assert_eq!(site.letters().await.len(), 1, "other kinds go on");
    assert!(ann.get("/account/notices").await.text().contains("new notices"));
}

#[db::test]
async fn one_request_ends_a_digest(test: TestDb) {
    let site = Site::of(&test).await;
    site.member("ann").await;
    site.letters().await;
    site.tells("ann", NoticeKind::Asked, "/inbox").await;
    site.later(24 * 3600);
    let letter = site.letters().await.remove(0);
    let link = letter.unsubscribe.unwrap().strip_prefix("https://ask.example.org").unwrap().to_owned();
    assert_eq!(one_click(&site, &link, &[]).await.status, 200);
    site.tells("ann", NoticeKind::Asked, "/inbox").await;
    site.tells("ann", NoticeKind::Thanked, "/questions/1").await;
    site.later(8 * 24 * 3600);
    let letters = site.letters().await;
    assert_eq!(
        (letters.len(), letters[0].subject.as_str()),
        (1, "Your weekly news"),
        "the other one goes on"
    );
}

#[db::test]
async fn what_is_no_link_is_answered_alike(test: TestDb) {
    let site = Site::of(&test).await;
    let unknown = format!("/unsubscribe/{}", "ab".repeat(32));
    let (asked, sent) = (site.get(&unknown).await, one_click(&site, &unknown, &[]).await);
    assert_eq!((asked.status.as_u16(), sent.status.as_u16()), (410, 410));
    assert_eq!(asked.text(), sent.text());
    assert_eq!(site.get("/unsubscribe/x").await.status, 410);
    assert_eq!(one_click(&site, "/unsubscribe/x", &[]).await.status, 403);
}

#[db::test]
async fn nothing_else_is_taken_from_elsewhere(test: TestDb) {
    let site = Site::of(&test).await;
    let token = "ab".repeat(32);
    let mut tried = 0;
    for endpoint in site::router().endpoints().iter().filter(|endpoint| endpoint.method == "POST") {
        let path = endpoint.path.replace("{id}", "1").replace("{token}", &token);
        for headers in
            [&[][..], &[("sec-fetch-site", "cross-site")], &[("origin", "https://mail.example.net")]]
        {
            let answered = one_click(&site, &path, headers).await;
            let expected = if endpoint.path == "/unsubscribe/{token}" { 410 } else { 403 };
            assert_eq!(answered.status.as_u16(), expected, "{path} with {headers:?}");
            tried += 1;
        }
    }
    assert!(tried > 50);
    for path in [format!("/es/unsubscribe/{token}"), format!("/unsubscribe/{token}?x=1")] {
        assert_eq!(one_click(&site, &path, &[]).await.status, 410, "{path}");
    }
}
