//! Every page renders, filled and empty, in every language.

use db::TestDb;
use site::demo;

use crate::harness::{NOW, Site};

const PAGES: &[&str] = &[
    "/",
    "/ask",
    "/questions",
    "/questions?sort=answered",
    "/questions?sort=unanswered",
    "/topics",
    "/doctors",
    "/about",
    "/transparency",
    "/reported",
    "/disclaimer",
    "/how-answers-are-ranked",
];

#[db::test]
async fn an_empty_site_has_every_page(test: TestDb) {
    let site = Site::of(&test).await;
    for path in PAGES {
        for language in ["", "/es", "/qps-rtl"] {
            let page = site.get(&format!("{language}{path}")).await;
            assert_eq!(page.status, 200, "{language}{path}");
            assert_eq!(page.text().matches("<h1").count(), 1, "{language}{path} has one h1");
        }
    }
}

#[db::test]
async fn every_link_of_the_sample_site_leads_somewhere(test: TestDb) {
    let report = demo::load(&test.db, NOW).await.unwrap();
    assert_eq!(report.totals.refused, 0, "{report:?}");
    let site = Site::of(&test).await;
    let (mut todo, mut seen) = (vec!["/".to_owned()], std::collections::BTreeSet::new());
    while let Some(path) = todo.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let page = site.get(&path).await;
        // What takes an account leads to signing in, and from there on.
        if page.header("location").starts_with("/sign-in?next=/") {
            continue;
        }
        assert_eq!(page.status, 200, "{path}");
        if !page.header("content-type").starts_with("text/html") {
            continue;
        }
        let text = page.text();
        assert_eq!(text.matches("<h1").count(), 1, "{path} has one h1");
        for part in text.split("href=\"/").skip(1) {
            let link = format!("/{}", part.split(['"', '#']).next().unwrap().replace("&#38;", "&"));
            // Spanish is read too, but each page once is enough.
            if !link.starts_with("/en/") && !link.starts_with("/es/") || link.matches('/').count() < 3 {
                todo.push(link);
            }
        }
    }
    assert!(seen.len() > 120, "only {} pages were found", seen.len());
}
