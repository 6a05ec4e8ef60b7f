//! What goes wrong is told by name, with what to do, and nothing is half done.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt, PermissionsExt},
        process::CommandExt,
    },
    process::Command,
};

use db::{
    TestDb,
    sea_orm::{ConnectionTrait, Statement},
};

use crate::harness::{ARCHIVE, PAGE, Site, questions, run};

async fn sql(test: &TestDb, text: &str) {
    let transaction = test.db.begin().await.unwrap();
    let statement = Statement::from_string(transaction.get_database_backend(), text);
    transaction.execute_raw(statement).await.unwrap();
    transaction.commit().await.unwrap();
}

#[db::test]
async fn a_file_that_cannot_be_read_is_named_before_anything_is_done(test: TestDb) {
    let site = Site::of(&test);
    let archive = site.file("archive.jsonl", ARCHIVE);
    let page = site.file("page.txt", PAGE);
    let folder = site.folder.to_str().unwrap();
    for (words, said) in [
        (["import", "jsonl", &archive, "none.jsonl"], "none.jsonl can't be read"),
        (["import", "jsonl", &archive, folder], "is a folder"),
        (["import", "page-text", &page, "none.txt"], "none.txt can't be read"),
        (["import", "page-text", &page, folder], "is a folder"),
    ] {
        site.run(&words).failed(1, &[said]);
    }
    assert_eq!(questions(&test).await, 0);
}

#[db::test]
async fn what_is_no_archive_is_refused(test: TestDb) {
    let site = Site::of(&test);
    let bytes: Vec<u8> = (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let binary = site.file("binary", &bytes);
    let deep = site.file("deep.jsonl", format!("{{\"kind\":{}", "[".repeat(100_000)));
    let later = site.file("later.jsonl", r#"{"kind":"archive","format":"consilium","version":99}"#);
    let cut = site.file("cut.jsonl", &ARCHIVE[..ARCHIVE.len() - 40]);
    for (format, file) in
        [("jsonl", &binary), ("jsonl", &deep), ("jsonl", &later), ("page-text", &binary), ("jsonl", &cut)]
    {
        site.run(&["import", format, file]).failed(1, &[file]);
    }
    let empty = site.file("empty", "");
    site.run(&["import", "page-text", &empty]).failed(1, &[&empty]);
    assert_eq!(questions(&test).await, 1, "all that can be read of the archive that was cut");
}

#[db::test]
async fn a_database_of_a_newer_version_is_left_alone(test: TestDb) {
    let site = Site::of(&test);
    sql(&test, "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 1)").await;
    for words in [
        &["show", "1"][..],
        &["serve", "--bind", "127.0.0.1:0"],
        &["migrate"],
        &["export", "jsonl"],
        &["demo"],
    ] {
        site.run(words).failed(1, &["newer version", "m9999_later"]);
    }
    let ended = site.run(&["check"]);
    assert_eq!(ended.status, 1);
    assert!(ended.out.contains("WRONG  database") && ended.out.contains("newer version"), "{}", ended.out);
}

#[db::test]
async fn an_empty_or_foreign_database_is_told_apart(test: TestDb) {
    let site = Site::of(&test);
    test.drop_everything().await;
    sql(&test, "CREATE TABLE pets (id INTEGER)").await;
    site.run(&["serve", "--bind", "127.0.0.1:0"]).failed(1, &["not Consilium's", "--database"]);
    sql(&test, "DROP TABLE pets").await;
    site.run(&["show", "1"]).failed(1, &["there is no database", "consilium migrate"]);
    assert_eq!(site.json(&["migrate"])["outcome"], "created");
    assert_eq!(site.json(&["migrate"])["outcome"], "unchanged");
    site.run(&["show", "1"]).failed(1, &["no question 1"]);
}

#[test]
fn a_database_that_is_not_there_is_not_made_by_looking() {
    let parent = tempfile::tempdir().unwrap();
    let site = Site::nowhere(parent.path());
    for words in [&["show", "1"][..], &["export", "jsonl"]] {
        site.run(words).failed(1, &["there is no database", "consilium migrate", "--database"]);
    }
    let ended = site.run(&["check"]);
    assert_eq!(ended.status, 1);
    assert!(
        ended.out.contains("WRONG  data folder") && ended.out.contains("WRONG  database"),
        "{}",
        ended.out
    );
    assert!(!site.folder.exists());
    assert!(site.does(&["migrate"]).contains("was made"));
    assert!(site.run(&["check"]).status == 0);
}

#[test]
fn a_server_that_does_not_answer_is_named_without_the_password() {
    let parent = tempfile::tempdir().unwrap();
    let site = Site::nowhere(parent.path());
    let address = "postgres://ann:sesame@127.0.0.1:1/none";
    site.run(&["show", "1", "--database", address])
        .failed(1, &["postgres://ann@127.0.0.1:1/none", "refused", "its server runs"]);
}

#[test]
fn a_file_that_is_no_database_is_told() {
    db::testing::on_sqlite(damaged);
}

async fn damaged(test: TestDb) {
    let site = Site::of(&test);
    let garbage = site.file("garbage.sqlite", "no database ".repeat(1_000));
    let address = format!("sqlite:{garbage}");
    site.run(&["show", "1", "--database", &address]).failed(1, &["garbage.sqlite", "not a sound database"]);
    let folder = format!("sqlite:{}", site.folder.display());
    site.run(&["show", "1", "--database", &folder]).failed(1, &["Check that the database exists"]);
    site.run(&["migrate", "--database", "sqlite:none/here.sqlite"])
        .failed(1, &["none/here.sqlite", "can't be created"]);
}

#[test]
fn a_locked_database_can_be_read_and_says_why_it_is_not_written() {
    db::testing::on_sqlite(locked);
}

async fn locked(test: TestDb) {
    let site = Site::of(&test);
    let file = site.file("archive.jsonl", ARCHIVE);
    site.does(&["import", "jsonl", &file]);
    let held = test.db.begin().await.unwrap();
    let patient = |words: &[&str]| {
        let mut command = site.command(words);
        command.env("CONSILIUM_BUSY_TIMEOUT", "200ms");
        run(command)
    };
    patient(&["import", "jsonl", &file]).failed(1, &["locked", "Another program is writing"]);
    let check = patient(&["check"]);
    assert_eq!(check.status, 1);
    assert!(
        check.out.contains("WRONG  writing") && check.out.contains("Another program is writing"),
        "{}",
        check.out
    );
    assert_eq!(patient(&["show", "12"]).status, 0);
    held.rollback().await.unwrap();
    assert_eq!(patient(&["import", "jsonl", &file]).status, 0);
}

/// The command as somebody who is not root; the files of a test are root's when root runs it.
fn as_nobody(site: &Site, words: &[&str]) -> Command {
    let command = site.command(words);
    if fs::metadata(&site.folder).unwrap().uid() != 0 {
        return command;
    }
    // Nobody may not look into the folder that the program was built in.
    let program = site.folder.join("consilium");
    if !program.exists() {
        fs::copy(command.get_program(), &program).unwrap();
    }
    let mut copy = Command::new(&program);
    copy.args(command.get_args()).uid(65_534).gid(65_534).current_dir("/");
    copy
}

#[test]
fn what_may_not_be_written_is_told() {
    db::testing::on_sqlite(read_only);
}

async fn read_only(test: TestDb) {
    let site = Site::of(&test);
    let mode =
        |path: &std::path::Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let archive = site.file("archive.jsonl", ARCHIVE);
    let secret = site.file("secret.jsonl", ARCHIVE);
    mode(secret.as_ref(), 0o000);
    mode(&site.folder.join("consilium.sqlite"), 0o444);
    mode(&site.folder, 0o555);
    test.db.close().await.unwrap();
    run(as_nobody(&site, &["import", "jsonl", &secret]))
        .failed(1, &["secret.jsonl can't be read", "may read it"]);
    run(as_nobody(&site, &["import", "jsonl", &archive])).failed(1, &["right to write"]);
    let out = site.folder.join("out.jsonl");
    let check = run(as_nobody(&site, &["check"]));
    assert_eq!(check.status, 1);
    for part in ["WRONG  data folder", "chown", "WRONG  database"] {
        assert!(check.out.contains(part), "{part} in {}", check.out);
    }
    let none = Site::nowhere(&site.folder);
    let mut command = as_nobody(&site, &["migrate"]);
    command.arg("--data-dir").arg(&none.folder);
    let ended = run(command);
    assert!(ended.status == 2 || ended.status == 1, "{ended:?}");
    mode(&site.folder, 0o755);
    assert!(!out.exists());
}

#[test]
fn check_tells_who_may_look_in() {
    let parent = tempfile::tempdir().unwrap();
    let site = Site::nowhere(parent.path());
    site.does(&["migrate"]);
    fs::set_permissions(&site.folder, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(site.folder.join("consilium.sqlite"), fs::Permissions::from_mode(0o644)).unwrap();
    site.file("consilium.toml", "[storage]\ndatabase = \"postgres://ann:sesame@127.0.0.1:1/none\"\n");
    fs::set_permissions(site.folder.join("consilium.toml"), fs::Permissions::from_mode(0o644)).unwrap();
    let out = site.run(&["check"]).out;
    for part in ["WRONG  settings", "chmod 640", "WRONG  data folder", "chmod 750"] {
        assert!(out.contains(part), "{part} in {out}");
    }
    fs::remove_file(site.folder.join("consilium.toml")).unwrap();
    let out = site.run(&["check"]).out;
    assert!(out.contains("WRONG  database file") && out.contains("chmod 600"), "{out}");
}

#[db::test]
async fn check_sees_whoever_changed_the_record_of_what_staff_did(test: TestDb) {
    let site = Site::of(&test);
    site.does(&["import", "jsonl", &site.file("archive.jsonl", ARCHIVE)]);
    assert!(site.run(&["check"]).out.contains("ok     audit log: 0 acts, unbroken"));
    sql(&test, "INSERT INTO site_state (key, value) VALUES ('audit_rows', 1)").await;
    sql(
        &test,
        "INSERT INTO audit (id, at, role, action, subject_kind, subject_id, previous, hash) \
         VALUES (1, 0, 'operator', 'hide', 'question', 1, '', 'made up')",
    )
    .await;
    let ended = site.run(&["check"]);
    assert_eq!(ended.status, 1);
    assert!(ended.out.contains("WRONG  audit log: row 1") && ended.out.contains("backups"), "{}", ended.out);
}

#[db::test]
async fn check_compares_the_documents_with_the_tables(test: TestDb) {
    let site = Site::of(&test);
    let out = site.run(&["check"]).out;
    assert!(out.contains("ok     documents: 0, all in their place"), "{out}");
    let folder = site.folder.join("evidence");
    fs::create_dir_all(&folder).unwrap();
    let stray = folder.join("a".repeat(64));
    fs::write(&stray, "%PDF-1.7").unwrap();
    fs::File::options().write(true).open(&stray).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    let ended = site.run(&["check"]);
    assert!(ended.out.contains("note   documents: 1 in "), "{}", ended.out);
    for row in [
        "INSERT INTO account (email, email_key, role, lang, created_at, wrong_codes) \
         VALUES ('ann@example.org', 'ann@example.org', 'member', 'en', 0, 0)",
        "INSERT INTO claim (account_id, state, made_at) SELECT id, 'open', 0 FROM account",
        "INSERT INTO claimed_credential (claim_id, issuer, credential_kind, state, handed_in_at, file) \
         SELECT id, 'Example Register', 'licence', 'open', 0, 'bbb' FROM claim",
    ] {
        sql(&test, row).await;
    }
    let ended = site.run(&["check"]);
    assert_eq!(ended.status, 1);
    assert!(
        ended.out.contains("WRONG  documents: 1 of 1 are not in ") && ended.out.contains("backup"),
        "{}",
        ended.out
    );
}
