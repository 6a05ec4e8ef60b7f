//! The entities, the migrations and both databases say the same.

#![cfg(test)]

use db::sea_orm::{ConnectionTrait, EntityTrait, Iterable, Statement};
use db::{Db, Limits, OpenError, Target, TestDb, entity};

async fn columns(db: &Db, table: &str) -> Vec<String> {
    let sql = if db.kind() == "SQLite" {
        format!("SELECT name, \"notnull\" AS required FROM pragma_table_info('{table}') ORDER BY cid")
    } else {
        format!(
            "SELECT column_name AS name, CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END AS required \
             FROM information_schema.columns WHERE table_name = '{table}' ORDER BY ordinal_position"
        )
    };
    let backend = db.read().get_database_backend();
    let rows = db.read().query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
    rows.iter().map(|row| row.try_get::<String>("", "name").unwrap()).collect()
}

async fn agrees<E: EntityTrait + Default>(db: &Db) {
    let table = E::default().table_name().to_owned();
    let declared: Vec<String> =
        E::Column::iter().map(|column| db::sea_orm::Iden::to_string(&column).to_owned()).collect();
    assert_eq!(columns(db, &table).await, declared, "columns of {table}");
    E::find().one(db.read()).await.unwrap_or_else(|error| panic!("{table} can't be read: {error}"));
}

#[db::test]
async fn every_entity_matches_its_table(test: TestDb) {
    let db = &test.db;
    agrees::<entity::source::Entity>(db).await;
    agrees::<entity::specialty::Entity>(db).await;
    agrees::<entity::topic::Entity>(db).await;
    agrees::<entity::doctor::Entity>(db).await;
    agrees::<entity::credential::Entity>(db).await;
    agrees::<entity::review::Entity>(db).await;
    agrees::<entity::question::Entity>(db).await;
    agrees::<entity::question_topic::Entity>(db).await;
    agrees::<entity::answer::Entity>(db).await;
    agrees::<entity::citation::Entity>(db).await;
    agrees::<entity::agreement::Entity>(db).await;
    agrees::<entity::revision::Entity>(db).await;
    agrees::<entity::reworded::Entity>(db).await;
    agrees::<entity::site_state::Entity>(db).await;
    agrees::<entity::job::Entity>(db).await;
    agrees::<entity::content_change::Entity>(db).await;
    agrees::<entity::account::Entity>(db).await;
    agrees::<entity::session::Entity>(db).await;
    agrees::<entity::mail_token::Entity>(db).await;
    agrees::<entity::recovery_code::Entity>(db).await;
    agrees::<entity::question_asker::Entity>(db).await;
    agrees::<entity::doctor_account::Entity>(db).await;
    agrees::<entity::draft::Entity>(db).await;
    agrees::<entity::notice::Entity>(db).await;
    agrees::<entity::audit::Entity>(db).await;
    agrees::<entity::answer_terms::Entity>(db).await;
    agrees::<entity::inbox_pass::Entity>(db).await;
    agrees::<entity::inbox_snooze::Entity>(db).await;
    agrees::<entity::notice_preference::Entity>(db).await;
    agrees::<entity::unsubscribe::Entity>(db).await;
    agrees::<entity::question_detail::Entity>(db).await;
    agrees::<entity::thanks::Entity>(db).await;
    agrees::<entity::agreement_change::Entity>(db).await;
    agrees::<entity::review_author::Entity>(db).await;
    agrees::<entity::review_dispute::Entity>(db).await;
    agrees::<entity::claim::Entity>(db).await;
    agrees::<entity::claimed_credential::Entity>(db).await;
    agrees::<entity::credential_event::Entity>(db).await;
    agrees::<entity::report::Entity>(db).await;
    agrees::<entity::reported::Entity>(db).await;
    agrees::<entity::queue_claim::Entity>(db).await;
    agrees::<entity::decision::Entity>(db).await;
    agrees::<entity::appeal::Entity>(db).await;
    agrees::<entity::question_follower::Entity>(db).await;
}

#[db::test]
async fn a_newer_database_is_left_alone(test: TestDb) {
    let tx = test.db.begin().await.unwrap();
    tx.execute_unprepared(
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_from_the_future', 0)",
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let error = Db::open(&test.target, Limits::default()).await.unwrap_err();
    assert!(matches!(&error, OpenError::Newer(_, name) if name == "m9999_from_the_future"), "{error}");
    let error = Db::open_or_create(&test.target, Limits::default()).await.unwrap_err();
    assert!(error.to_string().contains("newer version"), "{error}");
}

#[db::test]
async fn readers_do_not_wait_for_the_writer(test: TestDb) {
    let tx = test.db.begin().await.unwrap();
    tx.execute_unprepared("INSERT INTO site_state (key, value) VALUES ('held', 1)").await.unwrap();
    let seen = entity::site_state::Entity::find().all(test.db.read()).await.unwrap();
    assert!(seen.is_empty(), "an uncommitted write is not seen");
    tx.commit().await.unwrap();
    assert_eq!(entity::site_state::Entity::find().all(test.db.read()).await.unwrap().len(), 1);
}

#[test]
fn a_missing_file_is_named_with_what_to_do() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let target = Target::File(folder.path().join("none.sqlite"));
    let error = runtime.block_on(Db::open(&target, Limits::default())).unwrap_err().to_string();
    assert!(error.contains("none.sqlite") && error.contains("consilium migrate"), "{error}");
}

#[test]
fn a_password_is_never_shown() {
    let target = Target::parse("postgres://ann:s3cr@t@db.example/consilium").unwrap();
    assert_eq!(target.shown(), "postgres://ann@db.example/consilium");
    assert!(Target::parse("mysql://x").is_err());
}

#[test]
fn a_file_that_is_no_database_says_so() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("text.sqlite");
    std::fs::write(
        &path,
        "this is a text file, not a database, and it is long enough to be looked at".repeat(20),
    )
    .unwrap();
    let error = runtime.block_on(Db::open(&Target::File(path), Limits::default())).unwrap_err().to_string();
    assert!(error.contains("not a sound database"), "{error}");
}
