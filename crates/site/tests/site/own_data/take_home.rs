//! The archive of one's own data: all of it, and nothing of anybody else's.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
};

use db::TestDb;
use serde_json::Value;

use super::{MARK, busy_patient, clinic, full};
use crate::harness::{Answered, Browser, Clinic, NOW, Site};

/// Tables with nothing of anybody, or nothing that could be handed out.
const LEFT_OUT: &[(&str, &str)] = &[
    ("source", "archives"),
    ("specialty", "the vocabulary"),
    ("topic", "the vocabulary"),
    ("site_state", "of the site"),
    ("content_change", "numbers for caches"),
    ("reported", "counts of reports"),
    ("job", "letters on their way, with the links in them; what caused them is handed out"),
    ("seaql_migrations", "of the site"),
];

/// Columns that are in no file: secrets, and what is somebody else's.
const SECRET: &[(&str, &str)] = &[
    ("account", "password_hash"),
    ("account", "totp_secret"),
    ("account", "totp_step"),
    ("session", "token_hash"),
    ("recovery_code", "code_hash"),
    ("mail_token", "token_hash"),
    ("mail_token", "payload"),
    ("unsubscribe", "token"),
    ("audit", "previous"),
    ("audit", "hash"),
    ("claim", "judged_by"),
    ("claim", "resembles_id"),
    ("claimed_credential", "judged_by"),
    ("claimed_credential", "file"),
    ("credential", "verified_by"),
    ("decision", "undo"),
    ("appeal", "settled_by"),
    ("review", "reply_html"),
    ("review_dispute", "judge_id"),
];

/// Files of numbers and codes alone.
const WORDLESS: &[&str] = &[
    "sessions",
    "recovery-codes",
    "account-log",
    "letters",
    "letter-ends",
    "followed",
    "thanks",
    "report-outcomes",
    "asked",
    "question-topics",
    "reviewed",
    "review-disputes",
    "profile-owner",
    "credential-log",
    "answer-terms",
    "passed",
    "snoozed",
    "staff-log",
    "staff-queue",
    "staff-disputes",
    "staff-claims",
    "marks-received-without-words",
];

/// The archive, file by file.
struct Taken(BTreeMap<String, Vec<u8>>);

impl Taken {
    async fn by(browser: &Browser<'_>) -> Self {
        Self::of(&browser.get("/account/data.zip").await)
    }

    fn of(answered: &Answered) -> Self {
        assert_eq!((answered.status.as_u16(), answered.header("content-type")), (200, "application/zip"));
        assert_eq!(answered.header("content-length"), answered.bytes.len().to_string());
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&answered.bytes)).unwrap();
        let mut files = BTreeMap::new();
        for at in 0..zip.len() {
            let mut file = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            files.insert(file.name().unwrap().into_owned(), bytes);
        }
        Self(files)
    }

    fn json(&self, name: &str) -> Value {
        let bytes =
            self.0.get(&format!("{name}.json")).unwrap_or_else(|| panic!("{name} in {:?}", self.0.keys()));
        serde_json::from_slice(bytes).unwrap()
    }

    fn has(&self, word: &str) -> Vec<&str> {
        let lower = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_lowercase();
        let with = self.0.iter().filter(|(_, bytes)| lower(bytes).contains(word));
        with.map(|(name, _)| name.as_str()).collect()
    }

    /// What `index.json` says of each table's rows: the file, the table and how many they are.
    fn tables(&self) -> Vec<(Option<String>, String, u64)> {
        let index = self.json("index");
        let entries = index.as_array().unwrap().iter().filter(|entry| entry["table"].is_string());
        entries
            .map(|entry| {
                assert!(entry["about"].as_str().unwrap().len() > 5, "{entry}");
                let file = entry["file"].as_str().map(str::to_owned);
                (file, entry["table"].as_str().unwrap().to_owned(), entry["rows"].as_u64().unwrap())
            })
            .collect()
    }
}

#[db::test]
async fn everything_about_oneself_can_be_taken_home(test: TestDb) {
    let site = clinic(&test).await;
    let ann = busy_patient(&site).await;
    let answered = ann.get("/account/data.zip").await;
    assert!(answered.header("content-disposition").starts_with("attachment"));
    let taken = Taken::of(&answered);
    assert_eq!(taken.json("account")[0]["email"], "ann-zanzibarine@example.org");
    for part in ["questions", "details", "drafts", "reviews", "reports"] {
        assert!(taken.json(part).to_string().contains(MARK), "{part}");
    }
    assert_eq!(taken.json("thanks").as_array().unwrap().len(), 1);
    assert_eq!(taken.json("sessions").as_array().unwrap().len(), 1);
    let read_me = String::from_utf8(taken.0["README.txt"].clone()).unwrap();
    assert!(read_me.contains("questions.json (1): Your questions."), "{read_me}");
    assert!(
        taken.0.keys().all(|name| name == "README.txt" || read_me.contains(name) || name == "index.json")
    );
    let bob = site.member("bob").await;
    assert!(Taken::by(&bob).await.has(MARK).is_empty());
    let left = std::fs::read_dir(&site.app.config.storage.data_dir).unwrap().count();
    assert_eq!(left, 0, "nothing of an archive stays on the disk");
    site.later(3600);
    assert_eq!(bob.get("/account/data.zip").await.status, 303, "only after signing in a moment ago");
}

#[db::test]
async fn every_table_is_in_it_or_left_out_for_a_reason(test: TestDb) {
    let site = clinic(&test).await;
    let somebody = full::somebody(&site).await;
    let taken = Taken::by(&somebody).await;
    let tables = taken.tables();
    for (table, columns) in test.tables().await {
        if table.starts_with("sqlite_") {
            continue;
        }
        let handed_out: Vec<&str> = tables
            .iter()
            .filter(|(_, of, _)| *of == table)
            .filter_map(|(file, ..)| file.as_deref()?.strip_suffix(".json"))
            .collect();
        let left_out = LEFT_OUT.iter().any(|(name, _)| *name == table);
        assert!(
            handed_out.is_empty() == left_out,
            "{table}: put it into own_data/store, or give a reason here"
        );
        let keys: BTreeSet<String> = handed_out
            .iter()
            .flat_map(|file| taken.json(file)[0].as_object().unwrap().keys().cloned().collect::<Vec<_>>())
            .collect();
        for column in columns.iter().filter(|_| !left_out) {
            let secret = SECRET.contains(&(table.as_str(), column.as_str()));
            assert!(keys.contains(column) != secret, "{table}.{column}");
        }
    }
    for (name, _) in LEFT_OUT {
        assert!(test.tables().await.iter().any(|(table, _)| table == name), "{name} is no table any more");
    }
}

#[db::test]
async fn what_somebody_wrote_is_in_every_file_of_it(test: TestDb) {
    let site = clinic(&test).await;
    let somebody = full::somebody(&site).await;
    let taken = Taken::by(&somebody).await;
    let with_words = taken.has(MARK);
    for (file, table, rows) in taken.tables() {
        let file = file.unwrap_or_else(|| panic!("nothing of {table} was written for the test"));
        assert_eq!(rows, taken.json(file.strip_suffix(".json").unwrap()).as_array().unwrap().len() as u64);
        let wordless = WORDLESS.contains(&file.strip_suffix(".json").unwrap());
        assert!(
            with_words.contains(&file.as_str()) != wordless,
            "{file}: {}",
            String::from_utf8_lossy(&taken.0[&file])
        );
    }
    let document = taken.0.iter().find(|(name, _)| name.starts_with("documents/credential-"));
    assert_eq!(document.map(|(_, bytes)| bytes.as_slice()), Some(full::DOCUMENT), "as it was sent");
}

#[db::test]
async fn nothing_of_others_and_no_secret_is_in_it(test: TestDb) {
    let site = clinic(&test).await;
    let somebody = full::somebody(&site).await;
    let mut hidden = 0;
    for (table, columns) in test.tables().await {
        for column in columns {
            hidden += test.column(&table, &column).await.matches(full::NOT_MINE).count();
        }
    }
    assert!(hidden > 20, "there is much that could slip in: {hidden}");
    let taken = Taken::by(&somebody).await;
    assert_eq!(taken.has(full::NOT_MINE), Vec::<&str>::new());
    assert_eq!(taken.has("visitor@"), Vec::<&str>::new(), "nobody else's address");
    for (table, column) in [("session", "token_hash"), ("claimed_credential", "file")] {
        let secrets = test.column(table, column).await;
        for secret in secrets.split("\n\n").filter(|secret| !secret.is_empty()) {
            assert_eq!(taken.has(secret), Vec::<&str>::new(), "{table}.{column}");
        }
    }
}

#[db::test]
async fn decisions_on_what_stands_inside_something_are_taken_home_with_the_words_before(test: TestDb) {
    let site = clinic(&test).await;
    let taken = Taken::by(&full::somebody(&site).await).await;
    let (decisions, reworded) = (taken.json("decisions").to_string(), taken.json("reworded").to_string());
    for thing in ["detail", "mark", "reply"] {
        assert!(decisions.contains(&format!("zanzibarine of the {thing}")), "{thing}: {decisions}");
        assert!(reworded.contains(&format!("zanzibarine of the {thing}")), "{thing}: {reworded}");
    }
    assert!(decisions.contains("zanzibarine of the dispute"), "{decisions}");
}

#[db::test]
async fn a_reply_that_is_held_back_from_readers_is_not_taken_home(test: TestDb) {
    let site = clinic(&test).await;
    let somebody = full::somebody(&site).await;
    let mine = format!(
        "id IN (SELECT review_id FROM review_author WHERE account_id = {})",
        site.account("d0").await
    );
    let replies = async || Taken::by(&somebody).await.json("replies-to-reviews").as_array().map(Vec::len);
    assert_eq!(replies().await, Some(1));
    for held in ["reply_removed_for = 'rude'", "text_held = 'disputed'"] {
        site.sql(&format!("UPDATE review SET {held} WHERE {mine}")).await;
        let taken = Taken::by(&somebody).await;
        assert!(!taken.0.contains_key("replies-to-reviews.json"), "{held}");
        site.sql(&format!("UPDATE review SET reply_removed_for = NULL, text_held = NULL WHERE {mine}")).await;
    }
    assert_eq!(replies().await, Some(1));
}

#[db::test]
async fn a_doctor_of_many_answers_gets_them_all(test: TestDb) {
    let mut clinic = Clinic::new();
    clinic.doctor("d0", Some("Ann Ash"));
    for at in 0..300 {
        clinic.question(&format!("q{at}"), "Can it make hair fall out?");
        clinic.line(&serde_json::json!({"kind": "answer", "source": "clinic", "id": format!("a{at}"), "question": format!("q{at}"),
            "doctor": "d0", "headline": format!("Headline {at}"), "body": "It does not. ".repeat(60)}));
    }
    clinic.open(&test.db).await;
    let site = Site::of(&test).await;
    let doctor = site.doctor("d0").await;
    let (one, other) = tokio::join!(doctor.get("/account/data.zip"), doctor.get("/account/data.zip"));
    for answered in [one, other] {
        let answers = Taken::of(&answered).json("answers");
        let answers = answers.as_array().unwrap();
        assert_eq!(answers.len(), 300);
        assert!(
            answers
                .iter()
                .all(|answer| answer["created_at"] == NOW && answer["body"].as_str().unwrap().len() > 700)
        );
    }
}
