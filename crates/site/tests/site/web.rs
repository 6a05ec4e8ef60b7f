//! What the entrance promises: headers, languages, caching, errors.

use axum::http::Request;
use db::{
    TestDb,
    entity::question,
    sea_orm::{ActiveModelTrait, ActiveValue::Set},
};

use crate::harness::{Site, six_answers};

const PAGE: &str = "/questions/1/can-it-make-hair-fall-out";

#[db::test]
async fn every_answer_carries_the_secure_headers(test: TestDb) {
    six_answers(&test, "no").await;
    let site = Site::of(&test).await;
    for path in
        ["/", PAGE, "/nowhere", "/assets/nothing.css", "/healthz", "/feeds/questions.atom", "/questions/1"]
    {
        let page = site.get(path).await;
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("referrer-policy"), "same-origin", "{path}");
        assert!(page.header("strict-transport-security").contains("max-age=63072000"), "{path}");
        assert_eq!(page.header("x-request-id").len(), 16, "{path}");
        assert!(page.headers.get("set-cookie").is_none() && page.headers.get("server").is_none(), "{path}");
    }
}

#[db::test]
async fn a_page_that_is_known_is_not_sent_again(test: TestDb) {
    six_answers(&test, "no").await;
    let site = Site::of(&test).await;
    let first = site.get(PAGE).await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
    let again = site.ask(Request::get(PAGE).header("if-none-match", &tag)).await;
    assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
    assert_eq!(again.header("etag"), tag);
    assert!(again.header("cache-control").contains("stale-while-revalidate=600"));
    assert_eq!(site.ask(Request::get(PAGE).header("if-none-match", "\"other\"")).await.status, 200);
}

#[db::test]
async fn packed_pages_unpack_to_the_plain_one(test: TestDb) {
    use std::io::Read;
    six_answers(&test, "no").await;
    let site = Site::of(&test).await;
    let plain = site.get(PAGE).await;
    let mut tags = vec![plain.header("etag").to_owned()];
    for _ in 0..2 {
        for encoding in ["gzip", "br"] {
            let mut page = site.ask(Request::get(PAGE).header("accept-encoding", encoding)).await;
            // Packing happens beside the serving: until it is done the page is sent as it is.
            for _ in 0..200 {
                if page.header("content-encoding") == encoding {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                page = site.ask(Request::get(PAGE).header("accept-encoding", encoding)).await;
            }
            assert_eq!(page.header("content-encoding"), encoding);
            let mut bytes = Vec::new();
            match encoding {
                "br" => brotli::Decompressor::new(&*page.bytes, 4096).read_to_end(&mut bytes).unwrap(),
                _ => flate2::read::GzDecoder::new(&*page.bytes).read_to_end(&mut bytes).unwrap(),
            };
            assert_eq!(bytes, plain.bytes);
            assert_eq!(page.header("content-length"), page.bytes.len().to_string());
            tags.push(page.header("etag").to_owned());
        }
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 3, "each encoding has a tag of its own: {tags:?}");
}

#[db::test]
async fn the_first_visitor_who_takes_gzip_gets_gzip(test: TestDb) {
    six_answers(&test, "no").await;
    let page = Site::of(&test).await.ask(Request::get(PAGE).header("accept-encoding", "gzip, br")).await;
    assert_eq!(page.header("content-encoding"), "gzip");
    assert_eq!(page.header("vary"), "Accept-Encoding, Accept-Language");
}

#[db::test]
async fn a_change_shows_at_once_and_not_before_it_is_counted(test: TestDb) {
    six_answers(&test, "no").await;
    let site = Site::of(&test).await;
    assert!(site.get(PAGE).await.text().contains("I wonder about this."));
    let tx = test.db.begin().await.unwrap();
    let change = question::ActiveModel {
        id: Set(1),
        body_html: Set("<p>Other words.</p>".into()),
        ..Default::default()
    };
    change.update(&tx).await.unwrap();
    db::sea_orm::ConnectionTrait::execute_unprepared(
        &tx,
        "UPDATE site_state SET value = value + 1 WHERE key = 'content_version'",
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert!(
        site.get(PAGE).await.text().contains("I wonder about this."),
        "the kept page serves until the count is seen"
    );
    site.app.content.refresh(&site.app.db, site.app.clock.now()).await.unwrap();
    assert!(site.get(PAGE).await.text().contains("Other words."));
}

#[db::test]
async fn an_old_page_is_served_while_it_is_made_again(test: TestDb) {
    six_answers(&test, "no").await;
    let site = Site::of(&test).await;
    site.get(PAGE).await;
    let tx = test.db.begin().await.unwrap();
    let change = question::ActiveModel {
        id: Set(1),
        body_html: Set("<p>Other words.</p>".into()),
        ..Default::default()
    };
    change.update(&tx).await.unwrap();
    tx.commit().await.unwrap();
    site.app.clock.set(crate::harness::NOW + 61);
    assert!(site.get(PAGE).await.text().contains("I wonder about this."), "the visitor does not wait");
    for _ in 0..200 {
        if site.get(PAGE).await.text().contains("Other words.") {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the page was not made again");
}

#[db::test]
async fn head_is_get_without_the_body(test: TestDb) {
    six_answers(&test, "no").await;
    let site = Site::of(&test).await;
    for _ in 0..2 {
        let (get, head) = (site.get(PAGE).await, site.ask(Request::head(PAGE)).await);
        assert_eq!((head.status.as_u16(), head.bytes.len()), (200, 0));
        for name in ["etag", "content-type", "content-length", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{name}");
        }
    }
}

#[db::test]
async fn hostile_addresses_get_a_clear_refusal(test: TestDb) {
    let site = Site::of(&test).await;
    let long = format!("/questions?after={}", "9".repeat(20_000));
    // A whole letter fits, whatever its script.
    let letter = format!("/search?q={}", "%F0%9F%98%80".repeat(1_300));
    for (path, status) in [
        (long.as_str(), 414),
        (letter.as_str(), 200),
        ("/questions/abc/x", 400),
        ("/questions/99999999999999999999/x", 400),
        ("/questions/%ff%fe/x", 400),
        ("/questions/-1/x", 404),
        ("/questions/0", 404),
        ("/questions?sort=price", 400),
        ("/questions?after=rubbish", 200),
        ("/questions?after=1~2~3&after=4", 400),
        ("/../../etc/passwd", 404),
        ("/assets/../site.css", 404),
        ("/doctors/%00", 400),
        ("/topics/%3Cscript%3E", 404),
        ("/es/nowhere", 404),
        ("//evil.example", 404),
        ("/sitemaps/questions-0.xml", 404),
        ("/sitemaps/questions-9999999999999.xml", 404),
    ] {
        let page = site.get(path).await;
        assert_eq!(page.status.as_u16(), status, "{path}");
        if status >= 400 {
            let text = page.text();
            assert!(
                text.contains("<h1>") && text.contains("href=\"") && !text.contains("<script>"),
                "{path}: a way back"
            );
            assert_eq!(page.header("cache-control"), "no-store", "{path}");
        }
    }
}

#[db::test]
async fn other_methods_are_refused_with_those_that_are_not(test: TestDb) {
    let site = Site::of(&test).await;
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        let own = Request::builder().method(method).uri("/questions").header("sec-fetch-site", "same-origin");
        let page = site.ask(own).await;
        assert_eq!(page.status, 405, "{method}");
        assert!(page.header("allow").contains("GET"), "{method}");
    }
}

#[db::test]
async fn the_address_or_the_reader_chooses_the_language(test: TestDb) {
    six_answers(&test, "no").await;
    let site = Site::of(&test).await;
    let spanish = site.get(&format!("/es{PAGE}")).await;
    assert_eq!(spanish.header("content-language"), "es");
    let text = spanish.text();
    assert!(text.contains("<html lang=\"es\" dir=\"ltr\">") && text.contains("href=\"/es/topics\""));
    assert!(text.contains("hreflang=\"en\"") && text.contains("hreflang=\"x-default\""));
    assert!(text.contains(&format!("<link rel=\"canonical\" href=\"https://ask.example.org/es{PAGE}\">")));
    assert!(text.contains("<h1 lang=\"en\" dir=\"auto\">"), "content keeps its own language");
    let preferred = site.ask(Request::get(PAGE).header("accept-language", "es-MX,es;q=0.9,en;q=0.5")).await;
    assert_eq!(preferred.header("content-language"), "es");
    assert!(preferred.text().contains("href=\"/topics\""), "links stay as the address was");
    assert_eq!(site.get(PAGE).await.header("content-language"), "en", "and nobody else is served that page");
    let named = site.ask(Request::get(format!("/en{PAGE}").as_str()).header("accept-language", "es")).await;
    assert_eq!(named.header("content-language"), "en");
    assert!(named.text().contains("href=\"/en/topics\""), "a language that was chosen stays chosen");
    let mirrored = site.get("/qps-rtl/questions").await;
    assert!(mirrored.text().contains("dir=\"rtl\""));
}

#[db::test]
async fn the_operators_country_decides_the_emergency_number(test: TestDb) {
    six_answers(&test, "no").await;
    let site =
        Site::with(&test, |config| config.brand.country = Some(site::config::Country("ES".into()))).await;
    assert!(site.get(PAGE).await.text().contains("call <a href=\"tel:112\">112</a> now."));
}

#[db::test]
async fn assets_are_kept_for_good_under_names_that_change(test: TestDb) {
    let site = Site::of(&test).await;
    let home = site.get("/").await.text();
    for part in home.split("href=\"/assets/").skip(1) {
        let name = part.split(['"', '#']).next().unwrap();
        let asset = site.get(&format!("/assets/{name}")).await;
        assert_eq!(asset.status, 200, "{name}");
        assert!(asset.header("cache-control").contains("immutable"));
    }
    let css = home.split("href=\"/assets/site-").nth(1).unwrap().split('"').next().unwrap();
    let css = site.get(&format!("/assets/site-{css}")).await;
    assert!(css.bytes.len() < 15_000, "{} bytes of style", css.bytes.len());
}
