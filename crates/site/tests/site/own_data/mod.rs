//! Taking one's own data home, and leaving without a trace.

mod at_once;
mod full;
mod leave;
mod moderated;
mod put_back;
mod take_home;

use std::path::Path;

use db::{
    TestDb,
    sea_orm::{ColumnTrait, EntityTrait, QueryFilter},
};

use crate::harness::{Browser, Clinic, Site};

/// Stands in everything that somebody writes here, and nowhere else.
const MARK: &str = "zanzibarine";

/// Two verified doctors and a question.
async fn clinic(test: &TestDb) -> Site {
    let mut clinic = Clinic::new();
    for (id, name) in [("d0", "Zanzibarine Ash"), ("d1", "Bo Birch")] {
        clinic.doctor(id, Some(name));
        clinic.credential(id, "2039-01-01T00:00:00Z");
    }
    clinic.doctor("d2", Some("Cy Cedar"));
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
    as_a_patient(&ann).await;
    ann
}

/// Asks, adds, thanks, reviews, reports and begins to write once more.
async fn as_a_patient(ann: &Browser<'_>) {
    let words = words();
    let form = [
        ("scope", "about_me"),
        ("title", words.as_str()),
        ("body", words.as_str()),
        ("duration", "zanzibarine weeks"),
        ("medication", "zanzibarine drops"),
        ("tried", "zanzibarine tea"),
        ("different", "zanzibarine too"),
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

fn words_of_the_doctor() -> String {
    format!("It has nothing to do with {MARK} or its kin.")
}

/// The owner of the first profile, who answers, marks a colleague's answer and writes of themselves.
async fn busy_doctor<'a>(site: &'a Site) -> Browser<'a> {
    let doctor = site.doctor("d0").await;
    as_a_doctor(site, &doctor).await;
    doctor
}

/// Answers, marks a colleague's answer, and replies to a review.
async fn as_a_doctor(site: &Site, doctor: &Browser<'_>) {
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
    let reviews = db::entity::review::Entity::find().filter(db::entity::review::Column::Stars.eq(4));
    let review = reviews.one(site.app.db.read()).await.unwrap().unwrap().id;
    let reply = [("reply", words.as_str()), ("warned", "yes")];
    doctor.sent(&format!("/reviews/{review}/reply"), &reply).await;
}
