//! Reads a folder in BEIR's layout: texts, queries, and which text answers which query.

use std::{
    collections::{HashMap, HashSet},
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
    /// How many judgements name a query or a text that is not there. Such a text counts as not found, as elsewhere.
    pub unknown: usize,
    /// The first line of texts whose id stands on a line before too, and how many such lines there are. The texts of an id count
    /// as one: well-known sets number parts of a document alike.
    pub again: Option<(String, usize)>,
}

/// What cannot be read, and where.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The system refuses.
    #[error("{0} can't be read: {1}")]
    File(String, std::io::Error),
    /// No folder of a set.
    #[error("{0} can't be read: {1}. A set is a folder with corpus.jsonl, queries.jsonl and qrels/test.tsv.")]
    Set(String, std::io::Error),
    /// A line is not what it should be.
    #[error("{0}:{1}: {2}")]
    Line(String, usize, String),
    /// There is nothing to measure.
    #[error(
        "{0}: no query has a relevant text; check that qrels/test.tsv, queries.jsonl and corpus.jsonl name the same ids"
    )]
    Empty(String),
    /// Nothing can be told from these pairs.
    #[error("{0}: there must be pairs with label 1 and pairs with label 0")]
    OneSided(String),
    /// Nobody wrote.
    #[error("{0}: there is no letter in it; each line is a JSON object with chq and summary")]
    NoLetter(String),
}

#[derive(Deserialize)]
struct Text {
    #[serde(rename = "_id")]
    id: Id,
    title: Option<String>,
    text: Option<String>,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(rename = "_id")]
    id: Id,
    text: String,
}

/// Some sets number their texts.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(i64),
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        match id {
            Id::Text(text) => text,
            Id::Number(number) => number.to_string(),
        }
    }
}

impl Set {
    /// Reads a folder.
    pub fn read(folder: &Path) -> Result<Self, Unreadable> {
        Self::of(folder).map_err(|error| match error {
            Unreadable::File(name, why) => Unreadable::Set(name, why),
            other => other,
        })
    }

    fn of(folder: &Path) -> Result<Self, Unreadable> {
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
        let mut seen = HashSet::new();
        lines(&folder.join("queries.jsonl"), |_, line| {
            let Asked { id, text } = json(line)?;
            let id = String::from(id);
            if !seen.insert(id.clone()) {
                return Err(format!("the _id `{id}` stands on a line before too; each query has its own"));
            }
            if set.judged.contains_key(&id) {
                set.queries.push((id, text));
            }
            Ok(())
        })?;
        seen.clear();
        let corpus = folder.join("corpus.jsonl");
        lines(&corpus, |number, line| {
            let Text { id, title, text } = json(line)?;
            let id = String::from(id);
            if !seen.insert(id.clone()) {
                let first = || (format!("{}:{number}: the _id `{id}`", corpus.display()), 0);
                set.again.get_or_insert_with(first).1 += 1;
            }
            set.texts.push((id, title.unwrap_or_default(), text.unwrap_or_default()));
            Ok(())
        })?;
        if !set.count_unknown() {
            return Err(Unreadable::Empty(folder.display().to_string()));
        }
        Ok(set)
    }

    /// Counts what was judged and is not there. Whether there is anything else.
    fn count_unknown(&mut self) -> bool {
        let texts: HashSet<&str> = self.texts.iter().map(|(id, ..)| id.as_str()).collect();
        let asked: HashSet<&str> = self.queries.iter().map(|(id, _)| id.as_str()).collect();
        let all = self.judged.iter().flat_map(|(query, gains)| gains.keys().map(move |text| (query, text)));
        let (known, unknown): (Vec<_>, Vec<_>) =
            all.partition(|(query, text)| asked.contains(query.as_str()) && texts.contains(text.as_str()));
        self.unknown = unknown.len();
        !known.is_empty()
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn folder(corpus: &str, queries: &str, judged: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("qrels")).unwrap();
        fs::write(folder.path().join("corpus.jsonl"), corpus).unwrap();
        fs::write(folder.path().join("queries.jsonl"), queries).unwrap();
        fs::write(folder.path().join("qrels/test.tsv"), judged).unwrap();
        folder
    }

    const TEXTS: &str =
        "{\"_id\": 7, \"title\": null, \"text\": \"tea\"}\n\n{\"_id\": \"b\", \"text\": \"milk\"}\n";

    #[test]
    fn a_set_is_read_with_what_is_optional_left_out() {
        let queries = "{\"_id\": \"q\", \"text\": \"tea\"}\n{\"_id\": \"none\", \"text\": \"x\"}\n";
        let set =
            Set::read(folder(TEXTS, queries, "query-id\tcorpus-id\tscore\nq\t7\t1\nnone\tb\t0\n").path())
                .unwrap();
        assert_eq!(set.texts[0], ("7".into(), String::new(), "tea".into()));
        assert_eq!(set.queries, [("q".into(), "tea".into())]);
        assert_eq!(set.unknown, 0);
    }

    #[test]
    fn what_is_judged_and_not_there_is_told() {
        let queries = "{\"_id\": \"q\", \"text\": \"tea\"}\n{\"_id\": \"r\", \"text\": \"x\"}\n";
        let set = Set::read(folder(TEXTS, queries, "q\t7\t1\nq\tz\t1\nr\tz\t1\ns\t7\t1\n").path()).unwrap();
        assert_eq!((set.queries.len(), set.judged["q"].len(), set.unknown), (2, 2, 3));
        assert!(Set::read(folder(TEXTS, queries, "q\tz\t1\n").path()).is_err(), "nothing can be found");
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let said = |judged: &str| Set::read(folder(TEXTS, "", judged).path()).unwrap_err().to_string();
        assert!(said("h\th\th\nq\t7\tmuch\n").contains("test.tsv:2: the score `much` is no number"));
        assert!(said("q 7 1\n").contains("test.tsv:1: "));
        assert!(said("q\t7\t1\n").contains("no query has a relevant text"));
    }

    #[test]
    fn an_id_that_comes_twice_is_told() {
        let query = "{\"_id\": \"q\", \"text\": \"tea\"}\n";
        let again = format!("{TEXTS}{{\"_id\": \"7\", \"text\": \"water\"}}\n");
        let read = |corpus: &str, queries: &str| Set::read(folder(corpus, queries, "q\t7\t1\n").path());
        let told = read(TEXTS, &query.repeat(2)).unwrap_err().to_string();
        assert!(told.contains("queries.jsonl:2: the _id `q` stands on a line before"), "{told}");
        let (first, lines) = read(&again, query).unwrap().again.unwrap();
        assert!(first.ends_with("corpus.jsonl:4: the _id `7`") && lines == 1, "{first}");
        assert_eq!(read(TEXTS, query).unwrap().again, None);
    }
}
