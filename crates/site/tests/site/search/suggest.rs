//! What the box suggests.

use db::TestDb;

use super::clinic;

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
    for nothing in ["", "%20", "zzyzx", "%22", "-"] {
        assert_eq!(suggested(nothing).await.trim(), "", "{nothing}");
    }
}
