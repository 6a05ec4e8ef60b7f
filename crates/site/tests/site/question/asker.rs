//! `/questions/{id}/asker`: who is behind a question.

use db::{TestDb, entity::audit, sea_orm::EntityTrait, value::AccountRole};
use site::audit::{Verified, verify};

use super::{asks, number};
use crate::harness::{Clinic, Site};

#[db::test]
async fn staff_who_look_behind_a_question_leave_a_row_in_the_audit_log(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    let path = asks(&ann, "Can stress make hair fall out?").await;
    let to = format!("/questions/{}/asker", number(&path));
    let mo = site.person("mo", AccountRole::Moderator).await;
    assert!(mo.get(&to).await.text().contains("Why do you need to know?"));
    for reason in ["", "curious"] {
        let again = mo.post(&to, &[("reason", reason)]).await;
        assert!(again.status == 422 && !again.text().contains("Account number"), "{}", again.text());
    }
    assert!(audit::Entity::find().all(test.db.read()).await.unwrap().is_empty(), "nobody has looked yet");
    let shown = mo.post(&to, &[("reason", "danger")]).await;
    let (text, account) = (shown.text(), site.account("ann").await);
    assert_eq!(shown.status, 200);
    assert!(text.contains(&format!("<dd>{account}</dd>")) && text.contains("Member"), "{text}");
    assert!(!text.contains("ann@"), "the address is nobody's to see");
    let rows = audit::Entity::find().all(test.db.read()).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((&*rows[0].action, rows[0].subject_id), ("look_behind", number(&path)));
    assert_eq!(
        (rows[0].actor_id, rows[0].reason.as_deref()),
        (Some(site.account("mo").await), Some("danger"))
    );
    assert_eq!(verify(&test.db).await.unwrap(), Verified::Whole(1));
}

#[db::test]
async fn nobody_else_looks_and_an_archive_has_nobody_behind_it(test: TestDb) {
    let mut clinic = Clinic::new();
    clinic.question("q1", "What of my hair loss?");
    clinic.open(&test.db).await;
    let site = Site::of(&test).await;
    for role in [AccountRole::Member, AccountRole::Editor] {
        let browser = site.person(role.word(), role).await;
        assert_eq!(browser.post("/questions/1/asker", &[("reason", "danger")]).await.status, 403, "{role:?}");
    }
    let mo = site.person("mo", AccountRole::Moderator).await;
    assert!(
        mo.post("/questions/1/asker", &[("reason", "law")]).await.text().contains("came from an archive")
    );
    assert_eq!(mo.get("/questions/999999/asker").await.status, 404);
}
