//! What its author had erased stays so, whatever staff decide.

use db::{
    TestDb,
    entity::{answer, appeal, decision, question, review},
    sea_orm::{EntityTrait, PaginatorTrait},
    value::{AccountRole, State},
};

use super::{MARK, as_a_patient, busy_doctor, busy_patient, clinic, leave, traces};
use crate::harness::Site;

async fn is_gone(site: &Site, id: i64) {
    let row = question::Entity::find_by_id(id).one(site.app.db.read()).await.unwrap().unwrap();
    assert_eq!((row.state, row.state_reason.as_deref()), (State::Removed, Some("erased")));
    assert_eq!((row.title.as_str(), row.body.as_str()), ("", ""));
    assert_eq!(site.get(&format!("/questions/{id}")).await.status, 410);
}

#[db::test]
async fn no_moderator_puts_it_back(test: TestDb) {
    let site = clinic(&test).await;
    let ann = busy_patient(&site).await;
    let doctor = busy_doctor(&site).await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let given = answer::Entity::find().all(test.db.read()).await.unwrap();
    let given = given.iter().find(|one| one.headline.to_lowercase().contains(MARK)).unwrap().id;
    let read = review::Entity::find().all(test.db.read()).await.unwrap();
    let read = read.iter().find(|one| one.text.contains(MARK)).unwrap().id;
    leave(&site, &ann, "go").await;
    leave(&site, &doctor, "go").await;
    for thing in ["question/2".to_owned(), format!("answer/{given}"), format!("review/{read}")] {
        for (act, reason) in [("restore", "mistake"), ("publish", "fine"), ("edit", "rude")] {
            let path = format!("/moderation/{thing}/{act}");
            let fields =
                [("reason", reason), ("title", "Back again"), ("text", "I am back again, all of me.")];
            mo.post(&path, &fields).await;
        }
    }
    assert_eq!(decision::Entity::find().count(test.db.read()).await.unwrap(), 0, "none of it could be done");
    is_gone(&site, 2).await;
    let answer = answer::Entity::find_by_id(given).one(test.db.read()).await.unwrap().unwrap();
    assert_eq!((answer.state, answer.body.as_str()), (State::Removed, ""));
    let review = review::Entity::find_by_id(read).one(test.db.read()).await.unwrap().unwrap();
    assert_eq!((review.state, review.text.as_str()), (State::Removed, ""));
}

#[db::test]
async fn an_appeal_does_not_bring_it_back(test: TestDb) {
    for (act, reason) in [("remove", "rude"), ("edit", "rude")] {
        // A site of its own for each would be the same database.
        let site = if act == "remove" { clinic(&test).await } else { Site::of(&test).await };
        let name = if act == "remove" { "ann-zanzibarine" } else { "eve-zanzibarine" };
        let ann = site.member(name).await;
        as_a_patient(&ann).await;
        let asked = question::Entity::find().all(test.db.read()).await.unwrap();
        let id = asked.iter().map(|one| one.id).max().unwrap();
        let mo = site.person(&format!("mo-{act}"), AccountRole::Moderator).await;
        let max = site.person(&format!("max-{act}"), AccountRole::Moderator).await;
        let fields =
            [("reason", reason), ("title", "Something milder?"), ("text", "Something milder, all in all.")];
        mo.sent(&format!("/moderation/question/{id}/{act}"), &fields).await;
        let decided = decision::Entity::find().all(test.db.read()).await.unwrap();
        let decision = decided.iter().map(|one| one.id).max().unwrap();
        ann.sent(&format!("/decisions/{decision}/appeal"), &[("words", "It was not.")]).await;
        let appeals = appeal::Entity::find().all(test.db.read()).await.unwrap();
        let appeal = appeals.iter().map(|one| one.id).max().unwrap();
        leave(&site, &ann, "go").await;
        let overturned = [("outcome", "overturned"), ("reason", "You were right.")];
        assert_eq!(max.sent(&format!("/appeals/{appeal}"), &overturned).await, "/appeals?stays=yes");
        is_gone(&site, id).await;
    }
    let left: Vec<String> =
        traces(&test).await.into_iter().filter(|trace| !trace.starts_with("doctor.")).collect();
    assert!(left.is_empty(), "{left:#?}");
}
