//! Fresh databases for tests, each cloned from a template that is migrated once.
//!
//! SQLite needs nothing. PostgreSQL is used when `CONSILIUM_TEST_POSTGRES` names a server
//! (`postgres://user@host/postgres`); without it those tests say that they were skipped, with it they fail
//! when the server can't be used.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "only tests use it, and what goes wrong here is a failed test"
)]

use std::{
    future::Future,
    panic::AssertUnwindSafe,
    path::PathBuf,
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

pub use db_macros::both;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbBackend, Statement};
use tempfile::TempDir;

use crate::{Db, Limits, Target};

/// A database that lives as long as its test.
pub struct TestDb {
    /// The open database.
    pub db: Db,
    /// Where it is, for opening it a second time.
    pub target: Target,
    /// A folder of the test's own.
    pub folder: TempDir,
}

impl TestDb {
    /// Every table with its columns.
    pub async fn tables(&self) -> Vec<(String, Vec<String>)> {
        let (read, backend) = (self.db.read(), self.db.read().get_database_backend());
        let sql = if backend == DbBackend::Postgres {
            "SELECT table_name AS name, column_name AS part FROM information_schema.columns WHERE table_schema = 'public' \
             ORDER BY 1, ordinal_position"
        } else {
            "SELECT m.name AS name, c.name AS part FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' \
             ORDER BY 1, c.cid"
        };
        let mut tables: Vec<(String, Vec<String>)> = Vec::new();
        for row in read.query_all_raw(Statement::from_string(backend, sql)).await.unwrap() {
            let (table, column): (String, String) =
                (row.try_get("", "name").unwrap(), row.try_get("", "part").unwrap());
            match tables.last_mut().filter(|last| last.0 == table) {
                Some(last) => last.1.push(column),
                None => tables.push((table, vec![column])),
            }
        }
        tables
    }

    /// Everything that stands in a column, as text, an empty line between rows.
    pub async fn column(&self, table: &str, column: &str) -> String {
        let backend = self.db.read().get_database_backend();
        let sql = format!("SELECT COALESCE(CAST(\"{column}\" AS TEXT), '') AS part FROM \"{table}\"");
        let rows = self.db.read().query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
        rows.iter().map(|row| row.try_get::<String>("", "part").unwrap()).collect::<Vec<_>>().join("\n\n")
    }

    /// Takes everything out of the database, as if nobody had ever used it.
    pub async fn drop_everything(&self) {
        let (writer, backend) = (self.db.writer(), self.db.read().get_database_backend());
        if backend == DbBackend::Postgres {
            writer.execute_unprepared("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await.unwrap();
            return;
        }
        writer.execute_unprepared("PRAGMA foreign_keys = OFF").await.unwrap();
        let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        for row in writer.query_all_raw(Statement::from_string(backend, tables)).await.unwrap() {
            let table: String = row.try_get("", "name").unwrap();
            writer.execute_unprepared(&format!("DROP TABLE \"{table}\"")).await.unwrap();
        }
        writer.execute_unprepared("PRAGMA foreign_keys = ON").await.unwrap();
    }
}

static TEMPLATE: OnceLock<String> = OnceLock::new();
static COUNTER: AtomicU64 = AtomicU64::new(0);

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

/// Runs a test on SQLite.
pub fn on_sqlite<F: Future<Output = ()>>(test: fn(TestDb) -> F) {
    static TEMPLATE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, template) = TEMPLATE.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("template.sqlite");
        let target = Target::File(path.clone());
        run(async { Db::open_or_create(&target, Limits::default()).await.unwrap().close().await.unwrap() });
        (folder, path)
    });
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("consilium.sqlite");
    std::fs::copy(template, &path).unwrap();
    run(async {
        let target = Target::File(path);
        let db = Db::open(&target, Limits::default()).await.unwrap();
        test(TestDb { db, target, folder }).await;
    });
}

/// Runs a test on PostgreSQL, where a server is named.
pub fn on_postgres<F: Future<Output = ()>>(test: fn(TestDb) -> F) {
    let Ok(server) = std::env::var("CONSILIUM_TEST_POSTGRES") else {
        println!("skipped: CONSILIUM_TEST_POSTGRES names no server");
        return;
    };
    let template = TEMPLATE.get_or_init(|| run(migrated_template(&server)));
    let name = format!("consilium_test_{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
    run(administer(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}")));
    let target = Target::Server(with_database(&server, &name));
    let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| {
        run(async {
            let db = Db::open(&target, Limits::default()).await.unwrap();
            test(TestDb { db, target: target.clone(), folder: TempDir::new().unwrap() }).await;
        });
    }));
    run(administer(&server, &format!("DROP DATABASE {name} WITH (FORCE)")));
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

/// Makes this process's template, which no connection may hold while it is cloned.
async fn migrated_template(server: &str) -> String {
    let name = format!("consilium_template_{}", std::process::id());
    administer(server, &format!("CREATE DATABASE {name}")).await;
    let target = Target::Server(with_database(server, &name));
    Db::open_or_create(&target, Limits::default()).await.unwrap().close().await.unwrap();
    name
}

async fn administer(server: &str, sql: &str) {
    // Cloning a template takes a lock that a second clone does not wait for.
    static LOCK: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _held = LOCK.lock().await;
    let mut options = ConnectOptions::new(server);
    options.max_connections(1).sqlx_logging(false);
    let admin =
        Database::connect(options).await.expect("CONSILIUM_TEST_POSTGRES names a server that answers");
    admin.execute_unprepared(sql).await.unwrap();
    admin.close().await.unwrap();
}

fn with_database(server: &str, name: &str) -> String {
    let (base, query) = server.split_once('?').map_or((server, None), |(base, query)| (base, Some(query)));
    let host = base.rsplit_once('/').map_or(base, |(host, _)| host);
    query.map_or_else(|| format!("{host}/{name}"), |query| format!("{host}/{name}?{query}"))
}
