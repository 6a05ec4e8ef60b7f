//! Whatever comes in, a clear page goes out: nonsense in every form, forms from elsewhere, twice, too late, of others, and
//! too large; and a clock that jumps.

mod addresses;
mod bodies;
mod clock;
mod cross_site;
mod forms;
mod kept_pages;
mod letters;
mod many;
mod others;
mod stage;
mod table;
mod twice;
mod written;

use db::TestDb;

use crate::harness::Answered;

/// What no page says: words of the program's own insides.
const INSIDES: &[&str] = &[
    "panicked", "DbErr", "Err(", "Some(", "sqlx", "rusqlite", "SQLSTATE", "SELECT ", "deserialize",
    "invalid digit", "invalid type", "missing field", "unknown variant", "duplicate field", "Cannot parse",
    "UTF-8", "axum", "serde", "RUST_BACKTRACE", ".rs:",
];

/// Whether what came back is something that a person can go on from. Says what is wrong with it.
fn unclear(answered: &Answered) -> Option<String> {
    let status = answered.status.as_u16();
    let wrong = |what: &str| Some(format!("{status}: {what}"));
    match status {
        303 | 301 => {
            let to = answered.header("location");
            let inside = to.starts_with('/') && !to.starts_with("//");
            return if inside { None } else { wrong(&format!("leads to {to}")) };
        }
        200 | 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 414 | 415 | 422 | 429 => {}
        _ => return wrong(&String::from_utf8_lossy(&answered.bytes)),
    }
    let Ok(text) = std::str::from_utf8(&answered.bytes) else { return wrong("no text") };
    if let Some(word) = INSIDES.iter().find(|word| text.contains(**word)) {
        return wrong(&format!("says {word}"));
    }
    // A program on the page asked, for no page or for a part of one.
    let part = !text.starts_with("<!doctype");
    if part && (status == 200 || (status == 409 && text.len() < 200)) {
        return None;
    }
    let missing = ["<h1", "<main", "href=\"/", "</html>"].into_iter().find(|part| !text.contains(part))?;
    wrong(&format!("has no {missing}: {text:.400}"))
}

/// All that the database holds, to be compared.
async fn everything(test: &TestDb) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (table, columns) in test.tables().await {
        for column in columns {
            all.push((format!("{table}.{column}"), test.column(&table, &column).await));
        }
    }
    all
}

/// Which columns differ.
fn changed(before: &[(String, String)], after: &[(String, String)]) -> Vec<String> {
    let pairs = before.iter().zip(after).filter(|(before, after)| before != after);
    pairs.map(|(before, _)| before.0.clone()).collect()
}
