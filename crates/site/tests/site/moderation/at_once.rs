//! Acts of staff on the same things at the same moment, from different desks: none of them fails.

use db::{
    TestDb,
    entity::{agreement, answer as answers, question as questions},
    sea_orm::EntityTrait,
    value::{AccountRole, Check, CredentialKind, Doubt},
};
use site::credential::{self, Known};

use super::counts_are_right;
use crate::{
    agreement::{colleagues, mark},
    harness::Site,
};

const ROUNDS: usize = 12;

fn known() -> Known {
    Known {
        issuer: "Example Medical Council".into(),
        kind: CredentialKind::Licence,
        number: None,
        jurisdiction: None,
        until: None,
        method: Check::Register,
    }
}

#[db::test]
async fn a_moderator_and_an_editor_never_wait_for_each_other(test: TestDb) {
    colleagues(&test).await;
    let site = Site::of(&test).await;
    let doctor = site.doctor("d5").await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let max = site.person("max", AccountRole::Moderator).await;
    for answer in [1, 2, 3] {
        mark(&doctor, answer, "caveat", "Only where the dose is low, I would say.").await;
    }
    let slug = "doc-5-utrecht";
    let marks = agreement::Entity::find().all(test.db.read()).await.unwrap();
    let words = format!("/moderation/agreement/{}", marks[2].id);
    for round in 0..ROUNDS {
        let (act, reason) = if round % 2 == 0 { ("remove", "spam") } else { ("restore", "mistake") };
        let fields = [("reason", reason)];
        let (one, two) = (format!("/moderation/answer/1/{act}"), format!("/moderation/answer/3/{act}"));
        let inside = format!("{words}/{act}");
        let boxes = [("thing", "answer-1"), ("thing", "answer-2"), ("thing", "answer-3")];
        let badge = async {
            credential::revoke(&site.app, slug, Doubt::Mistake).await.unwrap();
            credential::verify(&site.app, slug, known()).await.unwrap();
        };
        let (first, second, third, fourth, ()) = tokio::join!(
            mo.post(&one, &fields),
            max.post(&two, &fields),
            mo.post(&inside, &fields),
            max.post("/moderation/bulk", if act == "remove" { &boxes } else { &[] }),
            badge,
        );
        for answered in [first, second, third, fourth] {
            assert!([303, 422].contains(&answered.status.as_u16()), "{}", answered.text());
        }
    }
    counts_are_right(&test).await;
    assert_eq!(answers::Entity::find().all(test.db.read()).await.unwrap().len(), 4);
    assert_eq!(questions::Entity::find().all(test.db.read()).await.unwrap().len(), 1);
    assert!(matches!(
        site::audit::verify(&test.db).await.unwrap(),
        site::audit::Verified::Whole(rows) if rows > ROUNDS as i64
    ));
}
