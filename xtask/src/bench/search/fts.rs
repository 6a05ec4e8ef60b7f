//! SQLite's own full-text search on the same texts.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::{Connection, params};
use search::analysis::is_stop_word;

/// A database with nothing but a full-text index: it keeps no text, as ours keeps none but titles.
pub(super) struct Fts {
    connection: Connection,
}

/// As much room and as few promises as it can have, so that it shows the best it can.
const SETTINGS: &str = "\
pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive;
pragma cache_size = -262144; pragma mmap_size = 17179869184;";

const TABLE: &str = "\
create virtual table texts using fts5(title, text, content = '', tokenize = 'porter unicode61');
insert into texts(texts, rank) values('hashsize', 67108864);
begin;";

impl Fts {
    /// Opens a database, or begins one.
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let connection = Connection::open(path).map_err(said)?;
        connection.execute_batch(SETTINGS).map_err(said)?;
        let has: bool = connection
            .query_row("select sqlite_compileoption_used('ENABLE_FTS5')", [], |row| row.get(0))
            .map_err(said)?;
        if has { Ok(Self { connection }) } else { Err("this SQLite is built without FTS5".into()) }
    }

    pub(super) fn begin(&self) -> Result<(), String> {
        self.connection.execute_batch(TABLE).map_err(said)
    }

    pub(super) fn add(&self, number: i64, title: &str, text: &str) -> Result<(), String> {
        let insert = self.connection.prepare_cached("insert into texts(rowid, title, text) values(?, ?, ?)");
        insert.and_then(|mut insert| insert.execute(params![number, title, text])).map(drop).map_err(said)
    }

    /// Commits, with everything merged into one: the fastest that it can be searched.
    pub(super) fn finish(&self) -> Result<(), String> {
        let sql = "insert into texts(texts) values('optimize'); commit;";
        self.connection.execute_batch(sql).map_err(said)
    }

    /// The best for any of the words, the best first.
    pub(super) fn search(&self, text: &str, limit: usize) -> Result<Vec<i64>, String> {
        // By `rank` it sorts as by `bm25(texts)`, only faster.
        let sql = "select rowid from texts where texts match ? order by rank limit ?";
        let mut select = self.connection.prepare_cached(sql).map_err(said)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = select.query_map(params![any(text), limit], |row| row.get(0)).map_err(said)?;
        rows.collect::<Result<_, _>>().map_err(said)
    }

    pub(super) fn version(&self) -> &'static str {
        rusqlite::version()
    }
}

fn said(error: rusqlite::Error) -> String {
    format!("SQLite: {error}")
}

/// The words as FTS5 takes them, any of which may occur. Ours leaves out what says nothing; so does this, or
/// FTS5 would read the longest lists for it.
fn any(text: &str) -> String {
    let words = text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    let telling: BTreeSet<&str> =
        words.iter().map(String::as_str).filter(|word| !is_stop_word(word)).collect();
    let all = || words.iter().map(String::as_str).collect();
    let chosen: BTreeSet<&str> = if telling.is_empty() { all() } else { telling };
    let quoted: Vec<String> = chosen.into_iter().map(|word| format!("\"{word}\"")).collect();
    if quoted.is_empty() { "\"\"".to_owned() } else { quoted.join(" OR ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_word_finds_and_stop_words_do_not() {
        assert_eq!(any("Is the Knee knee's \"sore?"), "\"knee\" OR \"s\" OR \"sore\"");
        assert_eq!((any("is it"), any("?!")), ("\"is\" OR \"it\"".to_owned(), "\"\"".to_owned()));
        let fts = Fts::open(Path::new(":memory:")).unwrap();
        fts.begin().unwrap();
        fts.add(1, "Sore knee", "It hurts.").unwrap();
        fts.add(2, "Hives", "Sore and itching.").unwrap();
        fts.finish().unwrap();
        assert_eq!(fts.search("the knees are sore", 10).unwrap(), [1, 2]);
        assert!(fts.search("?!", 10).unwrap().is_empty());
    }
}
