//! The second step of signing in.

use db::{
    TestDb,
    entity::recovery_code,
    sea_orm::EntityTrait,
    value::{AccountRole, SessionLevel},
};
use mail::Address;
use site::{account, config::Within};

use super::{PASSWORD, SESSION, code};
use crate::harness::{Browser, NOW, Site};

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
    (secret, shown(&done.text()))
}

/// The codes that a page hands out.
fn shown(page: &str) -> Vec<String> {
    page.split("<code>").skip(1).map(|rest| rest[..rest.find('<').unwrap()].to_owned()).collect()
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
    site.letters().await;
    let thief = site.browser();
    thief.sent("/reset", &[("email", "ann@example.org")]).await;
    let link = site.link_to("ann@example.org").await;
    thief.sent(&link, &[("password", "eight herons over the canal")]).await;
    site.letters().await;
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
    let why = mo.get("/moderation").await;
    assert_eq!((why.status.as_u16(), why.header("location")), (303, "/account/second-step"));
    let page = mo.get("/account/second-step").await.text();
    assert!(page.contains("need a second step when they sign in"), "{page}");
    turn_on(&mo, NOW).await;
    assert!(!mo.get("/account").await.text().contains("Your account needs a second step."));
    let again =
        account::add(&site.app, &address, Some(AccountRole::Editor), SessionLevel::First).await.unwrap();
    assert!(!again.new);
    assert!(mo.get("/account").await.text().contains("Medical editor"));
}

/// Half-way in: the password was right, and the code is asked for.
async fn half_way<'a>(site: &'a Site, address: &str) -> Browser<'a> {
    let browser = site.browser();
    browser.sent("/sign-in", &[("email", address), ("password", PASSWORD)]).await;
    browser
}

#[db::test]
async fn ten_wrong_codes_in_a_row_make_everybody_wait(test: TestDb) {
    let site = Site::with(&test, |config| {
        config.accounts.tries_by_account = Within::nearest(0);
        config.accounts.tries_by_network = Within::nearest(0);
    })
    .await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", PASSWORD).await;
    let (secret, _) = turn_on(&ann, NOW).await;
    site.letters().await;
    let wrong = async |times: usize| {
        let thief = half_way(&site, "ann@example.org").await;
        for _ in 0..times {
            assert_eq!(thief.post("/sign-in/step", &[("code", "12345")]).await.status, 422);
        }
    };
    wrong(9).await;
    site.later(60);
    let other = half_way(&site, "ann@example.org").await;
    other.sent("/sign-in/step", &[("code", &code(&secret, NOW + 60))]).await;
    assert!(other.is_in().await && site.letters().await.is_empty(), "a right code ends the row");
    wrong(9).await;
    assert!(site.letters().await.is_empty());
    wrong(1).await;
    let letters = site.letters().await;
    assert!(letters.len() == 1 && letters[0].text.contains("ten wrong codes"), "{letters:?}");
    site.later(3500);
    let late = half_way(&site, "ann@example.org").await;
    let now = NOW + 60 + 3500;
    let refused = late.post("/sign-in/step", &[("code", &code(&secret, now))]).await;
    assert_eq!(
        (refused.status.as_u16(), refused.header("retry-after")),
        (429, "100"),
        "not even the right one"
    );
    assert!(other.is_in().await, "who is in stays in");
    site.later(100);
    late.sent("/sign-in/step", &[("code", &code(&secret, now + 100))]).await;
    assert!(late.is_in().await);
}

#[db::test]
async fn new_codes_replace_the_old_ones_and_the_second_step_stays_on(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", PASSWORD).await;
    assert_eq!(ann.sent("/account/second-step/codes", &[]).await, "/account", "none without a second step");
    let (_, old) = turn_on(&ann, NOW).await;
    assert!(ann.get("/account").await.text().contains("New recovery codes"));
    let page = ann.post("/account/second-step/codes", &[]).await;
    assert_eq!(page.status, 200);
    let new = shown(&page.text());
    assert!(new.len() == 10 && new.iter().all(|code| !old.contains(code)));
    assert!(ann.get("/account").await.text().contains("On: signing in also takes a code"));
    let (one, two) = (half_way(&site, "ann@example.org").await, half_way(&site, "ann@example.org").await);
    assert_eq!(one.post("/sign-in/step", &[("code", &old[0])]).await.status, 422);
    two.sent("/sign-in/step", &[("code", &new[0])]).await;
    assert!(two.is_in().await);
    site.later(3600);
    assert_eq!(two.sent("/account/second-step/codes", &[]).await, "/sign-in?next=/account");
}

#[db::test]
async fn of_two_who_turn_it_on_at_the_same_time_one_gets_codes(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", PASSWORD).await;
    let other = site.browser();
    other.sent("/sign-in", &[("email", "ann@example.org"), ("password", PASSWORD)]).await;
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    let fields = [("secret", secret), ("code", &code(secret, NOW))];
    let (one, two) =
        tokio::join!(ann.post("/account/second-step", &fields), other.post("/account/second-step", &fields));
    let mut told = [one.status.as_u16(), two.status.as_u16()];
    told.sort_unstable();
    assert_eq!(told, [200, 303]);
    assert_eq!(shown(&format!("{}{}", one.text(), two.text())).len(), 10);
    assert_eq!(recovery_code::Entity::find().all(test.db.read()).await.unwrap().len(), 10);
}
