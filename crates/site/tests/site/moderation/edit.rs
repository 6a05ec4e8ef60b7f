//! Changing words, with notice.

use db::{
    TestDb,
    entity::revision,
    sea_orm::{EntityTrait, PaginatorTrait},
    value::{AccountRole, Subject},
};

use super::{answer, asked_by, audited, clinic, decide, decision_for, question, review};
use crate::harness::Site;

#[db::test]
async fn an_edit_keeps_what_was_there_and_says_who_and_why(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let (asked, given, said) =
        (question(&test, "q1").await, answer(&test, "q1/d0").await, review(&test, "r1").await);
    decide(
        &mo,
        &format!("question/{}", asked.id),
        "edit",
        &[("reason", "personal_data"), ("title", "Can a cream do it?"), ("text", "I <b>wonder</b>.")],
    )
    .await;
    decide(
        &mo,
        &format!("answer/{}", given.id),
        "edit",
        &[("reason", "unsafe"), ("title", "No"), ("text", "Ask a doctor near you.")],
    )
    .await;
    decide(
        &mo,
        &format!("review/{}", said.id),
        "edit",
        &[("reason", "personal_data"), ("text", "A neighbour was there too.")],
    )
    .await;
    let new = question(&test, "q1").await;
    assert_eq!((new.slug.as_str(), new.edited_for.as_deref()), ("can-a-cream-do-it", Some("personal_data")));
    let old = site.get(&format!("/questions/{}/{}", asked.id, asked.slug)).await;
    assert_eq!(old.status, 301);
    let page = site.get(&format!("/questions/{}/{}", asked.id, new.slug)).await.text();
    assert!(page.contains("Ask a doctor near you.") && !page.contains("<b>wonder"));
    assert_eq!(page.matches("Edited by a moderator.").count(), 2);
    let kept = revision::Entity::find().all(test.db.read()).await.unwrap();
    assert_eq!(kept.len(), 3);
    let first = kept.iter().find(|kept| kept.subject_kind == Subject::Question).unwrap();
    assert!(first.content.contains("Can it make hair fall out?") && first.number == 1);
    assert_eq!(first.reason.as_deref(), Some("moderation: personal_data"));
    let profile = site.get("/doctors/ann-ash-utrecht").await.text();
    assert!(profile.contains("A neighbour was there too.") && profile.contains("Edited by a moderator."));
    audited(&test, 3).await;
}

#[db::test]
async fn the_words_of_a_profile_are_changed_with_notice_and_put_back(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let (ann, mo) = (site.doctor("d0").await, site.person("mo", AccountRole::Moderator).await);
    let max = site.person("max", AccountRole::Moderator).await;
    let profile = "/doctors/ann-ash-utrecht";
    let typed = ann.get("/account/profile").await;
    assert_eq!(typed.status, 200);
    site.sql("UPDATE doctor SET biography = 'Call me on 555.', biography_html = '<p>Call me on 555.</p>' WHERE slug = 'ann-ash-utrecht'").await;
    let reader = site.member("reader").await;
    reader.sent("/report/doctor/1", &[("reason", "personal_data"), ("words", "")]).await;
    assert!(mo.get("/moderation").await.text().contains("/moderation/doctor/1"));
    let words = [("text", ""), ("reason", "personal_data")];
    decide(&mo, "doctor/1", "edit", &words).await;
    let page = site.get(profile).await.text();
    assert!(page.contains("Edited by a moderator.") && !page.contains("555"), "{page}");
    assert!(!mo.get("/moderation").await.text().contains("/moderation/doctor/1"), "the report is settled");
    let path = decision_for(&site, &test, "d0").await;
    ann.sent(&format!("{path}/appeal"), &[("words", "It is the number of the practice.")]).await;
    max.sent("/appeals/1", &[("outcome", "overturned"), ("reason", "It is.")]).await;
    let page = site.get(profile).await.text();
    assert!(!page.contains("Edited by a moderator.") && page.contains("555"), "{page}");
    let long = ["word "; 1_000].concat();
    let longest = [("text", long.as_str()), ("reason", "personal_data")];
    assert_eq!(mo.post("/moderation/doctor/1/edit", &longest).await.status, 422, "as for its doctor");
    // What its doctor writes is the doctor's own; a new city leaves the words as the moderator left them.
    decide(&mo, "doctor/1", "edit", &words).await;
    assert!(site.get(profile).await.text().contains("Edited by a moderator."));
    let refused = mo.post("/moderation/doctor/1/edit", &words).await;
    assert_eq!(refused.status, 422, "nothing is changed by it");
    let more = |city, biography| {
        let rest = [("letters", "MD"), ("specialty", "dermatology"), ("country", "NL")];
        [("city", city), ("biography", biography)].into_iter().chain(rest).collect::<Vec<_>>()
    };
    ann.sent("/account/profile", &more("Gent", "")).await;
    let page = site.get(profile).await.text();
    assert!(page.contains("Gent") && page.contains("Edited by a moderator."), "{page}");
    ann.sent("/account/profile", &more("Gent", "I like tea.")).await;
    let page = site.get(profile).await.text();
    assert!(page.contains("I like tea.") && !page.contains("Edited by a moderator."), "{page}");
}

#[db::test]
async fn an_appeal_puts_the_words_back(test: TestDb) {
    clinic(&test).await;
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let max = site.person("max", AccountRole::Moderator).await;
    asked_by(&site, &test, "q1", "ann").await;
    let asked = question(&test, "q1").await;
    let fields = [("reason", "rude"), ("title", "Hm?"), ("text", "Nothing.")];
    decide(&mo, &format!("question/{}", asked.id), "edit", &fields).await;
    let path = decision_for(&site, &test, "ann").await;
    ann.sent(&format!("{path}/appeal"), &[("words", "My words were fine.")]).await;
    max.sent("/appeals/1", &[("outcome", "overturned"), ("reason", "They were.")]).await;
    let now = question(&test, "q1").await;
    assert_eq!((now.title, now.body, now.slug, now.edited_for), (asked.title, asked.body, asked.slug, None));
    assert_eq!(revision::Entity::find().count(test.db.read()).await.unwrap(), 2, "nothing is overwritten");
    audited(&test, 3).await;
}

#[db::test]
async fn what_was_written_beside_a_question_is_seen_and_changed_too(test: TestDb) {
    const TRIED: &str = "What my neighbour Jan Jansen gave me.";
    clinic(&test).await;
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let max = site.person("max", AccountRole::Moderator).await;
    asked_by(&site, &test, "q1", "ann").await;
    let asked = question(&test, "q1").await;
    let beside = format!(
        "UPDATE question SET tried = '{TRIED}', different = 'I am a swimmer.' WHERE id = {}",
        asked.id
    );
    site.sql(&beside).await;
    let desk = format!("/moderation/question/{}", asked.id);
    assert!(mo.get(&desk).await.text().contains(TRIED));
    let form = mo.get(&format!("{desk}/edit")).await.text();
    assert!(
        form.contains(TRIED) && form.contains("I am a swimmer.") && !form.contains("name=\"medication\""),
        "{form}"
    );
    let long = "x".repeat(501);
    let fields = |tried, different| {
        [
            ("reason", "personal_data"),
            ("title", &*asked.title),
            ("text", &*asked.body),
            ("tried", tried),
            ("different", different),
        ]
    };
    let refused = mo.post(&format!("{desk}/edit"), &fields("", &long)).await;
    assert!(refused.status == 422 && refused.text().contains("id=\"different-error\""), "{}", refused.text());
    decide(&mo, &format!("question/{}", asked.id), "edit", &fields("", "I swim much.")).await;
    let path = format!("/questions/{}/{}", asked.id, asked.slug);
    let page = site.get(&path).await.text();
    assert!(
        !page.contains("Jansen") && page.contains("I swim much.") && page.contains("Edited by a moderator.")
    );
    let decision = decision_for(&site, &test, "ann").await;
    ann.sent(&format!("{decision}/appeal"), &[("words", "My words were fine.")]).await;
    max.sent("/appeals/1", &[("outcome", "overturned"), ("reason", "They were.")]).await;
    let page = site.get(&path).await.text();
    assert!(page.contains(TRIED) && page.contains("I am a swimmer."), "{page}");
    audited(&test, 3).await;
}
