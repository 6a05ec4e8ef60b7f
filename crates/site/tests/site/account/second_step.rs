//! The second step of signing in.

use db::{
    TestDb,
    value::{AccountRole, SessionLevel},
};
use mail::Address;
use site::account;
use totp_rs::{Builder, Secret};

use super::{PASSWORD, SESSION};
use crate::harness::{Browser, NOW, Site};

fn code(secret: &str, at: i64) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    Builder::new().with_secret(secret).build_noncompliant().generate(at.unsigned_abs()).to_string()
}

/// Turns it on; gives the secret and the codes to keep.
async fn turn_on(browser: &Browser<'_>, at: i64) -> (String, Vec<String>) {
    let page = browser.get("/account/second-step").await.text();
    let start = page.find("class=\"key\">").expect(&page) + 12;
    let secret = page[start..start + 32].to_owned();
    assert!(page.contains("<svg class=\"qr\"") && page.contains("otpauth://totp/"));
    let wrong = browser.post("/account/second-step", &[("secret", &secret), ("code", "000000")]).await;
    assert!(wrong.status == 422 && wrong.text().contains(&secret), "the same key is shown again");
    let done =
        browser.post("/account/second-step", &[("secret", &secret), ("code", &code(&secret, at))]).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let codes =
        done.text().split("<code>").skip(1).map(|rest| rest[..rest.find('<').unwrap()].to_owned()).collect();
    (secret, codes)
}

#[db::test]
async fn with_it_a_password_is_not_enough(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", PASSWORD).await;
    let (secret, codes) = turn_on(&ann, NOW).await;
    assert_eq!(codes.len(), 10);
    assert!(ann.is_in().await);
    let other = site.browser();
    let to = other
        .sent("/sign-in", &[("email", "ann@example.org"), ("password", PASSWORD), ("next", "/topics")])
        .await;
    assert_eq!(to, "/sign-in/step?next=/topics");
    assert!(!other.is_in().await, "half-way is not in");
    let half = other.cookie(SESSION).unwrap();
    assert_eq!(
        other.post("/sign-in/step", &[("code", &code(&secret, NOW))]).await.status,
        422,
        "each code is good once"
    );
    site.later(60);
    assert_eq!(other.post("/sign-in/step", &[("code", "123")]).await.status, 422);
    let next = code(&secret, NOW + 60);
    assert_eq!(other.sent("/sign-in/step", &[("code", &next), ("next", "/topics")]).await, "/topics");
    assert!(other.is_in().await);
    assert_ne!(other.cookie(SESSION).unwrap(), half);
    // A code alone renews nothing, and half-way lasts a quarter of an hour.
    let before = other.cookie(SESSION).unwrap();
    site.later(60);
    other.sent("/sign-in/step", &[("code", &code(&secret, NOW + 120)), ("next", "/topics")]).await;
    assert_eq!(other.cookie(SESSION).unwrap(), before);
    let late = site.browser();
    late.sent("/sign-in", &[("email", "ann@example.org"), ("password", PASSWORD)]).await;
    site.later(15 * 60);
    assert_eq!(late.sent("/sign-in/step", &[("code", &codes[0])]).await, "/sign-in?next=/account");
    // The phone is lost: a code from the list lets in, once.
    let third = site.browser();
    third.sent("/sign-in", &[("email", "ann@example.org"), ("password", PASSWORD)]).await;
    third.sent("/sign-in/step", &[("code", &codes[3])]).await;
    assert!(third.is_in().await);
    let fourth = site.browser();
    fourth.sent("/sign-in", &[("email", "ann@example.org"), ("password", PASSWORD)]).await;
    assert_eq!(fourth.post("/sign-in/step", &[("code", &codes[3])]).await.status, 422);
}

#[db::test]
async fn a_new_password_by_letter_does_not_get_round_it(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", PASSWORD).await;
    turn_on(&ann, NOW).await;
    let thief = site.browser();
    thief.sent("/reset", &[("email", "ann@example.org")]).await;
    let link = site.link_to("ann@example.org").await;
    thief.sent(&link, &[("password", "eight herons over the canal")]).await;
    thief
        .sent("/sign-in", &[("email", "ann@example.org"), ("password", "eight herons over the canal")])
        .await;
    assert!(!thief.is_in().await);
    thief.sent("/sign-in/link", &[("email", "ann@example.org")]).await;
    let link = site.link_to("ann@example.org").await;
    assert_eq!(thief.sent(&link, &[]).await, "/sign-in/step?next=/account");
    assert!(!thief.is_in().await);
}

#[db::test]
async fn staff_are_members_until_it_is_on(test: TestDb) {
    let site = Site::of(&test).await;
    let address = Address::parse("mo@example.org").unwrap();
    let added =
        account::add(&site.app, &address, Some(AccountRole::Moderator), SessionLevel::First).await.unwrap();
    assert!(added.new);
    let mo = site.browser();
    assert_eq!(mo.sent(&added.link, &[]).await, "/account");
    assert!(mo.get("/account").await.text().contains("Your account needs a second step."));
    turn_on(&mo, NOW).await;
    assert!(!mo.get("/account").await.text().contains("Your account needs a second step."));
    let again =
        account::add(&site.app, &address, Some(AccountRole::Editor), SessionLevel::First).await.unwrap();
    assert!(!again.new);
    assert!(mo.get("/account").await.text().contains("Medical editor"));
}
