//! Closing an account, and that nothing of it is left.

use db::{
    TestDb,
    entity::account,
    sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter},
    value::{AccountRole, NoticeKind},
};
use site::index::{Keeper, step};

use super::{
    MARK, busy_doctor, busy_patient, clinic, is_in_files, leave, pages_with_the_mark, tables_with, traces,
    words_of_the_doctor,
};
use crate::harness::{Browser, Site};

/// Tables that keep the number of an account which is gone: what was decided and counted in public.
const KEPT: &[&str] = &["report", "appeal", "decision", "audit"];

#[db::test]
async fn a_patient_who_leaves_is_nowhere_any_more(test: TestDb) {
    let site = clinic(&test).await;
    let ann = busy_patient(&site).await;
    let account = site.account("ann-zanzibarine").await;
    let before = traces(&test).await;
    for table in ["account", "question", "question_detail", "review", "report", "draft"] {
        assert!(before.iter().any(|trace| trace.starts_with(&format!("{table}."))), "{table}: {before:?}");
    }
    assert!(pages_with_the_mark(&site).await.len() > 3, "the doctor's name and the review are public");
    leave(&site, &ann, "go").await;
    // What is left is the name of a doctor who has not left.
    let left: Vec<String> =
        traces(&test).await.into_iter().filter(|trace| !trace.starts_with("doctor.")).collect();
    assert!(left.is_empty(), "{left:#?}");
    let tables = tables_with(&test, account).await;
    assert!(tables.iter().all(|table| KEPT.contains(&table.as_str())), "{tables:?}");
    assert!(!pages_with_the_mark(&site).await.contains(&"/doctors/bo-birch-utrecht/reviews"));
    let gone = site.get("/questions/2").await;
    assert_eq!((gone.status.as_u16(), gone.text().matches("Its author").count()), (410, 1));
    assert!(gone.text().contains("Its author had it erased"));
    let reviews = site.get("/doctors/bo-birch-utrecht/reviews").await.text();
    assert!(reviews.contains("Its author had it erased"), "{reviews}");
}

#[db::test]
async fn a_doctor_who_leaves_is_nowhere_any_more(test: TestDb) {
    let site = clinic(&test).await;
    let doctor = busy_doctor(&site).await;
    let handed_in =
        [("kind", "degree"), ("issuer", "Zanzibarine University"), ("number", ""), ("jurisdiction", "NL")];
    doctor.sent("/account/credentials", &handed_in).await;
    let document = format!("%PDF-1.7 {MARK}");
    let sent = doctor.send_file("/account/credentials/1", "degree.pdf", document.as_bytes()).await;
    assert_eq!(sent.status, 303);
    assert!(is_in_files(&site.app.config.storage.data_dir), "the document");
    let (mut keeper, index) = (Keeper::default(), site::index::root(&site.app.config));
    step(&site.app, &mut keeper).await;
    assert!(is_in_files(&index), "the search index");
    // More happened before than is read at once.
    site.sql(
        "INSERT INTO content_change (tag, at)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT 4, 0 FROM n",
    )
    .await;
    leave(&site, &doctor, "go").await;
    for _ in 0..2 {
        step(&site.app, &mut keeper).await;
    }
    assert!(!is_in_files(&index), "what was taken out of the index is in none of its files");
    let left = traces(&test).await;
    assert!(left.is_empty(), "{left:#?}");
    assert!(pages_with_the_mark(&site).await.is_empty());
    assert!(!is_in_files(test.folder.path()), "the data folder, and on SQLite the files of the database");
    let page = site.get("/questions/1/can-it-make-hair-fall-out").await.text();
    assert!(page.contains("An answer was removed.") && page.contains("1 doctor answer<"), "{page}");
}

#[db::test]
async fn texts_that_stay_lead_to_nobody(test: TestDb) {
    let site = clinic(&test).await;
    let ann = site.member("ann").await;
    let words = "I wonder about the hair on my head, day and night.";
    ann.sent("/ask", &[("scope", "general"), ("title", words), ("body", words), ("version", "0")]).await;
    let path = ann.sent("/ask/send", &[("version", "1")]).await;
    let account = site.account("ann").await;
    leave(&site, &ann, "stay").await;
    assert!(site.get(&path).await.text().contains(words));
    assert!(tables_with(&test, account).await.is_empty());
    let doctor = busy_doctor(&site).await;
    leave(&site, &doctor, "stay").await;
    let page = site.get("/questions/1/can-it-make-hair-fall-out").await.text();
    assert!(page.contains("Name not given") && page.contains(&words_of_the_doctor()), "{page}");
    assert!(!page.contains("Zanzibarine Ash") && !page.contains("colleague agrees"));
    assert!(site.get("/doctors/zanzibarine-ash-utrecht").await.status == 404);
}

#[db::test]
async fn leaving_takes_a_choice_and_a_second_thought(test: TestDb) {
    let site = Site::of(&test).await;
    let ann = site.member("ann").await;
    for fields in
        [vec![], vec![("texts", "stay")], vec![("sure", "yes")], vec![("texts", "all"), ("sure", "yes")]]
    {
        assert_eq!(ann.post("/account/leave", &fields).await.status, 422, "{fields:?}");
    }
    assert!(ann.is_in().await);
    let admin = site.person("admin", AccountRole::Administrator).await;
    let sure = [("texts", "stay"), ("sure", "yes")];
    let refused = admin.post("/account/leave", &sure).await;
    assert!(refused.status == 422 && refused.text().contains("only administrator"));
    site.person("other", AccountRole::Administrator).await;
    assert_eq!(admin.sent("/account/leave", &sure).await, "/farewell");
    site.later(3600);
    assert_eq!(ann.sent("/account/leave", &sure).await, "/sign-in?next=/account");
}

#[db::test]
async fn letters_in_the_folder_go_as_well(test: TestDb) {
    clinic(&test).await;
    let site = Site::with_letters_in_a_folder(&test).await;
    let ann = busy_patient(&site).await;
    site.tells("ann-zanzibarine", NoticeKind::Security, "/account").await;
    site.letters().await;
    let folder = site.app.config.storage.data_dir.clone();
    assert!(is_in_files(&folder), "a letter to her");
    site.tells("ann-zanzibarine", NoticeKind::Security, "/account").await;
    leave(&site, &ann, "go").await;
    assert!(!is_in_files(&folder), "not the letter that waited either");
}

#[db::test]
async fn of_two_administrators_who_leave_at_once_one_stays(test: TestDb) {
    let site = Site::of(&test).await;
    let ada = site.person("ada", AccountRole::Administrator).await;
    let bea = site.person("bea", AccountRole::Administrator).await;
    let sure = [("texts", "go"), ("sure", "yes")];
    let (one, other) = tokio::join!(ada.post("/account/leave", &sure), bea.post("/account/leave", &sure));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    let left = account::Entity::find().filter(account::Column::Role.eq(AccountRole::Administrator));
    assert_eq!(left.count(test.db.read()).await.unwrap(), 1);
    assert!(ada.is_in().await != bea.is_in().await);
}

/// What each of these people sees the mark on.
async fn seen_by(people: &[(&str, &Browser<'_>, Vec<String>)]) -> Vec<String> {
    let mut seen = Vec::new();
    for (who, browser, paths) in people {
        for path in paths {
            let page = browser.get(path).await;
            assert!(page.status.as_u16() < 500, "{who} at {path}");
            if page.text().to_lowercase().contains(MARK) {
                seen.push(format!("{who} at {path}"));
            }
        }
    }
    seen
}

#[db::test]
async fn erased_words_are_on_no_page_of_anybody_else(test: TestDb) {
    let site = clinic(&test).await;
    // Of the doctor whose name is the mark nothing is to be seen here.
    site.sql(
        "UPDATE doctor SET name = 'Ann Ash', slug = 'ann-ash' WHERE name IS NOT NULL AND external_id = 'd0'",
    )
    .await;
    let ann = busy_patient(&site).await;
    let colleague = site.doctor("d1").await;
    let mo = site.person("mo", AccountRole::Moderator).await;
    let max = site.person("max", AccountRole::Moderator).await;
    let ed = site.person("ed", AccountRole::Editor).await;
    let ada = site.person("ada", AccountRole::Administrator).await;
    let bob = site.member("bob").await;
    bob.sent("/report/question/2", &[("reason", "rude"), ("words", "I do not like it.")]).await;
    bob.sent("/report/review/1", &[("reason", "rude")]).await;
    mo.sent("/moderation/question/2/lock", &[("reason", "settled"), ("note", "Enough of zanzibarine.")])
        .await;
    ann.sent("/decisions/1/appeal", &[("words", "Zanzibarine matters.")]).await;
    ann.sent(
        "/doctors/ann-ash/claim",
        &[("kind", "licence"), ("issuer", "Zanzibarine Board"), ("number", "Z-1"), ("note", "zanzibarine")],
    )
    .await;
    site.letters().await;
    let paths = |some: &[&str]| some.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>();
    let moderation = paths(&[
        "/moderation", "/moderation/question/2", "/moderation/review/1", "/moderation/answer/1", "/appeals",
        "/appeals/1", "/reviews/disputes", "/questions/2", "/questions/2/x", "/questions/2/asker",
    ]);
    let people = [
        (
            "the colleague",
            &colleague,
            paths(&[
                "/inbox", "/account/notices", "/questions", "/reviews/1", "/questions/2",
                "/answers/1/history",
            ]),
        ),
        ("mo", &mo, moderation.clone()),
        ("max", &max, moderation.clone()),
        ("ed", &ed, paths(&["/credentials", "/credentials/1", "/credentials/1/1"])),
        ("ada", &ada, [moderation, paths(&["/audit", "/credentials"])].concat()),
        (
            "bob",
            &bob,
            paths(&["/account/notices", "/decisions/1", "/questions/2", "/doctors/bo-birch-utrecht/reviews"]),
        ),
    ];
    let before = seen_by(&people).await;
    for expected in [
        "mo at /moderation/question/2",
        "max at /appeals/1",
        "ed at /credentials/1/1",
        "bob at /doctors/bo-birch-utrecht/reviews",
    ] {
        assert!(before.iter().any(|seen| seen == expected), "{expected}: {before:#?}");
    }
    assert!(!pages_with_the_mark(&site).await.is_empty(), "and these are kept from now on");
    leave(&site, &ann, "go").await;
    let after = seen_by(&people).await;
    assert!(after.is_empty(), "{after:#?}");
    let kept = pages_with_the_mark(&site).await;
    assert!(kept.is_empty(), "{kept:?}");
    for path in ["/doctors/ann-ash", "/feeds/doctors/bo-birch-utrecht.atom", "/sitemap.xml"] {
        assert!(!site.get(path).await.text().to_lowercase().contains(MARK), "{path}");
    }
}
