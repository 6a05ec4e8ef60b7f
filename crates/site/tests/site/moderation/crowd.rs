//! Ten thousand reports on one thing.

use std::time::Duration;

use db::{
    TestDb,
    entity::{decision, report, reported},
    sea_orm::{
        ActiveValue::{NotSet, Set},
        ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter,
    },
    value::{AccountRole, Matter},
};

use super::{clinic, decide, question};
use crate::harness::{NOW, Site};

#[db::test]
async fn twenty_people_at_once_make_twenty_reports_and_one_row(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let path = format!("/report/question/{}", question(&test, "q1").await.id);
    let mut people = Vec::new();
    for n in 0..20 {
        people.push(site.member(&format!("p{n}")).await);
    }
    let fields = [("reason", "spam")];
    // Each twice: as with two clicks.
    let sent = people.iter().flat_map(|person| [person.post(&path, &fields), person.post(&path, &fields)]);
    for answered in futures_util::future::join_all(sent).await {
        assert_eq!(answered.status, 303);
    }
    assert_eq!(report::Entity::find().count(test.db.read()).await.unwrap(), 20);
    let rows = reported::Entity::find().all(test.db.read()).await.unwrap();
    assert_eq!((rows.len(), rows[0].reports), (1, 20));
    let mo = site.person("mo", AccountRole::Moderator).await;
    let page = mo.get("/moderation").await.text();
    assert_eq!((page.matches("20 reports").count(), page.matches("Can it make hair").count()), (1, 1));
}

#[db::test]
async fn ten_thousand_reports_are_one_row_and_one_decision(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let _bob = site.member("bob").await;
    let (bob, id) = (site.account("bob").await, question(&test, "q1").await.id);
    let row = |n: i64| report::ActiveModel {
        id: NotSet,
        matter_kind: Set(Matter::Question),
        matter_id: Set(id),
        // All but the last are of people who are gone.
        account_id: Set(if n == 9_999 { bob } else { 1_000_000 + n }),
        reason: Set(if n % 3 == 0 { "spam" } else { "rude" }.into()),
        words: Set(None),
        at: Set(NOW),
        month: Set("2026-11".into()),
        decision_id: Set(0),
    };
    let tx = test.db.begin().await.unwrap();
    for some in (0..10_000).collect::<Vec<_>>().chunks(500) {
        report::Entity::insert_many(some.iter().map(|n| row(*n))).exec_without_returning(&tx).await.unwrap();
    }
    let many = reported::ActiveModel {
        matter_kind: Set(Matter::Question),
        matter_id: Set(id),
        since: Set(NOW),
        reports: Set(10_000),
    };
    reported::Entity::insert(many).exec_without_returning(&tx).await.unwrap();
    tx.commit().await.unwrap();
    let look = async {
        let page = mo.get("/moderation").await.text();
        assert!(page.contains("10,000 reports") && page.matches("Can it make hair").count() == 1);
        assert!(mo.get(&format!("/moderation/question/{id}")).await.text().contains("6,666"));
    };
    tokio::time::timeout(Duration::from_secs(3), look).await.expect("the queue stays fast");
    decide(&mo, &format!("question/{id}"), "remove", &[("reason", "spam")]).await;
    assert!(!mo.get("/moderation").await.text().contains("Can it make hair"));
    let open = report::Entity::find().filter(report::Column::DecisionId.eq(0));
    assert_eq!(open.count(test.db.read()).await.unwrap(), 0);
    assert_eq!(decision::Entity::find().count(test.db.read()).await.unwrap(), 1);
    let letters = site.letters().await;
    let told = letters.iter().filter(|letter| letter.text.contains("/decisions/")).count();
    assert_eq!(told, 1, "bob is told");
}
