//! `/account`

use db::{TestDb, entity::job, sea_orm::EntityTrait, value::AccountRole};
use mail::SendError;
use site::config::Within;

use super::{PASSWORD, SESSION, code};
use crate::harness::{NOW, Site, link_in};

#[db::test]
async fn an_account_is_changed_only_by_somebody_who_signed_in_a_moment_ago(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", PASSWORD).await;
    site.later(3600);
    assert!(ann.get("/account").await.text().contains("Sign in again"));
    for (path, fields) in [
        ("/account/password", vec![("password", "eight herons over the canal")]),
        ("/account/address", vec![("email", "eve@example.org")]),
        ("/account/second-step", vec![("code", "123456")]),
        ("/account/second-step/codes", vec![]),
        ("/account/second-step/end", vec![]),
    ] {
        let to = ann.sent(path, &fields).await;
        assert_eq!(to, "/sign-in?next=/account", "{path}: a page to come back to");
    }
    ann.sent("/sign-in", &[("email", "ann@example.org"), ("password", PASSWORD)]).await;
    ann.sent("/account/password", &[("password", "eight herons over the canal")]).await;
    let other = site.browser();
    other
        .sent("/sign-in", &[("email", "ann@example.org"), ("password", "eight herons over the canal")])
        .await;
}

#[db::test]
async fn a_new_password_signs_the_other_browsers_out(test: TestDb) {
    let site = Site::of(&test).await;
    let (ann, other) = (site.browser(), site.browser());
    ann.sign_up("ann@example.org", PASSWORD).await;
    other.sent("/sign-in", &[("email", "ann@example.org"), ("password", PASSWORD)]).await;
    let copied = ann.cookie(SESSION).unwrap();
    ann.sent("/reset", &[("email", "ann@example.org")]).await;
    let letter = site.link_to("ann@example.org").await;
    ann.sent("/account/password", &[("password", "eight herons over the canal")]).await;
    assert!(ann.is_in().await && !other.is_in().await);
    let thief = site.browser();
    thief.take_cookie(SESSION, &copied);
    assert!(!thief.is_in().await, "a copy of the cookie is worth nothing any more");
    assert_eq!(thief.get(&letter).await.status, 410, "nor is a letter of before");
}

#[db::test]
async fn both_addresses_have_to_agree_to_a_change(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", PASSWORD).await;
    ann.sent("/account/address", &[("email", "ann@example.net")]).await;
    let letters = site.letters().await;
    let to = |address: &str| link_in(letters.iter().find(|letter| letter.to.to_string() == address).unwrap());
    let (old, new) = (to("ann@example.org"), to("ann@example.net"));
    assert!(ann.get(&new).await.text().contains("ann@example.net"));
    ann.sent(&new, &[]).await;
    assert!(ann.get("/account").await.text().contains("ann@example.org"), "one of two is not enough");
    ann.sent(&old, &[]).await;
    assert!(ann.get("/account").await.text().contains("ann@example.net"));
    let other = site.browser();
    other.sent("/sign-in", &[("email", "ann@example.net"), ("password", PASSWORD)]).await;
    assert_eq!(
        other.post("/sign-in", &[("email", "ann@example.org"), ("password", PASSWORD)]).await.status,
        422
    );
}

#[db::test]
async fn an_address_that_belongs_to_somebody_is_not_taken_away(test: TestDb) {
    let site = Site::of(&test).await;
    site.browser().sign_up("bob@example.org", PASSWORD).await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", PASSWORD).await;
    assert_eq!(ann.sent("/account/address", &[("email", "bob@example.org")]).await, "/mail-sent");
    let taken = site.letters().await;
    let to_bob: Vec<_> = taken.iter().filter(|letter| letter.to.to_string() == "bob@example.org").collect();
    assert!(to_bob.len() == 1 && to_bob[0].text.contains("nothing was changed"));
    ann.sent("/account/address", &[("email", "eve@example.org")]).await;
    let free = site.letters().await;
    let own = |letters: &[mail::Message]| {
        letters.iter().filter(|letter| letter.to.to_string() == "ann@example.org").count()
    };
    assert_eq!((own(&taken), own(&free)), (1, 1), "who asks learns nothing of whether the address is taken");
    let old = link_in(taken.iter().find(|letter| letter.to.to_string() == "ann@example.org").unwrap());
    ann.sent(&old, &[]).await;
    assert!(ann.get("/account").await.text().contains("ann@example.org"));
}

#[db::test]
async fn browsers_are_listed_and_signed_out_by_their_owner_alone(test: TestDb) {
    let site = Site::of(&test).await;
    let (ann, other, bob) = (site.browser(), site.browser(), site.browser());
    ann.sign_up("ann@example.org", PASSWORD).await;
    other.sent("/sign-in", &[("email", "ann@example.org"), ("password", PASSWORD)]).await;
    bob.sign_up("bob@example.org", PASSWORD).await;
    let page = ann.get("/account").await.text();
    assert_eq!(page.matches("Firefox, Linux").count(), 2);
    let at = page.find("/account/sessions/").unwrap();
    let path = &page[at..at + page[at..].find('"').unwrap()];
    assert_eq!(bob.post(path, &[]).await.status, 404, "others' sessions are not there");
    assert!(other.is_in().await);
    ann.sent(path, &[]).await;
    assert!(ann.is_in().await && !other.is_in().await);
    other.sent("/sign-in", &[("email", "ann@example.org"), ("password", PASSWORD)]).await;
    ann.sent("/account/sessions/end-others", &[]).await;
    assert!(ann.is_in().await && !other.is_in().await && bob.is_in().await);
}

#[db::test]
async fn its_owner_hears_of_every_change_of_an_account(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", PASSWORD).await;
    site.letters().await;
    let told = async |part: &str, to: &str| {
        let letters = site.letters().await;
        assert_eq!(letters.len(), 1, "{part}: {letters:?}");
        assert!(letters[0].text.contains(part) && letters[0].to.to_string() == to, "{:?}", letters[0]);
    };
    ann.sent("/account/password", &[("password", "eight herons over the canal")]).await;
    told("The password of your account was changed.", "ann@example.org").await;
    site.later(3600);
    ann.sent("/reset", &[("email", "ann@example.org")]).await;
    let link = site.link_to("ann@example.org").await;
    ann.sent(&link, &[("password", "nine herons over the canal")]).await;
    told("The password of your account was changed.", "ann@example.org").await;
    ann.sent("/sign-in", &[("email", "ann@example.org"), ("password", "nine herons over the canal")]).await;
    ann.sent("/account/address", &[("email", "ann@example.net")]).await;
    for letter in site.letters().await {
        ann.sent(&link_in(&letter), &[]).await;
    }
    told("The mail address of your account was changed.", "ann@example.net").await;
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    let code = code(secret, NOW + 3600);
    assert_eq!(ann.post("/account/second-step", &[("secret", secret), ("code", &code)]).await.status, 200);
    told("The second step of your account was turned on.", "ann@example.net").await;
    assert_eq!(ann.post("/account/second-step/codes", &[]).await.status, 200);
    told("The codes for the day when you lose your phone were replaced.", "ann@example.net").await;
    ann.sent("/account/second-step/end", &[]).await;
    told("The second step of your account was turned off.", "ann@example.net").await;
    let page = ann.get("/account/notices").await.text();
    assert_eq!(
        page.matches("of your account was").count() + page.matches("were replaced").count(),
        6,
        "{page}"
    );
}

#[db::test]
async fn ones_account_leads_to_what_is_ones_own(test: TestDb) {
    let site = Site::of(&test).await;
    let page = site.member("ann").await.get("/account").await.text();
    for path in
        ["/account/notices", "/account/notices/settings", "/account/questions", "/account/credentials"]
    {
        assert!(page.contains(&format!("href=\"{path}\"")), "{path}");
    }
    let page = site.person("mo", AccountRole::Moderator).await.get("/account").await.text();
    assert!(!page.contains("/account/credentials"));
}

#[db::test]
async fn tries_come_back_with_the_time(test: TestDb) {
    let site = Site::with(&test, |config| config.accounts.tries_by_account = Within::nearest(3)).await;
    let eve = site.browser();
    let guess = async || {
        let fields = [("email", "ann@example.org"), ("password", "a guess that is wrong")];
        eve.post("/sign-in", &fields).await.status.as_u16()
    };
    for expected in [422, 422, 422, 429] {
        assert_eq!(guess().await, expected);
    }
    site.later(5 * 60);
    assert_eq!([guess().await, guess().await], [422, 429], "a third of them in a third of the time");
    site.later(15 * 60);
    for expected in [422, 422, 422, 429] {
        assert_eq!(guess().await, expected);
    }
}

#[db::test]
async fn of_two_letters_the_one_that_failed_is_sent_again(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", PASSWORD).await;
    ann.sent("/account/address", &[("email", "ann@example.net")]).await;
    let waiting = job::Entity::find().all(test.db.read()).await.unwrap();
    assert_eq!(waiting.iter().filter(|job| job.kind == "account.address_letters").count(), 1);
    site.app.mailer.fail_with(Some(SendError::Trouble("no connection".into())));
    assert_eq!(site::runner(&site.app).drain().await.unwrap().put_off, 2, "each letter is a job of its own");
    site.app.mailer.fail_with(None);
    site.later(60);
    let letters = site.letters().await;
    let mut to: Vec<String> = letters.iter().map(|letter| letter.to.to_string()).collect();
    to.sort();
    assert_eq!(to, ["ann@example.net", "ann@example.org"]);
}
