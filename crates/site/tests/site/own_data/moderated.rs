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
