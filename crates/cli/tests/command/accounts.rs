//! `consilium account`

use db::TestDb;

use crate::harness::Site;

#[db::test]
async fn the_first_administrator_gets_a_link(test: TestDb) {
    let site = Site::of(&test);
    let made = site.json(&["account", "create", "--admin", "Ann@Example.org"]);
    assert_eq!((&made["new"], &made["role"]), (&true.into(), &"administrator".into()));
    let link = made["link"].as_str().unwrap();
    assert!(link.starts_with("http://127.0.0.1:8080/sign-in/link/") && link.len() > 90, "{link}");
    let again = site.does(&["account", "create", "ann@example.org", "--role", "editor"]);
    assert!(again.contains("was there already; its role is editor") && !again.contains(link), "{again}");
    let once_more = site.json(&["account", "create", "ann@example.org"]);
    assert_eq!(
        (&once_more["new"], &once_more["role"]),
        (&false.into(), &"editor".into()),
        "nobody is demoted unasked"
    );
}

#[db::test]
async fn what_is_no_address_or_role_is_refused(test: TestDb) {
    let site = Site::of(&test);
    site.run(&["account", "create", "ann"]).failed(2, &["ann", "no mail address"]);
    site.run(&["account", "create", "ann@example.org", "--role", "king"])
        .failed(2, &["member, doctor, editor"]);
    site.run(&["account", "create", "ann@example.org", "--admin", "--role", "editor"]).failed(2, &["--role"]);
    site.run(&["account", "create"]).failed(2, &["<EMAIL>"]);
}

#[db::test]
async fn check_says_whether_letters_leave_and_jobs_are_done(test: TestDb) {
    let site = Site::of(&test);
    let said = site.run(&["check"]).out;
    assert!(said.contains("note   letters: written into the folder mail"), "{said}");
    assert!(said.contains("ok     jobs: 0 waiting, none given up"), "{said}");
    let tx = test.db.begin().await.unwrap();
    db::sea_orm::ConnectionTrait::execute_unprepared(
        &tx,
        "INSERT INTO job (kind, payload, state, run_at, attempts, error, created_at) VALUES \
         ('account.reset_letter', '{}', 'dead', 0, 12, 'no connection', 0)",
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let said = site.run(&["check"]).out;
    assert!(said.contains("0 waiting, 1 given up; the last, account.reset_letter: no connection"), "{said}");
    assert!(said.contains("consilium jobs list --dead"), "{said}");
    site.file("consilium.toml", "[mail]\nsmtp_host = \"mail.example.org\"\nsmtp_user = \"x\"\n");
    site.run(&["serve", "--bind", "127.0.0.1:0"]).failed(2, &["mail.smtp_password_file"]);
    site.file("consilium.toml", "[mail]\nsmtp_security = \"some\"\n");
    site.run(&["check"]).failed(2, &["mail.smtp_security", "tls, starttls or none"]);
}
