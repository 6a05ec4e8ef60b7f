//! What was asked for on the command line.

use std::path::{Path, PathBuf};

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    Generate,
    Import,
    Serve,
    Scale,
    Write,
    Kill,
    Search,
    Meaning,
}

/// Which databases `import` fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Databases {
    Sqlite,
    Postgres,
    Both,
}

/// The words after `bench`, read.
#[derive(Debug, Clone)]
pub(super) struct Options {
    pub(super) root: PathBuf,
    pub(super) task: Task,
    pub(super) questions: u64,
    pub(super) questions_large: u64,
    pub(super) answers: u64,
    pub(super) seed: u64,
    pub(super) output: Option<PathBuf>,
    pub(super) binary: Option<PathBuf>,
    pub(super) databases: Databases,
    pub(super) rounds: u32,
    pub(super) seconds: u32,
    pub(super) kills: u32,
    pub(super) fresh: bool,
    pub(super) dry: bool,
    /// Folders in BEIR's layout, for `search`.
    pub(super) beir: Vec<PathBuf>,
    /// The folder of a model, and among how many vectors the nearest are found, for `meaning`.
    pub(super) model: Option<PathBuf>,
    pub(super) vectors: u64,
}

impl Options {
    /// Reads the words; an error says which one makes no sense.
    pub(super) fn parse(root: &Path, words: &[String]) -> Result<Self, String> {
        let mut words = words.iter().map(String::as_str);
        let task = match words.next() {
            Some("generate") => Task::Generate,
            Some("import") => Task::Import,
            Some("serve") => Task::Serve,
            Some("scale") => Task::Scale,
            Some("write") => Task::Write,
            Some("kill") => Task::Kill,
            Some("search") => Task::Search,
            Some("meaning") => Task::Meaning,
            Some(other) => return Err(format!("there is no task `{other}`")),
            None => return Err("name a task".into()),
        };
        let words: Vec<&str> = words.collect();
        let mut options = Self::defaults(root, task, words.contains(&"--quick"));
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            match word {
                "--quick" => {}
                "--fresh" => options.fresh = true,
                "--dry" => options.dry = true,
                flag => {
                    let value =
                        words.next().ok_or_else(|| format!("`{flag}` is unknown or lacks its value"))?;
                    options.set(flag, value)?;
                }
            }
        }
        if task == Task::Generate && options.output.is_none() {
            return Err("say where to write the archive: -o FILE".into());
        }
        Ok(options)
    }

    fn defaults(root: &Path, task: Task, quick: bool) -> Self {
        let (questions, questions_large, rounds, seconds) =
            if quick { (300, 900, 1, 1) } else { (100_000, 1_000_000, 3, 8) };
        let (questions, answers) = match task {
            Task::Search => (if quick { 3_000 } else { 1_000_000 }, 2),
            Task::Meaning => (if quick { 300 } else { 20_000 }, 6),
            _ => (questions, 6),
        };
        Self {
            root: root.to_owned(),
            task,
            questions,
            questions_large,
            answers,
            seed: 1,
            output: None,
            binary: None,
            databases: Databases::Both,
            rounds,
            seconds,
            kills: if quick { 3 } else { 100 },
            fresh: false,
            // Figures of a smoke test are worth nothing to a reader.
            dry: quick,
            beir: Vec::new(),
            model: None,
            vectors: if quick { 3_000 } else { 100_000 },
        }
    }

    fn set(&mut self, flag: &str, value: &str) -> Result<(), String> {
        match flag {
            "--questions" => self.questions = number(flag, value, 1..=100_000_000)?,
            "--questions-large" => self.questions_large = number(flag, value, 1..=100_000_000)?,
            "--answers" => self.answers = number(flag, value, 0..=50)?,
            "--seed" => self.seed = number(flag, value, 0..=u64::MAX)?,
            "--rounds" => self.rounds = number(flag, value, 1..=100)?,
            "--kills" => self.kills = number(flag, value, 1..=10_000)?,
            "--seconds" => self.seconds = number(flag, value, 1..=600)?,
            "--output" | "-o" => self.output = Some(value.into()),
            "--beir" => self.beir.push(value.into()),
            "--model" => self.model = Some(value.into()),
            "--vectors" => self.vectors = number(flag, value, 1..=1_000_000)?,
            "--binary" => self.binary = Some(value.into()),
            "--database" => {
                self.databases = match value {
                    "sqlite" => Databases::Sqlite,
                    "postgres" => Databases::Postgres,
                    "both" => Databases::Both,
                    _ => return Err(format!("--database is sqlite, postgres or both, not `{value}`")),
                }
            }
            _ => return Err(format!("there is no option `{flag}`")),
        }
        Ok(())
    }

    /// Where archives and sites are kept between runs.
    pub(super) fn store(&self) -> PathBuf {
        self.root.join("target/bench")
    }
}

fn number<T>(flag: &str, value: &str, allowed: std::ops::RangeInclusive<T>) -> Result<T, String>
where
    T: std::str::FromStr + PartialOrd + std::fmt::Display,
{
    let number = value.replace('_', "").parse().ok().filter(|number| allowed.contains(number));
    number.ok_or_else(|| {
        format!("{flag} takes a number from {} to {}, not `{value}`", allowed.start(), allowed.end())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &str) -> Result<Options, String> {
        let words: Vec<String> = words.split_whitespace().map(String::from).collect();
        Options::parse(Path::new("."), &words)
    }

    #[test]
    fn words_are_read() {
        let options = parse("generate --questions 1_000 --seed 7 -o x.jsonl").unwrap();
        assert_eq!((options.questions, options.seed, options.answers), (1000, 7, 6));
        assert_eq!(options.output, Some("x.jsonl".into()));
        assert!(!options.dry);
        let quick = parse("serve --quick --seconds 2").unwrap();
        assert_eq!((quick.rounds, quick.seconds, quick.dry), (1, 2, true));
        assert_eq!(parse("import --database sqlite").unwrap().databases, Databases::Sqlite);
        let search = parse("search --beir a --beir b").unwrap();
        assert_eq!((search.questions, search.answers, search.beir.len()), (1_000_000, 2, 2));
    }

    #[test]
    fn nonsense_is_named() {
        let wrong = |words| parse(words).unwrap_err();
        assert_eq!(wrong(""), "name a task");
        assert_eq!(wrong("fly"), "there is no task `fly`");
        assert_eq!(wrong("generate"), "say where to write the archive: -o FILE");
        assert_eq!(wrong("serve --rounds 0"), "--rounds takes a number from 1 to 100, not `0`");
        assert_eq!(wrong("serve --colour red"), "there is no option `--colour`");
        assert_eq!(wrong("serve --seed"), "`--seed` is unknown or lacks its value");
    }
}
