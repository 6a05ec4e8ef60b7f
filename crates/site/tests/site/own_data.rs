//! Taking one's own data home, and leaving without a trace.

use std::path::Path;

use db::{Target, TestDb, sea_orm::EntityTrait, value::AccountRole};
use serde_json::Value;

use crate::harness::{Browser, Clinic, Site};

/// Stands in everything that somebody writes here, and nowhere else.
const MARK: &str = "zanzibarine";

/// Tables that keep the number of an account which is gone: what was decided and counted in public.
const KEPT: &[&str] = &["report", "appeal", "decision", "audit"];

/// Two verified doctors and a question.
async fn clinic(test: &TestDb) -> Site {
    let mut clinic = Clinic::new();
    for (id, name) in [("d0", "Zanzibarine Ash"), ("d1", "Bo Birch")] {
        clinic.doctor(id, Some(name));
        clinic.credential(id, "2039-01-01T00:00:00Z");
    }
    clinic.question("q1", "Can it make hair fall out?");
    clinic.answer("q1", "d1", "no");
    clinic.open(&test.db).await;
    Site::of(test).await
}

/// Words with the mark in them, long enough for every form.
fn words() -> String {
    format!("I wonder about the {MARK} on my head, day and night.")
}

/// Somebody who asks, adds, thanks, reviews, reports and begins to write once more.
async fn busy_patient<'a>(site: &'a Site) -> Browser<'a> {
    let ann = site.member("ann-zanzibarine").await;
    let words = words();
    let form = [
        ("scope", "about_me"),
        ("title", words.as_str()),
        ("body", words.as_str()),
        ("duration", "zanzibarine weeks"),
        ("medication", "zanzibarine drops"),
        ("tried", "zanzibarine tea"),
        ("version", "0"),
    ];
    ann.sent("/ask", &form).await;
    let path = ann.sent("/ask/send", &[("version", "1")]).await;
    let id = path.split('/').nth(2).unwrap();
    ann.sent(&format!("/questions/{id}/details"), &[("details", words.as_str())]).await;
    ann.sent("/answers/1/thanks", &[("thanks", "yes")]).await;
    let review = [
        ("stars", "2"),
        ("title", "Zanzibarine"),
        ("text", words.as_str()),
        ("treatment", "zanzibarine"),
        ("month", "2026-05"),
        ("relationship", "patient"),
        ("version", "0"),
    ];
    ann.sent("/doctors/bo-birch-utrecht/review", &review).await;
    ann.sent("/report/answer/1", &[("reason", "rude"), ("words", words.as_str())]).await;
    ann.sent("/ask", &form).await;
    ann
}

async fn leave(site: &Site, who: &Browser<'_>, texts: &str) {
    assert_eq!(who.sent("/account/leave", &[("texts", texts), ("sure", "yes")]).await, "/farewell");
    site.letters().await;
    site.later(2);
    site.letters().await;
    assert!(!who.is_in().await);
}

/// Where the mark still stands in the database.
async fn traces(test: &TestDb) -> Vec<String> {
    let mut traces = Vec::new();
    for (table, columns) in test.tables().await {
        for column in columns {
            let text = test.column(&table, &column).await.to_lowercase();
            traces.extend(
                text.split("\n\n")
                    .filter(|one| one.contains(MARK))
                    .map(|one| format!("{table}.{column}: {one}")),
            );
        }
    }
    traces
}

fn is_in_files(folder: &Path) -> bool {
    std::fs::read_dir(folder).unwrap().flatten().any(|entry| {
        if entry.path().is_dir() {
            return is_in_files(&entry.path());
        }
        let bytes = std::fs::read(entry.path()).unwrap().to_ascii_lowercase();
        bytes.windows(MARK.len()).any(|some| some == MARK.as_bytes())
    })
}

/// The tables in which an account still stands.
async fn tables_with(test: &TestDb, account: i64) -> Vec<String> {
    let mut found = Vec::new();
    for (table, columns) in test.tables().await {
        for column in columns.iter().filter(|name| name.ends_with("account_id") || *name == "actor_id") {
            let rows = test.column(&table, column).await;
            if rows.split("\n\n").any(|row| row == account.to_string()) {
                found.push(table.clone());
            }
        }
    }
    found
}

const PAGES: &[&str] = &[
    "/",
    "/questions",
    "/questions?sort=unanswered",
    "/questions/1/can-it-make-hair-fall-out",
    "/topics/hair-loss",
    "/doctors",
    "/doctors/bo-birch-utrecht",
    "/doctors/bo-birch-utrecht/reviews",
    "/feeds/questions.atom",
    "/feeds/topics/hair-loss.atom",
    "/transparency",
    "/sitemaps/questions-1.xml",
    "/sitemaps/doctors-1.xml",
];

async fn pages_with_the_mark(site: &Site) -> Vec<&'static str> {
    let mut found = Vec::new();
    for path in PAGES {
        let page = site.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        if page.text().to_lowercase().contains(MARK) {
            found.push(*path);
        }
    }
    found
}

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
    assert_eq!(site.get("/questions/2").await.status, 410);
    let reviews = site.get("/doctors/bo-birch-utrecht/reviews").await.text();
    assert!(reviews.contains("Its author had it erased"), "{reviews}");
}

#[db::test]
async fn a_doctor_who_leaves_is_nowhere_any_more(test: TestDb) {
    let site = clinic(&test).await;
    let doctor = busy_doctor(&site).await;
    leave(&site, &doctor, "go").await;
    let left = traces(&test).await;
    assert!(left.is_empty(), "{left:#?}");
    assert!(pages_with_the_mark(&site).await.is_empty());
    if let Target::File(path) = &test.target {
        assert!(!is_in_files(path.parent().unwrap()), "the files of the database and the data folder");
    }
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

fn words_of_the_doctor() -> String {
    format!("It has nothing to do with {MARK} or its kin.")
}

/// The owner of the first profile, who answers, marks a colleague's answer and writes of themselves.
async fn busy_doctor<'a>(site: &'a Site) -> Browser<'a> {
    let doctor = site.doctor("d0").await;
    let words = words_of_the_doctor();
    let answer = [
        ("version", "0"),
        ("headline", "Zanzibarine is not it"),
        ("text", words.as_str()),
        ("stance", "no"),
        ("see_someone", "zanzibarine grows"),
        ("interests", "zanzibarine shares"),
        ("citations", "https://example.org/zanzibarine"),
        ("accepted", "yes"),
        ("act", "publish"),
    ];
    doctor.sent("/questions/1/answer", &answer).await;
    doctor.sent("/answers/1/agreement", &[("verdict", "caveat"), ("text", words.as_str())]).await;
    let visitor = site.member("visitor").await;
    let review = [
        ("stars", "4"),
        ("text", "Quick and kind, and never in a hurry."),
        ("month", "2026-05"),
        ("relationship", "patient"),
        ("version", "0"),
    ];
    visitor.sent("/doctors/zanzibarine-ash-utrecht/review", &review).await;
    let review = db::entity::review::Entity::find().one(site.app.db.read()).await.unwrap().unwrap().id;
    let reply = [("reply", words.as_str()), ("warned", "yes")];
    doctor.sent(&format!("/reviews/{review}/reply"), &reply).await;
    doctor
}

#[db::test]
async fn everything_about_oneself_can_be_taken_home(test: TestDb) {
    let site = clinic(&test).await;
    let ann = busy_patient(&site).await;
    let answered = ann.get("/account/data.zip").await;
    assert_eq!((answered.status.as_u16(), answered.header("content-type")), (200, "application/zip"));
    assert!(answered.header("content-disposition").starts_with("attachment"));
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(answered.bytes)).unwrap();
    let mut read = |name: &str| -> Value {
        let file = zip.by_name(&format!("{name}.json")).unwrap();
        serde_json::from_reader(file).unwrap()
    };
    assert_eq!(read("account")[0]["email"], "ann-zanzibarine@example.org");
    assert!(read("account")[0].get("password_hash").is_none());
    for part in ["questions", "details", "drafts", "reviews", "reports"] {
        assert!(read(part).to_string().contains(MARK), "{part}");
    }
    assert_eq!(read("thanks").as_array().unwrap().len(), 1);
    assert_eq!(read("sessions").as_array().unwrap().len(), 1);
    let bob = site.member("bob").await;
    let other = bob.get("/account/data.zip").await;
    assert!(!String::from_utf8_lossy(&other.bytes).contains(MARK));
    site.later(3600);
    assert_eq!(bob.get("/account/data.zip").await.status, 303, "only after signing in a moment ago");
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
