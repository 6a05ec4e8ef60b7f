//! `/sign-up`

use db::{
    TestDb,
    entity::account,
    sea_orm::{EntityTrait, PaginatorTrait},
};

use super::{PASSWORD, SESSION};
use crate::harness::{Site, link_in};

async fn accounts(site: &Site) -> u64 {
    account::Entity::find().count(site.app.db.read()).await.unwrap()
}

#[db::test]
async fn an_account_is_made_once_its_address_has_answered(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    let form = ann.get("/sign-up").await;
    assert_eq!((form.status.as_u16(), form.header("cache-control")), (200, "private, no-store"));
    let sent = ann.sent("/sign-up", &[("email", "Ann@Example.org")]).await;
    assert_eq!(sent, "/mail-sent");
    assert_eq!(accounts(&site).await, 0);
    let link = site.link_to("Ann@Example.org").await;
    let page = ann.get(&link).await;
    assert!(page.text().contains("Ann@Example.org") && page.status == 200);
    assert_eq!(accounts(&site).await, 0, "a program that follows the link makes nothing");
    assert_eq!(ann.sent(&link, &[]).await, "/account");
    assert!(ann.is_in().await);
    assert_eq!(ann.post(&link, &[]).await.status, 410, "a link is good once");
    assert_eq!(site.browser().get(&link).await.status, 410);
    assert_eq!(accounts(&site).await, 1);
}

#[db::test]
async fn nothing_tells_whether_an_address_has_an_account(test: TestDb) {
    let site = Site::of(&test).await;
    site.browser().sign_up("ann@example.org", PASSWORD).await;
    let stranger = site.browser();
    for (path, fields) in [
        ("/sign-up", vec![]),
        ("/sign-in", vec![("password", "not the password of anybody")]),
        ("/sign-in/link", vec![]),
        ("/reset", vec![]),
    ] {
        let mut answers = Vec::new();
        for address in ["ann@example.org", "bob@example.org"] {
            let mut fields = fields.clone();
            fields.push(("email", address));
            let answered = stranger.post(path, &fields).await;
            let headers: Vec<_> = answered
                .headers
                .iter()
                .filter(|(name, _)| *name != "x-request-id")
                .map(|(name, value)| (name.to_string(), value.clone()))
                .collect();
            answers.push((answered.status, headers, answered.text().replace(address, "…")));
        }
        assert_eq!(answers[0], answers[1], "{path}");
    }
    // The letters tell, but only to the owner of the address.
    for letter in site.letters().await {
        if letter.to.to_string() == "bob@example.org" {
            assert!(
                link_in(&letter).starts_with("/sign-up/"),
                "a stranger gets no letter but the one that makes an account"
            );
        }
    }
}

#[db::test]
async fn a_form_that_is_not_right_comes_back_with_what_was_written(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    for email in
        ["ann", "", "ann(x)@example.org", "ann@example", "a b@example.org", "ann@example.org, bo@example.org"]
    {
        let again = ann.post("/sign-up", &[("email", email)]).await;
        let text = again.text();
        assert_eq!(again.status, 422, "{email}");
        assert!(
            text.contains("Please enter a mail address") && text.contains("aria-invalid=\"true\""),
            "{text}"
        );
        assert!(text.contains(&format!("value=\"{email}\"")), "{text}");
    }
    assert!(site.letters().await.is_empty());
    ann.sent("/sign-up", &[("email", "ann@example.org")]).await;
    let link = site.link_to("ann@example.org").await;
    for (password, says) in [
        ("short", "at least 15 characters"),
        ("passwordpassword", "easy to guess"),
        ("ann@example.org", "anybody would try"),
    ] {
        let again = ann.post(&link, &[("password", password)]).await;
        assert!(again.status == 422 && again.text().contains(says), "{says} is missing in {}", again.text());
        assert!(!again.text().contains(&format!("value=\"{password}\"")), "a password is never sent back");
    }
    assert_eq!(ann.sent(&link, &[("password", PASSWORD)]).await, "/account", "the link was not used up");
}

#[db::test]
async fn the_password_is_chosen_by_the_owner_of_the_address(test: TestDb) {
    let site = Site::of(&test).await;
    let (eve, ann) = (site.browser(), site.browser());
    eve.sent("/sign-up", &[("email", "ann@example.org"), ("password", "a password that eve made up")]).await;
    let link = site.link_to("ann@example.org").await;
    ann.sent(&link, &[("password", PASSWORD)]).await;
    let stolen = [("email", "ann@example.org"), ("password", "a password that eve made up")];
    assert_eq!(eve.post("/sign-in", &stolen).await.status, 422);
}

#[db::test]
async fn whoever_wants_no_password_signs_in_by_letters(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sign_up("ann@example.org", "").await;
    ann.sent("/sign-out", &[]).await;
    assert_eq!(ann.post("/sign-in", &[("email", "ann@example.org"), ("password", "")]).await.status, 422);
    ann.sent("/sign-in/link", &[("email", "ann@example.org"), ("next", "/questions")]).await;
    let link = site.link_to("ann@example.org").await;
    assert_eq!(ann.sent(&link, &[]).await, "/questions");
    assert!(ann.cookie(SESSION).is_some() && ann.is_in().await);
}

#[db::test]
async fn links_run_out(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.browser();
    ann.sent("/sign-up", &[("email", "ann@example.org")]).await;
    let link = site.link_to("ann@example.org").await;
    site.later(24 * 3600);
    let late = ann.post(&link, &[]).await;
    assert_eq!(late.status, 410);
    assert!(late.text().contains("This link no longer works"));
    for odd in ["/sign-up/x", "/sign-up/%00", "/sign-in/link/00", "/reset/..", "/account/address/zz"] {
        let status = ann.get(odd).await.status.as_u16();
        assert!([400, 404, 410].contains(&status), "{odd}: {status}");
    }
}
