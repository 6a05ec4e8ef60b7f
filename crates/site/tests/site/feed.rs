//! Feeds, the sitemap and the small files for machines.

use db::TestDb;

use crate::harness::{Site, six_answers};

#[db::test]
async fn feeds_have_permanent_ids_and_absolute_links(test: TestDb) {
    six_answers(&test, "no").await;
    let site = Site::of(&test).await;
    for (path, entries) in [
        ("/feeds/questions.atom", 2),
        ("/feeds/topics/hair-loss.atom", 2),
        ("/feeds/doctors/ann-ash-utrecht.atom", 1),
    ] {
        let feed = site.get(path).await;
        assert_eq!(feed.status, 200, "{path}");
        assert!(feed.header("content-type").starts_with("application/atom+xml"), "{path}");
        let text = feed.text();
        assert_eq!(text.matches("<entry>").count(), entries, "{path}: {text}");
        assert!(
            text.contains(&format!(
                "rel=\"self\" type=\"application/atom+xml\" href=\"https://ask.example.org{path}\""
            )),
            "{path}: {text}"
        );
        assert!(text.contains("<id>tag:ask.example.org,2026:"), "{path}");
    }
    for path in
        ["/feeds/topics/none.atom", "/feeds/doctors/none.atom", "/feeds/topics/hair-loss", "/feeds/none.atom"]
    {
        assert_eq!(site.get(path).await.status, 404, "{path}");
    }
}

#[db::test]
async fn the_sitemap_lists_what_can_be_read(test: TestDb) {
    six_answers(&test, "no").await;
    let site = Site::of(&test).await;
    let index = site.get("/sitemap.xml").await.text();
    let parts: Vec<&str> = index
        .split("<loc>https://ask.example.org")
        .skip(1)
        .map(|part| part.split('<').next().unwrap())
        .collect();
    assert_eq!(
        parts,
        [
            "/sitemaps/pages.xml",
            "/sitemaps/topics.xml",
            "/sitemaps/questions-1.xml",
            "/sitemaps/doctors-1.xml"
        ]
    );
    let mut addresses = Vec::new();
    for part in parts {
        let text = site.get(part).await.text();
        addresses.extend(
            text.split("<loc>https://ask.example.org")
                .skip(1)
                .map(|part| part.split('<').next().unwrap().to_owned()),
        );
    }
    assert!(addresses.contains(&"/questions/1/can-it-make-hair-fall-out".to_owned()));
    assert!(
        !addresses.iter().any(|address| address.starts_with("/questions/2")),
        "an unanswered question is not for search engines"
    );
    for address in addresses {
        assert_eq!(site.get(&address).await.status, 200, "{address}");
    }
}

#[db::test]
async fn robots_and_security_say_whom_to_ask(test: TestDb) {
    let site = Site::of(&test).await;
    assert!(site.get("/robots.txt").await.text().contains("Sitemap: https://ask.example.org/sitemap.xml"));
    assert_eq!(site.get("/.well-known/security.txt").await.status, 404, "nobody to write to, no file");
    let site = Site::with(&test, |config| {
        config.brand.contact_email = site::config::Setting::parse("help@ask.example.org").unwrap()
    })
    .await;
    let text = site.get("/.well-known/security.txt").await.text();
    assert!(text.contains("Contact: mailto:help@ask.example.org\nExpires: 2027-"), "{text}");
}

#[db::test]
async fn health_is_told(test: TestDb) {
    let site = Site::of(&test).await;
    for (path, words) in [("/healthz", "ok\n"), ("/readyz", "ready\n")] {
        let page = site.get(path).await;
        assert_eq!((page.status.as_u16(), page.text().as_str()), (200, words), "{path}");
        assert_eq!(page.header("cache-control"), "no-store");
    }
}
