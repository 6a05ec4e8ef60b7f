//! Forms from other sites' pages, and addresses that are only looked at.

use db::TestDb;

use super::{
    changed, everything,
    stage::{Stage, Who, site},
    table::FORMS,
};

/// What browsers say of a request that another site's page made, and of one of which they say nothing.
const ELSEWHERE: &[&[(&str, &str)]] = &[
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", "https://ask.example.org")],
    &[("sec-fetch-site", "same-site"), ("origin", "https://other.example.org")],
    &[("sec-fetch-site", "")],
    &[("sec-fetch-site", "same-origin, cross-site")],
    &[("origin", "https://evil.example")],
    &[("origin", "https://ask.example.org.evil.example")],
    &[("origin", "https://evil.example"), ("referer", "https://ask.example.org/")],
    &[("origin", "null")],
    &[("referer", "https://evil.example/?https://ask.example.org/")],
    &[],
];

#[db::test]
async fn no_form_is_taken_from_another_sites_page(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let before = everything(&test).await;
    let mut wrong = Vec::new();
    for form in FORMS.iter().filter(|form| form.route != "/unsubscribe/{token}") {
        for headers in ELSEWHERE {
            let kind = ("content-type", "application/x-www-form-urlencoded");
            let headers: Vec<_> = headers.iter().copied().chain([kind]).collect();
            let answered = stage.of(form.who).throw(&stage.address(form.at), &headers, "x=y").await;
            let text = answered.text();
            if answered.status != 403
                || !text.contains("This came from another site")
                || !text.contains("<h1>")
            {
                wrong.push(format!("{} with {headers:?}: {}", form.at, answered.status));
            }
            assert!(answered.headers.get("set-cookie").is_none(), "{}", form.at);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(changed(&before, &everything(&test).await), [""; 0]);
}

#[db::test]
async fn the_sites_own_pages_are_known_with_and_without_the_new_headers(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    let kind = ("content-type", "application/x-www-form-urlencoded");
    for own in [
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "none"),
        ("origin", "https://ask.example.org"),
        ("referer", "https://ask.example.org/sign-up"),
    ] {
        let taken = stage.of(Who::Nobody).throw("/sign-up", &[own, kind], "email=kim%40example.org").await;
        assert_eq!((taken.status.as_u16(), taken.header("location")), (303, "/mail-sent"), "{own:?}");
    }
}

#[db::test]
async fn looking_at_an_address_changes_nothing(test: TestDb) {
    let site = site(&test).await;
    let stage = Stage::set(&test, &site).await;
    site.letters().await;
    let before = everything(&test).await;
    let mut seen = 0;
    for form in FORMS {
        for who in [form.who, Who::Nobody, Who::Eve] {
            let path = format!("{}?thanks=yes&act=publish&sure=yes&texts=go", stage.address(form.at));
            let answered = stage.of(who).get(&path).await;
            assert!(answered.status.as_u16() < 500, "{path}: {}", answered.status);
            seen += usize::from(answered.status == 200);
        }
    }
    assert!(seen > 30, "{seen} pages were seen");
    assert_eq!(changed(&before, &everything(&test).await), [""; 0]);
}
