//! `/sign-in`, `/sign-out`, `/reset`

use axum::{body::Body, http::Request};
use db::{TestDb, entity::session, sea_orm::EntityTrait};
use site::config::Within;

use super::{PASSWORD, SESSION};
use crate::harness::{Site, six_answers};

#[db::test]
async fn the_password_opens_the_account_and_nothing_else_does(test: TestDb) {
    let site = Site::of(&test).await;
    site.browser().sign_up("ann@example.org", PASSWORD).await;
    let ann = site.browser();
    for (email, password) in [
        ("ann@example.org", "seven herons over the river"),
        ("ann@example.org", ""),
        ("bob@example.org", PASSWORD),
    ] {
        let refused = ann.post("/sign-in", &[("email", email), ("password", password)]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("The address or the password is not right."));
        assert!(ann.cookie(SESSION).is_none());
    }
    let to = ann
        .sent("/sign-in", &[("email", " ANN@example.org "), ("password", PASSWORD), ("next", "/topics")])
        .await;
    assert_eq!(to, "/topics");
    assert!(ann.is_in().await);
}

#[db::test]
async fn a_session_is_kept_by_its_hash_and_changes_with_each_sign_in(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", PASSWORD).await;
    let first = ann.cookie(SESSION).unwrap();
    ann.sent("/sign-in", &[("email", "ann@example.org"), ("password", PASSWORD)]).await;
    let second = ann.cookie(SESSION).unwrap();
    assert_ne!(first, second);
    let kept = session::Entity::find().all(site.app.db.read()).await.unwrap();
    assert_eq!(kept.len(), 1, "the first one has ended");
    assert!(kept[0].token_hash != second && kept[0].token_hash.len() == 64);
    let thief = site.browser();
    thief.take_cookie(SESSION, &first);
    assert!(!thief.is_in().await);
    for odd in ["", "x", &"0".repeat(64), &"é".repeat(32)] {
        let odd = odd.replace('é', "~");
        thief.take_cookie(SESSION, &odd);
        assert_eq!(thief.get("/").await.status, 200);
    }
}

#[db::test]
async fn a_session_ends_when_it_is_left_alone_and_at_the_latest_after_its_time(test: TestDb) {
    let site = Site::of(&test).await;
    let (idle, busy) = (site.browser(), site.browser());
    idle.sign_up("ann@example.org", PASSWORD).await;
    busy.sent("/sign-in", &[("email", "ann@example.org"), ("password", PASSWORD)]).await;
    for _ in 0..4 {
        site.later(20 * 86_400);
        assert!(busy.is_in().await);
    }
    assert!(!idle.is_in().await);
    site.later(10 * 86_400);
    assert!(!busy.is_in().await, "ninety days is the longest");
    site.letters().await;
    assert!(
        session::Entity::find().all(site.app.db.read()).await.unwrap().is_empty(),
        "what has run out is swept away"
    );
}

#[db::test]
async fn signing_out_ends_the_session_for_good(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", PASSWORD).await;
    let kept = ann.cookie(SESSION).unwrap();
    let out = ann.post("/sign-out", &[]).await;
    assert_eq!((out.status.as_u16(), out.header("clear-site-data")), (303, "\"cache\", \"storage\""));
    assert!(ann.cookie(SESSION).is_none());
    ann.take_cookie(SESSION, &kept);
    assert!(!ann.is_in().await);
    assert_eq!(ann.get("/account").await.header("location"), "/sign-in?next=/account");
}

#[db::test]
async fn other_sites_cannot_send_forms(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", PASSWORD).await;
    let cookie = format!("{SESSION}={}", ann.cookie(SESSION).unwrap());
    for headers in [
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("origin", "https://evil.example")],
        vec![("origin", "null")],
        vec![],
    ] {
        let mut request = Request::post("/sign-out").header("cookie", &cookie);
        for (name, value) in &headers {
            request = request.header(*name, *value);
        }
        let refused = site.answer(request.body(Body::empty()).unwrap()).await;
        assert_eq!(refused.status, 403, "{headers:?}");
    }
    assert!(ann.is_in().await);
}

#[db::test]
async fn tries_run_out(test: TestDb) {
    let site = Site::with(&test, |config| config.accounts.tries_by_account = Within::nearest(3)).await;
    site.browser().sign_up("ann@example.org", PASSWORD).await;
    let thief = site.browser();
    let guess = [("email", "ann@example.org"), ("password", "could it be this one?")];
    for _ in 0..3 {
        assert_eq!(thief.post("/sign-in", &guess).await.status, 422);
    }
    let refused = thief.post("/sign-in", &guess).await;
    assert_eq!(refused.status, 429);
    assert!(refused.header("retry-after").parse::<u64>().unwrap() > 60);
    assert_eq!(thief.post("/sign-in", &[("email", "bob@example.org"), ("password", "x")]).await.status, 422);
}

#[db::test]
async fn nobody_is_sent_to_another_site(test: TestDb) {
    let site = Site::of(&test).await;
    site.browser().sign_up("ann@example.org", PASSWORD).await;
    for next in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
        let ann = site.browser();
        let to = ann
            .sent("/sign-in", &[("email", "ann@example.org"), ("password", PASSWORD), ("next", next)])
            .await;
        assert_eq!(to, "/account", "{next}");
        assert!(!ann.get(&format!("/sign-in?next={next}")).await.text().contains("evil"));
    }
}

#[db::test]
async fn a_new_password_by_letter_ends_every_session(test: TestDb) {
    let site = Site::of(&test).await;
    let (ann, thief) = (site.browser(), site.browser());
    ann.sign_up("ann@example.org", PASSWORD).await;
    thief.sent("/sign-in", &[("email", "ann@example.org"), ("password", PASSWORD)]).await;
    ann.sent("/reset", &[("email", "ann@example.org")]).await;
    let link = site.link_to("ann@example.org").await;
    let weak = ann.post(&link, &[("password", "short")]).await;
    assert!(weak.status == 422 && weak.text().contains("at least 15 characters"));
    assert_eq!(ann.sent(&link, &[("password", "eight herons over the canal")]).await, "/sign-in");
    assert!(!ann.is_in().await && !thief.is_in().await);
    assert_eq!(ann.post(&link, &[("password", "nine herons over the canal")]).await.status, 410);
    assert_eq!(
        ann.post("/sign-in", &[("email", "ann@example.org"), ("password", PASSWORD)]).await.status,
        422
    );
    ann.sent("/sign-in", &[("email", "ann@example.org"), ("password", "eight herons over the canal")]).await;
    assert!(ann.is_in().await);
}

#[db::test]
async fn forms_that_no_browser_would_send_are_refused_clearly(test: TestDb) {
    let site = Site::of(&test).await;
    let send = |kind: &'static str, body: Vec<u8>| {
        let request =
            Request::post("/sign-in").header("sec-fetch-site", "same-origin").header("content-type", kind);
        site.answer(request.body(Body::from(body)).unwrap())
    };
    let form = "application/x-www-form-urlencoded";
    let many: String = (0..1000).map(|i| format!("field{i}=x&")).collect();
    assert_eq!(send(form, many.into_bytes()).await.status, 422, "a thousand fields are only unknown");
    assert_eq!(send(form, vec![b'a'; 300_000]).await.status, 413);
    assert_eq!(send("application/json", b"{}".to_vec()).await.status, 415);
    assert_eq!(send("", Vec::new()).await.status, 415);
    assert_eq!(send(form, b"email=a&email=b".to_vec()).await.status, 400);
    assert_eq!(send(form, b"email=%00".to_vec()).await.status, 400);
    assert_eq!(send(form, b"email=%ff%fe&password=\xff".to_vec()).await.status, 422);
}

#[db::test]
async fn pages_of_somebody_who_is_signed_in_are_theirs_alone(test: TestDb) {
    six_answers(&test, "no").await;
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", PASSWORD).await;
    let page = "/questions/1/can-it-make-hair-fall-out";
    let own = ann.get(page).await;
    assert_eq!((own.status.as_u16(), own.header("cache-control")), (200, "private, no-store"));
    assert!(own.text().contains("href=\"/account\""));
    let public = site.get(page).await;
    assert!(public.text().contains("href=\"/sign-in\"") && !public.text().contains("href=\"/account\""));
    assert!(public.header("cache-control").starts_with("public"));
}
