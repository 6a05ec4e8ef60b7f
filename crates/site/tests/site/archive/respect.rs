//! An archive that comes again, changed, after people here decided on what it had brought.

use db::{
    TestDb,
    entity::{agreement, citation, credential, doctor},
    sea_orm::{ColumnTrait, EntityTrait, QueryFilter},
    value::{AccountRole, State, Verdict},
};
use site::archive::{ImportOptions, ImportReport};

use super::{NOW, export, import, import_with, of_kind};
use crate::{
    harness::Site,
    moderation::{answer, decide, question, review},
};

pub(super) const BROUGHT: &str = r#"{"kind":"source","id":"clinic","name":"Clinic archive"}
{"kind":"topic","id":"hair","name":"Hair","topic_kind":"body_area"}
{"kind":"topic","id":"skin","name":"Skin","topic_kind":"body_area"}
{"kind":"doctor","source":"clinic","id":"d0","slug":"ann-ash","name":"Ann Ash","city":"Utrecht"}
{"kind":"doctor","source":"clinic","id":"d1","slug":"bo-birch","name":"Bo Birch","city":"Leiden"}
{"kind":"credential","source":"clinic","id":"c0","doctor":"d0","issuer":"Example Register","credential_kind":"licence","verified_at":"2020-01-01T00:00:00Z"}
{"kind":"credential","source":"clinic","id":"c1","doctor":"d1","issuer":"Example Register","credential_kind":"licence","verified_at":"2020-01-01T00:00:00Z"}
{"kind":"review","source":"clinic","id":"r1","doctor":"d0","stars":2,"text":"My neighbour Bea Brook was there too.","reviewed_at":"2024-01-02T00:00:00Z"}
{"kind":"question","source":"clinic","id":"q1","title":"Can it make hair fall out?","body":"I wonder.","topics":["hair"]}
{"kind":"question","source":"clinic","id":"q2","title":"Does hair fall out of it?","body":"I wonder too.","topics":["hair"]}
{"kind":"answer","source":"clinic","id":"q1/d0","question":"q1","doctor":"d0","headline":"No","body":"It does not.","stance":"no","stance_source":"stated"}
{"kind":"answer","source":"clinic","id":"q2/d1","question":"q2","doctor":"d1","headline":"Yes","body":"It does.","stance":"yes","stance_source":"stated"}
{"kind":"citation","source":"clinic","id":"x1","answer":"q1/d0","scheme":"pmid","identifier":"27843928","title":"A case series"}
{"kind":"agreement","source":"clinic","id":"g1","answer":"q1/d0","doctor":"d1","verdict":"agree"}
"#;

async fn brought(test: &TestDb) -> Site {
    assert_eq!(import(&test.db, BROUGHT).await.totals.refused, 0);
    Site::of(test).await
}

/// Brings the archive in again after some changes, twice, and gives the first report with its list.
async fn again(test: &TestDb, changes: &[(&str, &str)]) -> (ImportReport, String) {
    let changed = changes.iter().fold(BROUGHT.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    let list = test.folder.path().join("kept");
    let options = ImportOptions { kept: Some(list.clone()), ..ImportOptions::at(NOW) };
    let report = import_with(&test.db, &changed, &options).await;
    assert_eq!(report.totals.refused, 0);
    let told = std::fs::read_to_string(&list).unwrap_or_default();
    assert_eq!(told.lines().count() as u64, report.totals.kept, "each is told: {told}");
    assert_eq!(report.kept_list.is_some(), report.totals.kept > 0);
    let before = export(&test.db).await;
    let twice = import(&test.db, &changed).await;
    assert_eq!((twice.totals.added, twice.totals.changed, twice.totals.refused), (0, 0, 0));
    assert_eq!(export(&test.db).await, before, "the same archive changes nothing any more");
    (report, told)
}

#[db::test]
async fn what_nobody_decided_on_comes_in(test: TestDb) {
    brought(&test).await;
    let (report, _) = again(
        &test,
        &[("I wonder.", "I do wonder."), ("Ann Ash", "Anne Ash"), ("A case series", "A series")],
    )
    .await;
    assert_eq!((report.totals.changed, report.totals.kept), (3, 0));
}

#[db::test]
async fn a_moderators_decision_on_a_question_stays(test: TestDb) {
    let site = brought(&test).await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let (q1, q2) = (question(&test, "q1").await, question(&test, "q2").await);
    decide(&mo, &format!("question/{}", q1.id), "lock", &[("reason", "settled")]).await;
    decide(&mo, &format!("question/{}", q1.id), "move", &[("reason", "wrong_topic"), ("topics", "skin")])
        .await;
    let edit = [("reason", "personal_data"), ("title", "Does hair fall?"), ("text", "I do.")];
    decide(&mo, &format!("question/{}", q2.id), "edit", &edit).await;
    let (report, told) = again(
        &test,
        &[
            (
                r#""body":"I wonder.","topics":["hair"]"#,
                r#""body":"I wonder much.","topics":["hair","skin"],"locked":"off_topic""#,
            ),
            (r#""body":"I wonder too."#, r#""country":"NL","body":"I wonder as well."#),
        ],
    )
    .await;
    assert_eq!((report.totals.changed, report.totals.kept), (2, 2), "{told}");
    assert!(told.contains("as it was changed here: locked, topics"), "{told}");
    assert!(told.contains("\"line\":10") && told.contains("title, body, edited_for, updated_at"), "{told}");
    let (q1, q2) = (question(&test, "q1").await, question(&test, "q2").await);
    assert_eq!((q1.locked.as_deref(), q1.body.as_str()), (Some("settled"), "I wonder much."));
    assert_eq!((q2.title.as_str(), q2.body.as_str()), ("Does hair fall?", "I do."));
    assert_eq!((q2.edited_for.as_deref(), q2.country.as_deref()), (Some("personal_data"), Some("NL")));
    let text = export(&test.db).await;
    assert!(of_kind(&text, "question")[0].contains(r#""topics":["skin"]"#), "{text}");
}

#[db::test]
async fn what_was_removed_or_shown_again_here_stays_so(test: TestDb) {
    let site = brought(&test).await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let (asked, given, said) =
        (question(&test, "q1").await.id, answer(&test, "q2/d1").await.id, review(&test, "r1").await.id);
    for (thing, reason) in [("question", "off_topic"), ("answer", "unsafe"), ("review", "spam")] {
        let id = match thing {
            "question" => asked,
            "answer" => given,
            _ => said,
        };
        decide(&mo, &format!("{thing}/{id}"), "remove", &[("reason", reason)]).await;
    }
    decide(&mo, &format!("question/{asked}"), "restore", &[("reason", "mistake")]).await;
    let (report, told) = again(
        &test,
        &[
            (r#""body":"I wonder.""#, r#""body":"I wonder.","state":"removed","state_reason":"spam""#),
            (r#""body":"It does.""#, r#""body":"It does!""#),
            ("Bea Brook was", "Bea Brook sat"),
        ],
    )
    .await;
    assert_eq!((report.totals.changed, report.totals.unchanged, report.totals.kept), (2, 12, 3), "{told}");
    assert_eq!(question(&test, "q1").await.state, State::Published);
    let (given, said) = (answer(&test, "q2/d1").await, review(&test, "r1").await);
    assert_eq!((given.state, given.state_reason.as_deref()), (State::Removed, Some("unsafe")));
    assert_eq!((said.state, said.state_reason.as_deref()), (State::Removed, Some("spam")));
    assert!(given.body == "It does!" && said.text.contains("sat"), "the words came in");
}

#[db::test]
async fn questions_that_were_joined_here_stay_joined(test: TestDb) {
    let site = brought(&test).await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let (from, into) = (question(&test, "q2").await.id, question(&test, "q1").await.id);
    let fields = [("reason", "duplicate"), ("into", &*into.to_string())];
    decide(&mo, &format!("question/{from}"), "merge", &fields).await;
    let (report, told) = again(
        &test,
        &[("I wonder too.", "I wonder, too."), (r#""body":"It does.""#, r#""body":"It does!""#)],
    )
    .await;
    assert_eq!((report.totals.changed, report.totals.kept), (2, 2), "{told}");
    let joined = question(&test, "q2").await;
    assert_eq!(
        (joined.state, joined.merged_into, joined.body.as_str()),
        (State::Removed, Some(into), "I wonder, too.")
    );
    let moved = answer(&test, "q2/d1").await;
    assert_eq!((moved.question_id, moved.body.as_str()), (into, "It does!"));
    assert_eq!(question(&test, "q1").await.answer_count, 2);
}

#[db::test]
async fn a_dispute_and_a_reply_stay(test: TestDb) {
    let site = brought(&test).await;
    let (ann, mo) = (site.doctor("d0").await, site.person("mo", AccountRole::Moderator).await);
    let id = review(&test, "r1").await.id;
    let reply = [("reply", "We cannot speak of any visit."), ("warned", "yes")];
    ann.sent(&format!("/reviews/{id}/reply"), &reply).await;
    let words = [("reason", "false"), ("words", "Our own records show another course.")];
    ann.sent(&format!("/reviews/{id}/dispute"), &words).await;
    let dated = r#""reviewed_at":"2024-01-02T00:00:00Z""#;
    let stars = (r#""stars":2"#, r#""stars":3"#);
    let replied = r#""reviewed_at":"2024-01-02T00:00:00Z","reply":"Hm.""#;
    let (report, told) = again(&test, &[stars, (dated, replied)]).await;
    assert_eq!((report.totals.changed, report.totals.kept), (1, 1), "{told}");
    let held = review(&test, "r1").await;
    assert_eq!((held.stars, held.text_held.as_deref()), (3, Some("disputed")));
    assert!(held.reply.unwrap().contains("any visit") && held.replied_at.is_some());
    let outcome = [("outcome", "words"), ("reason", "false")];
    mo.sent(&format!("/reviews/{id}/dispute/decision"), &outcome).await;
    let (report, told) = again(&test, &[stars, (dated, r#""reviewed_at":"2024-01-03T00:00:00Z""#)]).await;
    assert_eq!((report.totals.changed, report.totals.kept), (1, 1), "{told}");
    assert_eq!(review(&test, "r1").await.text_held.as_deref(), Some("false"));
}

#[db::test]
async fn what_a_doctor_wrote_and_took_back_stays(test: TestDb) {
    let site = brought(&test).await;
    let (ann, bo) = (site.doctor("d0").await, site.doctor("d1").await);
    let (first, second) = (answer(&test, "q1/d0").await.id, answer(&test, "q2/d1").await.id);
    let own = [
        ("version", "0"),
        ("headline", "Not that anybody has shown"),
        ("text", "Hair grows on as before."),
        ("stance", "depends"),
        ("see_someone", "it falls out in patches"),
        ("interests", ""),
        ("citations", "https://example.org/study"),
        ("correction", "I read more"),
        ("accepted", "yes"),
        ("act", "publish"),
    ];
    ann.sent(&format!("/answers/{first}/edit"), &own).await;
    bo.sent(&format!("/answers/{second}/withdraw"), &[("reason", "I was wrong"), ("sure", "yes")]).await;
    let (report, told) = again(
        &test,
        &[
            (r#""body":"It does not.""#, r#""body":"It did not.""#),
            (r#""body":"It does.""#, r#""body":"It did.""#),
            (r#""city":"Utrecht""#, r#""city":"Amsterdam""#),
        ],
    )
    .await;
    // The source of the answer that the doctor took out does not come back either.
    assert_eq!((report.totals.changed, report.totals.kept), (0, 4), "{told}");
    let (first, second) = (answer(&test, "q1/d0").await, answer(&test, "q2/d1").await);
    assert_eq!(
        (first.body.as_str(), first.correction.as_deref()),
        ("Hair grows on as before.", Some("I read more"))
    );
    assert_eq!((second.state, second.state_reason.as_deref()), (State::Removed, Some("withdrawn")));
    let sources = citation::Entity::find().all(test.db.read()).await.unwrap();
    assert_eq!(
        sources.iter().map(|row| row.identifier.as_str()).collect::<Vec<_>>(),
        ["https://example.org/study"]
    );
    let profile = doctor::Entity::find().filter(doctor::Column::ExternalId.eq("d0"));
    assert_eq!(profile.one(test.db.read()).await.unwrap().unwrap().city.as_deref(), Some("Utrecht"));
}

#[db::test]
async fn a_mark_that_was_changed_or_taken_back_stays_so(test: TestDb) {
    let site = brought(&test).await;
    let bo = site.doctor("d1").await;
    let path = format!("/answers/{}/agreement", answer(&test, "q1/d0").await.id);
    bo.sent(&path, &[("verdict", "disagree"), ("text", "I have seen one that did.")]).await;
    let caveat = (r#""verdict":"agree""#, r#""verdict":"caveat","text":"Mostly.""#);
    let (report, _) = again(&test, &[caveat]).await;
    assert_eq!((report.tally.changed.of("agreement"), report.tally.kept.of("agreement")), (0, 1));
    let marks = agreement::Entity::find().all(test.db.read()).await.unwrap();
    assert_eq!(marks.iter().map(|mark| mark.verdict).collect::<Vec<_>>(), [Verdict::Disagree]);
    bo.sent(&path, &[("verdict", "none"), ("text", "")]).await;
    let (report, _) = again(&test, &[]).await;
    assert_eq!((report.tally.added.of("agreement"), report.tally.kept.of("agreement")), (0, 1));
    assert!(agreement::Entity::find().all(test.db.read()).await.unwrap().is_empty());
}

#[db::test]
async fn what_an_editor_found_of_a_credential_stays(test: TestDb) {
    let site = brought(&test).await;
    let found = || async {
        let all = credential::Entity::find().filter(credential::Column::ExternalId.eq("c0"));
        all.one(test.db.read()).await.unwrap().unwrap()
    };
    let row = found().await;
    site.sql(&format!("UPDATE credential SET revoked_at = 1700000000 WHERE id = {}", row.id)).await;
    site.sql(&format!(
        "INSERT INTO credential_event (doctor_id, credential_id, credential_kind, what, at, reason) \
         VALUES ({}, {}, 'licence', 'revoked', 1700000000, 'taken_back')",
        row.doctor_id, row.id
    ))
    .await;
    let longer = (r#""verified_at":"2020-01-01T00:00:00Z""#, r#""verified_at":"2021-01-01T00:00:00Z""#);
    let (report, _) = again(&test, &[longer]).await;
    assert_eq!((report.tally.changed.of("credential"), report.tally.kept.of("credential")), (1, 1));
    assert_eq!(found().await.revoked_at, Some(1_700_000_000));
}

#[db::test]
async fn what_a_doctor_had_erased_does_not_come_back(test: TestDb) {
    let site = brought(&test).await;
    let ann = site.doctor("d0").await;
    assert_eq!(ann.sent("/account/leave", &[("texts", "go"), ("sure", "yes")]).await, "/farewell");
    let (report, told) = again(
        &test,
        &[("Ann Ash", "Anne Ash"), ("It does not.", "It did not."), ("A case series", "A series")],
    )
    .await;
    assert_eq!((report.totals.added, report.totals.changed), (0, 0), "{told}");
    assert!(report.totals.kept >= 4 && told.contains("had it erased here"), "{told}");
    let text = export(&test.db).await;
    for gone in ["Anne", "Ash", "It did not.", "A series", "\"c0\""] {
        assert!(!text.contains(gone), "{gone} came back: {text}");
    }
}

#[db::test]
async fn an_export_of_this_site_changes_nothing_whatever_was_decided(test: TestDb) {
    let site = brought(&test).await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let (q1, q2) = (question(&test, "q1").await.id, question(&test, "q2").await.id);
    let edit = [("reason", "personal_data"), ("title", "Does hair fall?"), ("text", "I do.")];
    decide(&mo, &format!("question/{q1}"), "edit", &edit).await;
    decide(&mo, &format!("question/{q2}"), "remove", &[("reason", "off_topic")]).await;
    let text = export(&test.db).await;
    let report = import(&test.db, &text).await;
    assert_eq!((report.totals.changed, report.totals.kept, report.totals.refused), (0, 0, 0));
    assert_eq!(
        report.tally.added.total(),
        report.tally.added.of("source"),
        "but for the name of this very site"
    );
    let after = export(&test.db).await;
    for kind in ["doctor", "review", "question", "answer", "citation", "agreement"] {
        assert_eq!(of_kind(&after, kind), of_kind(&text, kind));
    }
    assert_eq!(of_kind(&after, "revision").len(), 1);
}

#[db::test]
async fn a_dry_run_tells_what_would_stay_and_changes_nothing(test: TestDb) {
    let site = brought(&test).await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let id = question(&test, "q1").await.id;
    decide(&mo, &format!("question/{id}"), "remove", &[("reason", "off_topic")]).await;
    let before = export(&test.db).await;
    let options = ImportOptions { dry_run: true, ..ImportOptions::at(NOW) };
    let report = import_with(&test.db, &BROUGHT.replace("I wonder.", "I do wonder."), &options).await;
    assert_eq!((report.totals.changed, report.totals.kept, report.totals.refused), (1, 1, 0));
    assert_eq!(export(&test.db).await, before);
}

#[db::test]
async fn questions_never_lead_in_a_circle(test: TestDb) {
    brought(&test).await;
    let joined = |from: &str, into: &str| {
        format!(
            r#"{{"kind":"question","source":"clinic","id":"{from}","title":"T","body":"","state":"removed","state_reason":"duplicate","merged_into":"{into}"}}"#
        )
    };
    let report = import(&test.db, &format!("{}\n{}\n", joined("q1", "q2"), joined("q2", "q1"))).await;
    assert_eq!((report.totals.changed, report.totals.refused), (1, 1));
    let report = import(&test.db, &joined("q2", "q1")).await;
    assert_eq!(report.totals.refused, 1);
}
