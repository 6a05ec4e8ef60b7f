//! That what moderators said, and the words that they put aside, goes with whom it is about.

use db::{
    TestDb,
    entity::agreement,
    sea_orm::{ColumnTrait, EntityTrait, QueryFilter},
    value::AccountRole,
};

use super::{as_a_patient, busy_doctor, clinic, leave, traces};
use crate::harness::Browser;

/// Has a moderator change what stands inside something, or take it away, with a note that has the mark.
async fn moderated(mo: &Browser<'_>, thing: &str, act: &str) {
    let fields =
        [("reason", "rude"), ("note", "Not so zanzibarine, please."), ("text", "Something else, then.")];
    assert_eq!(mo.sent(&format!("/moderation/{thing}/{act}"), &fields).await, format!("/moderation/{thing}"));
}

/// Where the mark stands in what moderators said and put aside.
async fn put_aside(test: &TestDb) -> Vec<String> {
    let of_moderators = |trace: &String| trace.starts_with("decision.") || trace.starts_with("reworded.");
    traces(test).await.into_iter().filter(of_moderators).collect()
}

#[db::test]
async fn what_moderators_said_of_details_and_put_aside_goes_in_any_case(test: TestDb) {
    let site = clinic(&test).await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    for (at, texts) in [(1, "stay"), (2, "go")] {
        let ann = site.member(&format!("ann-{at}")).await;
        as_a_patient(&ann).await;
        moderated(&mo, &format!("detail/{at}"), "edit").await;
        assert_eq!(put_aside(&test).await.len(), 2, "the note and the words: {texts}");
        leave(&site, &ann, texts).await;
        assert_eq!(put_aside(&test).await, Vec::<String>::new(), "{texts}");
    }
}

#[db::test]
async fn what_moderators_said_of_marks_on_an_erased_answer_goes_with_them(test: TestDb) {
    let site = clinic(&test).await;
    let doctor = busy_doctor(&site).await;
    let colleague = site.doctor("d1").await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let words = [("verdict", "caveat"), ("text", "Only where the zanzibarine is low.")];
    colleague.sent("/answers/2/agreement", &words).await;
    let mark = agreement::Entity::find().filter(agreement::Column::AnswerId.eq(2));
    let mark = mark.one(test.db.read()).await.unwrap().unwrap().id;
    moderated(&mo, &format!("agreement/{mark}"), "edit").await;
    assert_eq!(put_aside(&test).await.len(), 2, "the note and the words");
    leave(&site, &doctor, "go").await;
    assert_eq!(put_aside(&test).await, Vec::<String>::new());
}

#[db::test]
async fn a_question_that_was_joined_with_an_erased_one_is_there_again(test: TestDb) {
    let site = clinic(&test).await;
    let (ann, mo) = (site.member("ann").await, site.person("mo", AccountRole::Moderator).await);
    as_a_patient(&ann).await;
    let own = db::entity::question_asker::Entity::find().one(test.db.read()).await.unwrap().unwrap();
    let (into, reader) = (own.question_id.to_string(), site.browser());
    let joined = [("reason", "duplicate"), ("into", into.as_str())];
    assert_eq!(mo.sent("/moderation/question/1/merge", &joined).await, "/moderation/question/1");
    assert!(reader.get("/questions/1").await.header("location").contains(&into));
    leave(&site, &ann, "go").await;
    assert_eq!(reader.get(&format!("/questions/{into}")).await.status, 410);
    let back = reader.get("/questions/1").await;
    assert!(back.header("location").starts_with("/questions/1/"), "{}", back.text());
}
