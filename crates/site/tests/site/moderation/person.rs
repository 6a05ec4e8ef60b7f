//! Suspensions.

use db::{TestDb, entity::account, sea_orm::EntityTrait, value::AccountRole};

use super::{asked_by, audited, clinic, decide, decision_for, question};
use crate::harness::Site;

#[db::test]
async fn a_suspension_ends_by_the_clock(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let (ann, mo) = (site.member("ann").await, site.person("mo", AccountRole::Moderator).await);
    asked_by(&site, &test, "q1", "ann").await;
    let thing = format!("question/{}", question(&test, "q1").await.id);
    let other = format!("/report/question/{}", question(&test, "q2").await.id);
    assert_eq!(ann.get(&other).await.status, 200);
    decide(&mo, &thing, "suspend", &[("reason", "rude"), ("term", "7")]).await;
    assert_eq!(ann.get(&other).await.status, 403, "who is suspended reads, and no more");
    assert!(ann.is_in().await, "but stays signed in");
    let decision = decision_for(&site, &test, "ann").await;
    assert!(ann.get(&decision).await.text().contains("Account suspended"));
    assert_eq!(ann.sent(&format!("{decision}/appeal"), &[("words", "I was not rude.")]).await, decision);
    site.later(7 * 24 * 3600 - 1);
    assert_eq!(ann.get(&other).await.status, 403);
    site.later(1);
    assert_eq!(ann.get(&other).await.status, 200);
    audited(&test, 1).await;
}

#[db::test]
async fn an_appeal_ends_a_suspension(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let (ann, mo) = (site.member("ann").await, site.person("mo", AccountRole::Moderator).await);
    let max = site.person("max", AccountRole::Moderator).await;
    asked_by(&site, &test, "q1", "ann").await;
    let thing = format!("question/{}", question(&test, "q1").await.id);
    decide(&mo, &thing, "suspend", &[("reason", "spam"), ("term", "for-good")]).await;
    let decision = decision_for(&site, &test, "ann").await;
    ann.sent(&format!("{decision}/appeal"), &[("words", "It was no spam.")]).await;
    max.sent("/appeals/1", &[("outcome", "overturned"), ("reason", "You are right.")]).await;
    let account =
        account::Entity::find_by_id(site.account("ann").await).one(test.db.read()).await.unwrap().unwrap();
    assert_eq!((account.suspended_until, account.suspension_reason), (None, None));
    assert_eq!(ann.get(&format!("/report/question/{}", question(&test, "q2").await.id)).await.status, 200);
}

#[db::test]
async fn staff_are_not_suspended_here_nor_what_has_no_account(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let _admin = site.person("ad", AccountRole::Administrator).await;
    asked_by(&site, &test, "q1", "ad").await;
    for (id, said) in [("q1", "belongs to the staff"), ("q2", "No account stands behind it")] {
        let path = format!("/moderation/question/{}/suspend", question(&test, id).await.id);
        let again = mo.post(&path, &[("reason", "spam"), ("term", "1")]).await;
        assert!(again.status == 422 && again.text().contains(said), "{id}");
    }
    audited(&test, 0).await;
}
