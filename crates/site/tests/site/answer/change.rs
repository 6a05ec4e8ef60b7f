//! A doctor changes an answer, or takes it back.

use db::{
    TestDb,
    entity::{doctor, question, revision},
    sea_orm::EntityTrait,
    value::{Doubt, State},
};

use super::{answered, answers, asked_by, clinic, with};

const PAGE: &str = "/questions/1/can-it-make-hair-fall-out";

#[db::test]
async fn a_change_keeps_what_was_said_and_shows_the_words_that_changed(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.doctor("d0").await;
    site.member("asker").await;
    asked_by(&site, 1, site.account("asker").await).await;
    let id = answered(&ann).await;
    site.later(3600);
    let edit = format!("/answers/{id}/edit");
    let form = ann.get(&edit).await.text();
    assert!(
        form.contains("as before") && form.contains("PMID 27843928") && form.contains("value=\"no\" checked"),
        "{form}"
    );
    let changed = with(&[
        ("text", "Hair may grow **more slowly** for a while."),
        ("stance", "depends"),
        ("citations", "PMID 27843928"),
        ("correction", "A new study says so"),
    ]);
    assert!(ann.sent(&edit, &changed).await.ends_with(&format!("#answer-{id}")));
    let page = site.get(PAGE).await.text();
    assert!(page.contains("more slowly") && !page.contains("as before") && page.contains("Says it depends"));
    assert!(
        page.contains("A new study says so") && page.contains(&format!("/answers/{id}/history")),
        "{page}"
    );
    assert!(!page.contains("https://example.org/study"));
    let history = site.get(&format!("/answers/{id}/history")).await.text();
    for part in [
        "<del>", "<ins>", "taken out:", "put in:", "before", "slowly", "Version 2", "Version 1",
        "A new study",
    ] {
        assert!(history.contains(part), "{part} is not in {history}");
    }
    assert!(!history.contains("**"), "words as readers see them: {history}");
    let asked = question::Entity::find_by_id(1).one(test.db.read()).await.unwrap().unwrap();
    assert_eq!((asked.stance_no, asked.stance_depends), (0, 1));
    let letters = site.letters().await;
    assert_eq!(letters.iter().filter(|l| l.to.to_string() == "asker@example.org").count(), 2, "{letters:?}");
    let kept = revision::Entity::find().all(test.db.read()).await.unwrap();
    assert_eq!(kept.len(), 1);
    let record: serde_json::Value = serde_json::from_str(&kept[0].content).unwrap();
    assert_eq!(record["headline"], "Not that anybody has shown");
    assert_eq!(
        (&record["kind"], &record["source"], &record["stance"]),
        (&"answer".into(), &"local".into(), &"no".into())
    );
    assert_eq!(record["question"]["source"], "clinic");
}

#[db::test]
async fn a_change_of_looks_is_told_from_one_of_words_and_a_links_address_is_no_look(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.doctor("d0").await;
    let id = answered(&ann).await;
    let edit = format!("/answers/{id}/edit");
    let change = async |version: &str, text: &str| {
        ann.sent(&edit, &with(&[("version", version), ("text", text)])).await;
        site.get(&format!("/answers/{id}/history")).await.text()
    };
    change("0", "Read [this](https://example.org/one) and wait.").await;
    let same = change("1", "Read [this](https://example.org/one) and **wait**.").await;
    assert_eq!(same.matches("The words stayed.").count(), 1, "{same}");
    let led = change("2", "Read [this](https://example.org/two) and **wait**.").await;
    assert!(led.contains("two") && led.matches("The words stayed.").count() == 1, "{led}");
    assert!(!led.contains("[this]"), "{led}");
}

#[db::test]
async fn of_two_windows_none_overwrites_the_other(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.doctor("d0").await;
    let id = answered(&ann).await;
    let edit = format!("/answers/{id}/edit");
    ann.sent(&edit, &with(&[("text", "From the first window.")])).await;
    let twice = ann.post(&edit, &with(&[("text", "From the first window.")])).await;
    assert_eq!(twice.status, 303, "a second click changes nothing: {}", twice.text());
    let late = ann.post(&edit, &with(&[("text", "From the second window.")])).await;
    let text = late.text();
    assert_eq!(late.status, 422);
    assert!(text.contains("From the first window.") && text.contains("From the second window."), "{text}");
    assert!(text.contains("name=\"version\" value=\"1\""));
    assert_eq!(answers(&site).await[0].body, "From the first window.");
    let at_once = (
        with(&[("version", "1"), ("text", "One of two.")]),
        with(&[("version", "1"), ("text", "Two of two.")]),
    );
    let (one, two) = tokio::join!(ann.post(&edit, &at_once.0), ann.post(&edit, &at_once.1));
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
}

#[db::test]
async fn a_long_history_is_cut_into_pages_that_meet(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.doctor("d0").await;
    let id = answered(&ann).await;
    for version in 0..13 {
        let (version, text) = (version.to_string(), format!("Text number {version}."));
        ann.sent(&format!("/answers/{id}/edit"), &with(&[("version", &version), ("text", &text)])).await;
    }
    let first = site.get(&format!("/answers/{id}/history")).await.text();
    assert!(first.contains("Version 14<") || first.contains("Version 14 "), "{first}");
    assert!(
        first.contains("id=\"version-5\"")
            && !first.contains("id=\"version-4\"")
            && first.contains("history?from=4"),
        "{first}"
    );
    let second = site.get(&format!("/answers/{id}/history?from=4")).await.text();
    for n in 1..=4 {
        assert!(second.contains(&format!("id=\"version-{n}\"")), "{n}: {second}");
    }
    assert!(!second.contains("id=\"version-5\"") && !second.contains("history?from="));
    assert_eq!(site.get(&format!("/answers/{id}/history?from=-9")).await.status, 200);
}

#[db::test]
async fn a_withdrawn_answer_leaves_a_line_in_its_place_and_is_kept(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.doctor("d0").await;
    let id = answered(&ann).await;
    let withdraw = format!("/answers/{id}/withdraw");
    assert_eq!(ann.get(&withdraw).await.status, 200);
    assert_eq!(ann.post(&withdraw, &[("reason", " \u{200b}")]).await.status, 422);
    ann.sent(&withdraw, &[("reason", "I was wrong")]).await;
    let page = site.get(PAGE).await.text();
    assert!(
        page.contains("An answer was removed.") && !page.contains("Not that anybody has shown"),
        "{page}"
    );
    assert!(!page.contains("I was wrong"), "the reason is the author's own");
    assert_eq!(site.get(&format!("/answers/{id}/history")).await.status, 410);
    assert_eq!(ann.get(&format!("/answers/{id}/edit")).await.status, 410);
    assert_eq!(ann.post(&withdraw, &[("reason", "Again")]).await.status, 410);
    let again = ann.get("/questions/1/answer").await;
    assert!(again.text().contains("withdrawn or removed"));
    let (asked, doctor) = (
        question::Entity::find_by_id(1).one(test.db.read()).await.unwrap().unwrap(),
        doctor::Entity::find_by_id(1).one(test.db.read()).await.unwrap().unwrap(),
    );
    assert_eq!((asked.answer_count, doctor.answer_count), (0, 0));
    let kept = revision::Entity::find().all(test.db.read()).await.unwrap();
    assert_eq!((kept.len(), kept[0].reason.as_deref()), (1, Some("I was wrong")));
}

#[db::test]
async fn nobody_else_changes_an_answer(test: TestDb) {
    let site = clinic(&test).await;
    let (ann, bo) = (site.doctor("d0").await, site.doctor("d1").await);
    let id = answered(&ann).await;
    for path in [format!("/answers/{id}/edit"), format!("/answers/{id}/withdraw")] {
        assert_eq!(bo.get(&path).await.status, 404, "{path}");
        assert_eq!(bo.post(&path, &with(&[("reason", "Mine")])).await.status, 404, "{path}");
        assert_eq!(site.member(&format!("m{}", path.len())).await.get(&path).await.status, 403);
    }
    assert_eq!(answers(&site).await[0].body, "Hair grows on **as before**.");
}

#[db::test]
async fn who_is_verified_no_longer_withdraws_an_answer_and_does_not_rewrite_it(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.doctor("d0").await;
    let id = answered(&ann).await;
    site::credential::revoke(&site.app, "ann-ash-utrecht", Doubt::Mistake).await.unwrap();
    let edit = format!("/answers/{id}/edit");
    assert_eq!(ann.get(&edit).await.status, 403);
    assert_eq!(ann.post(&edit, &with(&[("text", "Said otherwise.")])).await.status, 403);
    assert_eq!(answers(&site).await[0].body, "Hair grows on **as before**.");
    let page = ann.get(PAGE).await.text();
    assert!(page.contains(&format!("/answers/{id}/withdraw")) && !page.contains(&edit), "{page}");
    ann.sent(&format!("/answers/{id}/withdraw"), &[("reason", "I was wrong")]).await;
    assert_eq!(answers(&site).await[0].state, State::Removed);
}

#[db::test]
async fn markup_in_a_version_stays_text(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.doctor("d0").await;
    let id = answered(&ann).await;
    let evil = "<script>alert(1)</script><img src=x onerror=alert(2)>";
    let fields = with(&[
        ("text", evil),
        ("headline", evil),
        ("see_someone", evil),
        ("interests", evil),
        ("correction", evil),
    ]);
    ann.sent(&format!("/answers/{id}/edit"), &fields).await;
    for path in [PAGE.to_owned(), format!("/answers/{id}/history")] {
        let text = site.get(&path).await.text();
        assert!(!text.contains("<script>alert") && !text.contains("<img src=x"), "{path}: {text}");
    }
}

#[db::test]
async fn a_note_that_looks_like_a_moderators_hides_nothing(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.doctor("d0").await;
    let id = answered(&ann).await;
    let changed = with(&[
        ("text", "Hair may grow **more slowly** for a while."),
        ("correction", "MODERATION: moderation: a slip"),
    ]);
    ann.sent(&format!("/answers/{id}/edit"), &changed).await;
    let history = site.get(&format!("/answers/{id}/history")).await.text();
    assert!(history.contains("Version 1") && history.contains("as before"), "{history}");
    assert!(history.contains("a slip") && !history.contains("A moderator took something out"));
}
