//! A clock that jumps, forwards by years and back again: what was used up stays so, and work goes on.

use db::{
    TestDb,
    entity::{account, job},
    sea_orm::EntityTrait,
    value::{AccountRole, NoticeKind, SessionLevel},
};
use mail::Address;

use super::{
    stage::{Stage, Who, site},
    unclear,
};
use crate::harness::{Browser, NOW, Site};

const DAY: i64 = 24 * 3600;
const YEAR: i64 = 365 * DAY;

/// Whether a page counts something below nothing: "in -3 days", "-1 questions".
fn counts_below_nothing(text: &str) -> Option<&str> {
    let body = text.split("<main").nth(1)?;
    body.match_indices(['-', '\u{2212}']).find_map(|(at, sign)| {
        let rest = &body[at + sign.len()..];
        let before = body[..at].chars().next_back()?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let counted = before.is_whitespace() && digits > 0 && rest[digits..].starts_with(' ');
        counted.then(|| rest.get(..20).unwrap_or(rest))
    })
}

#[test]
fn numbers_below_nothing_are_found() {
    assert!(counts_below_nothing("<main>in -3 days").is_some());
    assert!(counts_below_nothing("<main>0–17, 2026-05-01, page-3 of 4").is_none());
}

#[db::test]
async fn every_page_is_there_at_any_time(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let paths = [
        "/",
        "/questions",
        "/questions/{answered}/x",
        "/doctors",
        "/doctors/ann-ash-utrecht",
        "/doctors/ann-ash-utrecht/reviews",
        "/topics/hair-loss",
        "/reviews/{review}",
        "/transparency",
        "/feeds/questions.atom",
        "/sitemap.xml",
        "/account",
        "/account/notices",
        "/account/notices/settings",
        "/account/questions",
        "/account/data",
        "/account/data.zip",
        "/account/credentials",
        "/account/record",
        "/inbox",
        "/moderation",
        "/appeals",
        "/appeals/{appeal}",
        "/credentials",
        "/credentials/{claim}",
        "/reviews/disputes",
        "/audit",
        "/decisions/{decision}",
        "/answers/{anns}/history",
        "/ask",
    ]
    .map(|path| stage.address(path));
    let mut wrong = Vec::new();
    for now in [
        NOW + 3,
        NOW + 400 * DAY,
        NOW + 100 * YEAR,
        NOW - 3 * DAY,
        NOW - 30 * YEAR,
        1,
        0,
        NOW + 9_000 * YEAR,
        NOW,
    ] {
        site.app.clock.set(now);
        site.app.content.refresh(&site.app.db, now).await.unwrap();
        let people = [
            site.browser(),
            site.member("pat").await,
            site.person("ann", AccountRole::Doctor).await,
            site.person("mo", AccountRole::Moderator).await,
            site.person("ed", AccountRole::Editor).await,
            site.person("adm", AccountRole::Administrator).await,
        ];
        for browser in &people {
            for path in &paths {
                let answered = browser.get(path).await;
                let text = String::from_utf8_lossy(&answered.bytes);
                if answered.status.as_u16() >= 500 {
                    wrong.push(format!("{path} at {now}: {}", answered.status));
                }
                let below = counts_below_nothing(&text);
                wrong.extend(below.map(|said| format!("{path} at {now} says -{said}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[db::test]
async fn people_go_on_when_the_clock_was_wrong(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let pat = stage.of(Who::Pat);
    for jump in [-2 * 3600, 2 * 3600] {
        site.later(jump);
        assert!(pat.is_in().await, "a few hours sign nobody out");
    }
    let mut wrong = Vec::new();
    for jump in [5 * YEAR, -5 * YEAR, -5 * YEAR, 5 * YEAR] {
        site.later(jump);
        let anew = site.member("pat").await;
        assert!(anew.is_in().await);
        for (path, fields) in [
            ("/ask/draft", vec![("title", "Does it come back?"), ("version", "0")]),
            ("/ask", crate::question::FORM.to_vec()),
            ("/account/notices/settings", vec![("answers", "weekly")]),
            ("/account/notices/read", vec![("last", "999")]),
            ("/answers/1/thanks", vec![("thanks", "yes")]),
            ("/report/answer/1", vec![("reason", "rude")]),
            ("/account/address", vec![("email", "pam@example.org")]),
            (
                "/account/second-step",
                vec![("code", "000000"), ("secret", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")],
            ),
        ] {
            let answered = anew.post(path, &fields).await;
            wrong.extend(unclear(&answered).map(|said| format!("{path} after {jump}: {said}")));
        }
        site.tells("pat", NoticeKind::Answered, "/questions/1").await;
        site.letters().await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[db::test]
async fn what_was_begun_in_the_future_does_not_last_until_then(test: TestDb) {
    let site = Site::of(&test).await;
    site.later(5 * YEAR);
    let ann = site.member("ann").await;
    assert!(ann.is_in().await);
    site.later(-5 * YEAR);
    assert!(!ann.is_in().await, "a session of five years");
    let bob = site.member("bob").await;
    site.later(3600);
    let cyd = site.member("cyd").await;
    site.later(-3600);
    assert!(bob.is_in().await && cyd.is_in().await);
    let page = cyd.get("/account").await.text();
    assert!(page.contains("Sign in again"), "not a moment ago: {page}");
}

async fn signs_in(site: &Site, link: &str) -> u16 {
    site.browser().post(link, &[]).await.status.as_u16()
}

#[db::test]
async fn a_used_link_never_works_again(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let (entry, new) = (stage.address("/sign-in/link/{entry}"), stage.address("/sign-up/{new}"));
    let reset = stage.address("/reset/{reset}");
    assert_eq!(signs_in(&site, &entry).await, 303);
    for jump in [10 * YEAR, -10 * YEAR, -YEAR, YEAR] {
        site.later(jump);
        assert_eq!(signs_in(&site, &entry).await, 410, "after {jump}");
        site.letters().await;
    }
    // Those that ran out meanwhile were thrown away.
    assert_eq!(signs_in(&site, &new).await, 410);
    assert_eq!(site.get(&reset).await.status, 410);
}

/// Turns the second step on, and gives the key and the codes to keep.
async fn second_step(browser: &Browser<'_>, now: i64) -> (String, Vec<String>) {
    let page = browser.get("/account/second-step").await.text();
    let start = page.find("class=\"key\">").expect(&page) + 12;
    let key = page[start..start + 32].to_owned();
    let fields = [("secret", key.as_str()), ("code", &crate::account::code(&key, now))];
    let codes = browser.post("/account/second-step", &fields).await.text();
    let codes = codes.split("<code>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned());
    (key, codes.collect())
}

#[db::test]
async fn a_used_code_is_never_good_again_and_nobody_is_locked_out_for_years(test: TestDb) {
    let site = site(&test).await;
    let ann = site.member("ann").await;
    let (key, codes) = second_step(&ann, NOW).await;
    let enter = async |code: &str| {
        let (browser, address) = (site.browser(), Address::parse("ann@example.org").unwrap());
        let half = site::account::add(&site.app, &address, None, SessionLevel::First).await.unwrap();
        browser.sent(&half.link, &[]).await;
        browser.post("/sign-in/step", &[("code", code)]).await.status.as_u16()
    };
    site.later(60);
    assert_eq!(enter(&crate::account::code(&key, NOW + 60)).await, 303);
    site.later(5 * YEAR);
    assert_eq!(enter(&crate::account::code(&key, NOW + 60 + 5 * YEAR)).await, 303);
    site.later(-5 * YEAR);
    assert_eq!(enter(&crate::account::code(&key, NOW + 60)).await, 422, "used before");
    assert_eq!(enter(&codes[0]).await, 303, "the list is for such days");
    assert_eq!(enter(&codes[0]).await, 422);
    // Wrong codes in the future shut the door for an hour and not until then.
    site.later(5 * YEAR);
    for _ in 0..10 {
        enter("000000").await;
    }
    assert_eq!(enter(&codes[1]).await, 429);
    site.later(-5 * YEAR);
    assert_eq!(enter(&codes[1]).await, 303);
}

#[db::test]
async fn work_goes_on_after_the_clock_was_put_right(test: TestDb) {
    let site = Site::of(&test).await;
    site.member("ann").await;
    site.letters().await;
    site.later(5 * YEAR);
    site.letters().await;
    // The hourly round now waits for a time five years ahead, and so does a letter.
    site.tells("ann", NoticeKind::Answered, "/questions/1").await;
    site.later(-5 * YEAR);
    let letters = site.letters().await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    let waiting = job::Entity::find().all(test.db.read()).await.unwrap();
    for job in &waiting {
        assert!(job.run_at <= site.app.clock.now() + 8 * DAY, "{} waits until {}", job.kind, job.run_at);
    }
    assert!(waiting.iter().any(|job| job.kind == "account.tidy"));
    // It goes on as ever: what runs out is swept away within the hour.
    site.browser().sent("/sign-up", &[("email", "bo@example.org")]).await;
    site.letters().await;
    site.later(3 * DAY);
    site.letters().await;
    let left = db::entity::mail_token::Entity::find().all(test.db.read()).await.unwrap();
    assert!(left.iter().all(|token| token.expires_at > site.app.clock.now()), "{left:?}");
    assert_eq!(account::Entity::find().all(test.db.read()).await.unwrap().len(), 1);
}
