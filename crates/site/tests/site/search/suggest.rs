//! What the box suggests.

use db::TestDb;

use site::config::Within;

use super::clinic;
use crate::harness::Site;

#[db::test]
async fn questions_doctors_and_topics_are_suggested_from_a_beginning(test: TestDb) {
    let indexed = clinic(&test).await;
    let suggested = |typed: &'static str| {
        let site = &indexed.site;
        async move { site.get(&format!("/search/suggest?q={typed}")).await.text() }
    };
    let list = suggested("frow").await;
    assert!(list.contains("role=\"option\"") && list.contains("Frown lines came back early"), "{list}");
    assert!(
        suggested("bo").await.contains("/doctors/bo-birch")
            && suggested("bo").await.contains("/topics/botox")
    );
    assert!(suggested("hair+fal").await.contains("Can it make hair fall out?"));
    assert!(suggested("frwon").await.contains("Frown lines"), "nearly written so");
    let without = suggested("bo+-kind:doctor").await;
    assert!(!without.contains("/doctors/") && without.contains("/topics/botox"), "{without}");
    assert!(!suggested("bo+-botox").await.contains("/topics/botox"));
    for nothing in ["-botox", "", "%20", "zzyzx", "%22", "-"] {
        assert_eq!(suggested(nothing).await.trim(), "", "{nothing}");
    }
}

#[db::test]
async fn one_network_does_not_search_without_end(test: TestDb) {
    let site = Site::with(&test, |config| config.search.by_network = Within::nearest(3)).await;
    let reader = site.browser();
    assert_eq!(reader.get("/search?q=hair").await.status, 200);
    assert_eq!(reader.get("/search/suggest?q=hair").await.status, 200);
    let form = [("title", "Does it grow back?"), ("body", "")];
    let told = [reader.post("/ask/alike", &form).await.status, reader.post("/ask/alike", &form).await.status];
    assert_eq!(told.map(|status| status.as_u16()), [200, 429]);
    let refused = reader.get("/search?q=hair").await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "21"));
    site.later(21);
    assert_eq!(reader.get("/search?q=hair").await.status, 200);
    assert_eq!(reader.get("/questions").await.status, 200, "the rest of the site knows no such limit");
}
