//! Mail addresses that nobody has, or that look like somebody else's.

use db::{
    TestDb,
    entity::account,
    sea_orm::{EntityTrait, PaginatorTrait},
};

use super::{
    stage::{Stage, Who, site},
    unclear,
};
use crate::harness::{Site, link_in};

/// What is no address here, each a way to have two accounts or to write to somebody else.
fn odd() -> Vec<String> {
    let mut odd: Vec<String> = [
        "pat",
        "@",
        "@example.org",
        "pat@",
        "pat@example",
        "pat@@example.org",
        "pat@example.org@evil.example",
        "pat(eve)@example.org",
        "(eve)pat@example.org",
        "pat@(eve)example.org",
        "\"pat\"@example.org",
        "\"pat eve\"@example.org",
        "\"eve@evil.example\"@example.org",
        "Pat <pat@example.org>",
        "<pat@example.org>",
        "pat@example.org, eve@evil.example",
        "pat@example.org;eve@evil.example",
        "pat@example.org eve@evil.example",
        "pat@example.org\r\nBcc: eve@evil.example",
        "pat@example.org\nBcc: eve@evil.example",
        "pat@example.org%0d%0aBcc: eve@evil.example",
        "pat@example.org\u{85}Bcc: eve@evil.example",
        "pat@example.org\u{2028}Bcc:eve@evil.example",
        "pat@example.org\r\n\r\nBuy this",
        "pat\t@example.org",
        "p at@example.org",
        "pat@exa mple.org",
        "pat@example.org.",
        "pat@.example.org",
        "pat@example..org",
        ".pat@example.org",
        "pat.@example.org",
        "p..at@example.org",
        "pat@[127.0.0.1]",
        "pat@[IPv6:::1]",
        "p\u{e4}t@example.org",
        "pat@b\u{fc}cher.example",
        "pat@ex\u{430}mple.org",
        "pat@example\u{3002}org",
        "pat\u{200b}@example.org",
        "\u{202e}gro.elpmaxe@tap",
        "pat\u{ff20}example.org",
        "pa\\t@example.org",
        "pat@example.org:25",
        "eve%evil.example@example.org@",
        "mailto:pat@example.org",
        "pat@-",
        "pat@example.org/",
    ]
    .map(ToOwned::to_owned)
    .to_vec();
    odd.push(format!("{}@example.org", "p".repeat(65)));
    odd.push(format!("pat@{}.org", "e".repeat(64)));
    odd.push(format!("pat@{}org", "example.".repeat(31)));
    odd.push(format!("{}@example.org", "p".repeat(100_000)));
    odd
}

async fn accounts(site: &Site) -> u64 {
    account::Entity::find().count(site.app.db.read()).await.unwrap()
}

#[db::test]
async fn what_is_no_address_gets_a_clear_page_and_nobody_a_letter(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    site.letters().await;
    let mut wrong = Vec::new();
    for (at, address) in odd().into_iter().enumerate() {
        for (who, path) in [
            (Who::Nobody, "/sign-up"),
            (Who::Nobody, "/sign-in"),
            (Who::Nobody, "/sign-in/link"),
            (Who::Nobody, "/reset"),
            (Who::Pat, "/account/address"),
        ] {
            // Whoever signs in has a password weighed, also for nothing: that takes its time.
            if path == "/sign-in" && at % 10 != 0 {
                continue;
            }
            let fields = [("email", address.as_str()), ("password", "seven herons over the canal")];
            let answered = stage.of(who).post(path, &fields).await;
            if let Some(said) = unclear(&answered) {
                wrong.push(format!("{path} with {address:.60?}: {said}"));
            }
            if answered.status != 422
                || !answered.text().contains("aria-invalid=\"true\"") && path != "/sign-in"
            {
                wrong.push(format!("{path} took {address:.60?}: {}", answered.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let letters: Vec<String> = site.letters().await.iter().map(|letter| letter.to.to_string()).collect();
    assert_eq!(letters, [""; 0]);
}

#[db::test]
async fn what_people_have_is_taken_to_its_last_letter(test: TestDb) {
    let site = Site::of(&test).await;
    let longest = format!("{}@{}.{}.{}.org", "p".repeat(64), "a".repeat(60), "b".repeat(60), "c".repeat(60));
    for address in [
        "pat+site@example.org",
        "p.a.t@example.org",
        "o'neil@example.org",
        "pat_eve-bo@mail.example.co",
        "pat@xn--bcher-kva.example",
        "1@example.org",
        "{pat}=~*/@example.org",
        &longest,
    ] {
        let browser = site.browser();
        browser.sent("/sign-up", &[("email", address)]).await;
        let link = site.link_to(address).await;
        assert_eq!(browser.sent(&link, &[]).await, "/account", "{address}");
        assert!(browser.get("/account").await.text().contains(&address.replace('\'', "&#39;")), "{address}");
    }
    assert_eq!(accounts(&site).await, 8, "a plus and dots make another address");
}

#[db::test]
async fn one_mailbox_has_one_account_in_whatever_letters_it_is_written(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sign_up("Ann.Ash@Example.org", "seven herons over the canal").await;
    // Two letters were asked for before either was followed.
    let (one, other) = (site.browser(), site.browser());
    one.sent("/sign-up", &[("email", "bo@example.org")]).await;
    other.sent("/sign-up", &[("email", "BO@EXAMPLE.ORG")]).await;
    let links: Vec<String> = site.letters().await.iter().map(link_in).collect();
    let (first, second) = tokio::join!(one.post(&links[0], &[]), other.post(&links[1], &[]));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410], "{} {}", first.text(), second.text());
    assert_eq!(accounts(&site).await, 2);
    for again in ["ann.ash@example.org", "ANN.ASH@EXAMPLE.ORG", " ann.Ash@example.ORG \r\n"] {
        site.browser().sent("/sign-up", &[("email", again)]).await;
        let letters = site.letters().await;
        assert!(letters.len() == 1 && letters[0].text.contains("You have one already"), "{again}");
        let browser = site.browser();
        browser.sent("/sign-in", &[("email", again), ("password", "seven herons over the canal")]).await;
        assert!(browser.is_in().await, "{again}");
        // The letter goes to the address as its owner wrote it, and not as somebody else typed it.
        browser.sent("/reset", &[("email", again)]).await;
        let letters = site.letters().await;
        assert_eq!(
            letters.iter().map(|letter| letter.to.to_string()).collect::<Vec<_>>(),
            ["Ann.Ash@Example.org"]
        );
    }
    assert_eq!(accounts(&site).await, 2);
}

#[db::test]
async fn of_two_who_want_one_address_one_gets_it(test: TestDb) {
    let site = Site::of(&test).await;
    let (ann, bob) = (site.browser(), site.browser());
    let mut links = Vec::new();
    for (browser, own, new) in
        [(&ann, "ann@example.org", "new@example.org"), (&bob, "bob@example.org", "NEW@example.org")]
    {
        browser.sign_up(own, "").await;
        browser.sent("/account/address", &[("email", new)]).await;
        let letters = site.letters().await;
        let to = |to: &str| link_in(letters.iter().find(|letter| letter.to.to_string() == to).unwrap());
        browser.sent(&to(own), &[]).await;
        links.push(to(new));
    }
    let (first, second) = tokio::join!(ann.post(&links[0], &[]), bob.post(&links[1], &[]));
    for answered in [&first, &second] {
        assert!(unclear(answered).is_none() && answered.status != 403, "{}", answered.text());
    }
    let keys: Vec<String> = account::Entity::find()
        .all(test.db.read())
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.email_key)
        .collect();
    assert_eq!(keys.iter().filter(|key| *key == "new@example.org").count(), 1, "{keys:?}");
}
