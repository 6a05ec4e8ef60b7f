//! Archives in and out.

mod again;
mod change;
mod complete;
mod counts;
mod dry_run;
mod hostile;
mod inside;
mod living;
mod page_text;
mod refusals;
mod respect;
mod round_trip;
mod stop;

use std::io::Cursor;

use db::{Db, TestDb, sea_orm::ConnectionTrait};
use site::archive::{self, ImportOptions, ImportReport, JsonlFile};

/// Midnight before the first of May 2024.
const NOW: i64 = 1_714_521_600;

/// An archive with everything that the format can say, in the form in which an export writes it.
const WHOLE: &str = include_str!("whole.jsonl");

fn file(text: &str) -> JsonlFile {
    let bytes = text.as_bytes().to_vec();
    let length = bytes.len() as u64;
    JsonlFile::new("test.jsonl", Cursor::new(bytes), Some(length))
}

async fn import_with(db: &Db, text: &str, options: &ImportOptions) -> ImportReport {
    archive::import_jsonl(db, vec![file(text)], options, &mut |_| ()).await.unwrap()
}

async fn import(db: &Db, text: &str) -> ImportReport {
    import_with(db, text, &ImportOptions::at(NOW)).await
}

async fn export(db: &Db) -> String {
    let mut output = Vec::new();
    archive::export(db, &mut output, &mut |_| ()).await.unwrap();
    String::from_utf8(output).unwrap()
}

/// What is wrong in a report, so that a test that expects nothing wrong says what was.
fn refused(report: &ImportReport) -> u64 {
    report.totals.refused
}

/// The lines of an archive that are of a kind.
fn of_kind<'a>(text: &'a str, kind: &str) -> Vec<&'a str> {
    let start = format!("{{\"kind\":\"{kind}\"");
    text.lines().filter(|line| line.starts_with(&start)).collect()
}

trait Empty {
    async fn empty(&self);
}

impl Empty for TestDb {
    /// Empties the site, so that an archive can be brought in anew.
    async fn empty(&self) {
        let tx = self.db.begin().await.unwrap();
        tx.execute_unprepared("UPDATE topic SET parent_id = NULL").await.unwrap();
        tx.execute_unprepared("UPDATE question SET merged_into = NULL").await.unwrap();
        tx.commit().await.unwrap();
        let tables: Vec<String> = self.tables().await.into_iter().map(|(table, _)| table).collect();
        let content = |table: &&String| !table.starts_with("seaql") && !table.starts_with("sqlite");
        let mut left: Vec<&String> = tables.iter().filter(content).collect();
        // What others name goes after them.
        while !left.is_empty() {
            let before = left.len();
            let mut still = Vec::new();
            for table in left {
                let tx = self.db.begin().await.unwrap();
                match tx.execute_unprepared(&format!("DELETE FROM \"{table}\"")).await {
                    Ok(_) => tx.commit().await.unwrap(),
                    Err(_) => {
                        tx.rollback().await.unwrap();
                        still.push(table);
                    }
                }
            }
            assert!(still.len() < before, "{still:?} can't be emptied");
            left = still;
        }
    }
}
