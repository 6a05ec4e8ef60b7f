//! `consilium jobs`

use db::{TestDb, entity::job, sea_orm::EntityTrait, value::JobState};

use crate::harness::Site;

async fn two_given_up_and_one_waiting(test: &TestDb) -> Vec<i64> {
    let tx = test.db.begin().await.unwrap();
    db::sea_orm::ConnectionTrait::execute_unprepared(
        &tx,
        "INSERT INTO job (kind, payload, state, run_at, attempts, error, created_at) VALUES \
         ('account.reset_letter', '{\"email\":\"ann@example.org\"}', 'dead', 0, 12, 'no connection', 0), \
         ('account.sign_in_letter', '{}', 'dead', 0, 1, 'answer 550', 1000), \
         ('account.tidy', '{}', 'waiting', 4000000000, 0, NULL, 0)",
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let all = job::Entity::find().all(test.db.read()).await.unwrap();
    let dead = all.iter().filter(|job| job.state == JobState::Dead);
    dead.map(|job| job.id).collect()
}

async fn given_up(test: &TestDb) -> usize {
    jobs::dead(test.db.read(), 10).await.unwrap().len()
}

#[db::test]
async fn what_was_given_up_is_listed_without_what_it_is_about(test: TestDb) {
    let site = Site::of(&test);
    assert!(site.does(&["jobs", "list"]).contains("0 waiting, 0 given up"));
    two_given_up_and_one_waiting(&test).await;
    let all = site.does(&["jobs", "list"]);
    for part in
        ["account.tidy", "waiting", "account.reset_letter", "dead", "no connection", "1 waiting, 2 given up"]
    {
        assert!(all.contains(part), "{part} is not in {all}");
    }
    let dead = site.does(&["jobs", "list", "--dead"]);
    assert!(dead.contains("answer 550") && !dead.contains("account.tidy"), "{dead}");
    let told = site.json(&["jobs", "list", "--dead"]);
    assert_eq!((&told["given_up"], &told["waiting"]), (&2.into(), &1.into()));
    assert_eq!(told["jobs"][0]["kind"], "account.sign_in_letter", "newest first");
    assert_eq!(
        (&told["jobs"][1]["attempts"], &told["jobs"][1]["error"]),
        (&12.into(), &"no connection".into())
    );
    assert!(told["jobs"][1]["age"].as_i64().unwrap() > 1_700_000_000);
    assert!(!format!("{all}{dead}{told}").contains("ann@example.org"), "nobody is named");
}

#[db::test]
async fn what_was_given_up_is_tried_again_one_by_one_or_all_at_once(test: TestDb) {
    let site = Site::of(&test);
    let dead = two_given_up_and_one_waiting(&test).await;
    let first = dead[0].to_string();
    assert!(site.does(&["jobs", "retry", &first]).contains("1 job is begun again"));
    assert_eq!(given_up(&test).await, 1);
    site.run(&["jobs", "retry", &first]).failed(1, &[&first, "consilium jobs list --dead"]);
    assert_eq!(site.json(&["jobs", "retry", "--all"])["again"], 1);
    assert_eq!(given_up(&test).await, 0);
    let rows = job::Entity::find().all(test.db.read()).await.unwrap();
    let again = rows.iter().filter(|job| job.attempts == 0 && job.state == JobState::Waiting).count();
    assert_eq!(again, 3, "with all of their attempts before them");
    assert!(site.does(&["jobs", "retry", "--all"]).contains("no job was given up"));
    site.run(&["jobs", "retry"]).failed(2, &["--all"]);
    site.run(&["jobs", "retry", "--all", &first]).failed(2, &["--all"]);
    site.run(&["jobs", "retry", "x"]).failed(2, &["ID"]);
}
