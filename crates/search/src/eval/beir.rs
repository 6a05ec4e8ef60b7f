//! Reads a folder in BEIR's layout: texts, queries, and which text answers which query.

use std::{
    collections::HashMap,
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
};

use serde::{Deserialize, de::DeserializeOwned};

/// A set with its judgements.
#[derive(Debug, Default)]
pub struct Set {
    /// Id, title and text of each text.
    pub texts: Vec<(String, String, String)>,
    /// Id and words of each query that has a relevant text.
    pub queries: Vec<(String, String)>,
    /// For each query, how relevant each text is that was judged.
    pub judged: HashMap<String, HashMap<String, f64>>,
}

/// What cannot be read, and where.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The system refuses.
    #[error("{0} can't be read: {1}. A set is a folder with corpus.jsonl, queries.jsonl and qrels/test.tsv.")]
    File(String, std::io::Error),
    /// A line is not what it should be.
    #[error("{0}:{1}: {2}")]
    Line(String, usize, String),
    /// There is nothing to measure.
    #[error(
        "{0}: no query has a relevant text; check that qrels/test.tsv and queries.jsonl name the same ids"
    )]
    Empty(String),
}

#[derive(Deserialize)]
struct Text {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(rename = "_id")]
    id: String,
    text: String,
}

impl Set {
    /// Reads a folder.
    pub fn read(folder: &Path) -> Result<Self, Unreadable> {
        let mut judged: HashMap<String, HashMap<String, f64>> = HashMap::new();
        lines(&folder.join("qrels").join("test.tsv"), |number, line| {
            let mut parts = line.split('\t').map(str::trim);
            let (Some(query), Some(text), Some(gain)) = (parts.next(), parts.next(), parts.next()) else {
                return Err("a line has query-id, corpus-id and score, parted by tabs".into());
            };
            match gain.parse::<f64>() {
                Ok(gain) => drop(judged.entry(query.into()).or_default().insert(text.into(), gain)),
                Err(_) if number == 1 => {}
                Err(_) => return Err(format!("the score `{gain}` is no number")),
            }
            Ok(())
        })?;
        judged.retain(|_, texts| texts.values().any(|gain| *gain > 0.0));
        let mut set = Self { judged, ..Self::default() };
        lines(&folder.join("queries.jsonl"), |_, line| {
            let query: Asked = json(line)?;
            if set.judged.contains_key(&query.id) {
                set.queries.push((query.id, query.text));
            }
            Ok(())
        })?;
        lines(&folder.join("corpus.jsonl"), |_, line| {
            let Text { id, title, text } = json(line)?;
            set.texts.push((id, title, text));
            Ok(())
        })?;
        if set.queries.is_empty() {
            return Err(Unreadable::Empty(folder.display().to_string()));
        }
        Ok(set)
    }
}

fn json<T: DeserializeOwned>(line: &str) -> Result<T, String> {
    serde_json::from_str(line).map_err(|error| error.to_string())
}

/// Hands every line that is not empty to `each`, with its number.
pub(super) fn lines(
    path: &Path,
    mut each: impl FnMut(usize, &str) -> Result<(), String>,
) -> Result<(), Unreadable> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|e| Unreadable::File(name.clone(), e))?;
    for (index, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|e| Unreadable::File(name.clone(), e))?;
        if !line.trim().is_empty() {
            each(index + 1, &line).map_err(|what| Unreadable::Line(name.clone(), index + 1, what))?;
        }
    }
    Ok(())
}
