//! What moderators removed or changed inside something, when its archive comes again.

use db::{
    TestDb,
    entity::{agreement, question_detail, reworded},
    sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder},
    value::AccountRole,
};

use super::{Empty, export, import, respect::BROUGHT};
use crate::{
    harness::Site,
    moderation::{decide, question, review},
};

const MORE: &str = r#"{"kind":"review","source":"clinic","id":"r9","doctor":"d0","stars":4,"text":"Good.","reply":"I saw Bea Brook three times.","replied_at":"2024-01-05T00:00:00Z"}
{"kind":"question","source":"clinic","id":"q9","title":"Does it go away?","body":"I ask.","details":[{"at":"2024-01-06T00:00:00Z","text":"It goes on."},{"at":"2024-01-06T00:00:00Z","text":"Bea Brook has it."},{"at":"2024-01-06T00:00:00Z","text":"So has Cy Cedar."}]}
{"kind":"agreement","source":"clinic","id":"g9","answer":"q2/d1","doctor":"d0","verdict":"caveat","text":"Bea Brook says no."}
"#;

/// Two of three details, a reply and the words of a mark are removed, or their words are changed.
async fn moderated(test: &TestDb, act: &str) -> Site {
    assert_eq!(import(&test.db, &format!("{BROUGHT}{MORE}")).await.totals.refused, 0);
    let site = Site::of(test).await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let mark = mark(test).await.id;
    let details = details(test).await;
    let reply = review(test, "r9").await.id;
    let things = [
        format!("agreement/{mark}"),
        format!("detail/{}", details[1].id),
        format!("detail/{}", details[2].id),
        format!("reply/{reply}"),
    ];
    for thing in things {
        let fields = [("reason", "personal_data"), ("text", "Somebody was said to.")];
        decide(&mo, &thing, act, &fields[..if act == "edit" { 2 } else { 1 }]).await;
    }
    drop(mo);
    site
}

async fn details(test: &TestDb) -> Vec<question_detail::Model> {
    use question_detail::Column as D;
    let id = question(test, "q9").await.id;
    let all = question_detail::Entity::find().filter(D::QuestionId.eq(id)).order_by_asc(D::Id);
    all.all(test.db.read()).await.unwrap()
}

async fn mark(test: &TestDb) -> agreement::Model {
    let found = agreement::Entity::find().filter(agreement::Column::ExternalId.eq("g9"));
    found.one(test.db.read()).await.unwrap().unwrap()
}

/// The archive as it comes again, with something else of each changed.
fn changed() -> String {
    let more = MORE
        .replace(r#""stars":4"#, r#""stars":3"#)
        .replace("I ask.", "I do ask.")
        .replace(r#""verdict":"caveat""#, r#""verdict":"disagree""#);
    let (end, new) = (r#"Cedar."}]"#, r#"Cedar."},{"at":"2024-01-07T00:00:00Z","text":"It is gone."}]"#);
    format!("{BROUGHT}{}", more.replace(end, new))
}

async fn shows_nothing(site: &Site, test: &TestDb) {
    let id = question(test, "q9").await.id;
    let path = site.get(&format!("/questions/{id}/x")).await.header("location").to_owned();
    let other = question(test, "q2").await.id;
    let other = site.get(&format!("/questions/{other}/x")).await.header("location").to_owned();
    for (path, also) in
        [(path.as_str(), "It goes on."), (other.as_str(), "It does."), ("/doctors/ann-ash/reviews", "Good.")]
    {
        let page = site.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        let page = page.text();
        let old = page.replace("My neighbour Bea Brook", "");
        assert!(!old.contains("Bea Brook") && !old.contains("So has Cy") && page.contains(also), "{page}");
    }
}

#[db::test]
async fn what_was_removed_inside_something_stays_away(test: TestDb) {
    let site = moderated(&test, "remove").await;
    let before = details(&test).await;
    let report = import(&test.db, &changed()).await;
    assert_eq!((report.totals.changed, report.totals.kept, report.totals.refused), (3, 3, 0));
    let (mark, said, after) = (mark(&test).await, review(&test, "r9").await, details(&test).await);
    assert_eq!(mark.text_held.as_deref(), Some("personal_data"));
    assert_eq!(mark.verdict, db::value::Verdict::Disagree);
    assert_eq!((said.stars, said.reply_removed_for.as_deref()), (3, Some("personal_data")));
    assert_eq!(before, after[..3], "the same rows");
    assert_eq!((after.len(), after[3].body.as_str()), (4, "It is gone."));
    shows_nothing(&site, &test).await;
    // What the archive drops or changes does not come back either, and the rest goes.
    let fewer = changed()
        .replace(r#"{"at":"2024-01-06T00:00:00Z","text":"It goes on."},"#, "")
        .replace(r#"{"at":"2024-01-06T00:00:00Z","text":"Bea Brook has it."},"#, "");
    assert_eq!(import(&test.db, &fewer).await.totals.refused, 0);
    assert_eq!(details(&test).await, after[1..]);
    // Another site hides it as well.
    assert_eq!(import(&test.db, &changed()).await.totals.refused, 0);
    let text = export(&test.db).await;
    test.empty().await;
    assert_eq!(import(&test.db, &text).await.totals.refused, 0);
    assert_eq!(export(&test.db).await, text);
    shows_nothing(&Site::of(&test).await, &test).await;
}

#[db::test]
async fn what_was_changed_inside_something_stays_so(test: TestDb) {
    let site = moderated(&test, "edit").await;
    let before = details(&test).await;
    let report = import(&test.db, &changed()).await;
    assert_eq!((report.totals.changed, report.totals.kept, report.totals.refused), (3, 3, 0));
    let (mark, said, after) = (mark(&test).await, review(&test, "r9").await, details(&test).await);
    let words = "Somebody was said to.";
    assert_eq!((mark.text.as_deref(), mark.edited_for.as_deref()), (Some(words), Some("personal_data")));
    assert_eq!((said.stars, said.reply.as_deref()), (3, Some(words)));
    assert_eq!(said.reply_edited_for.as_deref(), Some("personal_data"));
    assert_eq!(before, after[..3], "the same rows");
    assert_eq!((after.len(), after[1].body.as_str()), (4, words));
    shows_nothing(&site, &test).await;
    assert_eq!(reworded::Entity::find().all(test.db.read()).await.unwrap().len(), 4);
    let text = export(&test.db).await;
    assert!(!text.contains("So has Cy"), "former words are in no archive: {text}");
    test.empty().await;
    assert_eq!(import(&test.db, &text).await.totals.refused, 0);
    assert_eq!(export(&test.db).await, text);
}
