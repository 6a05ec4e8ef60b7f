//! A site in a folder of its own, and the command run on it.

use std::{
    fmt::Debug,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use db::{Target, TestDb, sea_orm::EntityTrait};
use serde_json::Value;

/// Where a site keeps things, as flags of the command.
pub(crate) struct Site {
    pub(crate) folder: PathBuf,
    database: Option<String>,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Site {
    /// The site of a test's database.
    pub(crate) fn of(test: &TestDb) -> Self {
        let database = match &test.target {
            Target::File(_) => None,
            Target::Server(address) => Some(address.clone()),
        };
        Self { folder: test.folder.path().to_owned(), database }
    }

    /// The same with the small archive in it.
    pub(crate) fn filled(test: &TestDb) -> Self {
        let site = Self::of(test);
        let file = site.file("archive.jsonl", ARCHIVE);
        site.does(&["import", "jsonl", &file]);
        site
    }

    /// A site that nobody has made yet, in a folder that is not there.
    pub(crate) fn nowhere(parent: &Path) -> Self {
        Self { folder: parent.join("consilium-data"), database: None }
    }

    /// The command with the flags for this site, in an environment without settings.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_consilium"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CONSILIUM_")) {
            command.env_remove(name);
        }
        command.arg("--data-dir").arg(&self.folder).args(words).stdin(Stdio::null());
        if let Some(address) = &self.database {
            command.args(["--database", address]);
        }
        command
    }

    pub(crate) fn run(&self, words: &[&str]) -> Ended {
        run(self.command(words))
    }

    /// Runs a command that must succeed, and gives what it printed.
    pub(crate) fn does(&self, words: &[&str]) -> String {
        let ended = self.run(words);
        assert_eq!(ended.status, 0, "{words:?}: {ended:?}");
        ended.out
    }

    /// Runs a command that must succeed with `--json`.
    pub(crate) fn json(&self, words: &[&str]) -> Value {
        let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
        let out = self.does(&words);
        serde_json::from_str(&out)
            .unwrap_or_else(|error| panic!("{words:?} printed no JSON ({error}): {out}"))
    }

    /// Runs a command with something on its standard input.
    pub(crate) fn fed(&self, words: &[&str], input: &[u8]) -> Ended {
        let mut command = self.command(words);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        ended(child.wait_with_output().unwrap())
    }

    /// Writes a file beside the site's own.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.folder.join(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

pub(crate) fn run(mut command: Command) -> Ended {
    ended(command.output().unwrap())
}

fn ended(output: std::process::Output) -> Ended {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let ended = Ended {
        status: output.status.code().unwrap_or(-1),
        out: text(output.stdout),
        err: text(output.stderr),
    };
    assert!(!ended.err.contains("panicked") && !ended.err.contains("fault of the program"), "{ended:?}");
    ended
}

impl Ended {
    /// Asserts that it failed with this status and said all of this.
    #[track_caller]
    pub(crate) fn failed(&self, status: i32, said: &[&str]) {
        assert_eq!(self.status, status, "{self:?}");
        for part in said {
            assert!(self.err.contains(part), "{part:?} is not in {self:?}");
        }
        assert!(!self.err.contains("RUST_BACKTRACE"), "{self:?}");
    }
}

/// Questions in the database.
pub(crate) async fn questions(test: &TestDb) -> usize {
    db::entity::question::Entity::find().all(test.db.read()).await.unwrap().len()
}

/// An archive of one question that three doctors answer.
pub(crate) const ARCHIVE: &str = r#"{"kind":"archive","format":"consilium","version":1}
{"kind":"source","id":"made-up","name":"Made-up clinic","licence":"CC0-1.0"}
{"kind":"specialty","id":"dermatology","name":"Dermatology","practitioner":"Dermatologist","label":"Skin doctor"}
{"kind":"topic","id":"tea","name":"Tea","topic_kind":"treatment"}
{"kind":"doctor","source":"made-up","id":"d1","name":"Ada Sample","letters":["MD","FRCPC"],"specialty":"dermatology","city":"Testville","lang":"en"}
{"kind":"doctor","source":"made-up","id":"d2","name":"Bo Sample","letters":["MD"],"lang":"en"}
{"kind":"doctor","source":"made-up","id":"d3","letters":[],"specialty":"dermatology","city":"Otherton","lang":"en"}
{"kind":"rating","source":"made-up","doctor":"d1","sum":220.9,"count":47}
{"kind":"question","source":"made-up","id":"q1","number":12,"title":"Does tea stain teeth?","body":"I drink a lot of *green* tea.","lang":"en","scope":"general","topics":["tea"],"asked_at":"2024-05-01T09:30:00Z"}
{"kind":"answer","source":"made-up","id":"a1","question":"q1","doctor":"d1","headline":"Yes, it does","body":"Over the years.","lang":"en","stance":"yes","stance_source":"stated"}
{"kind":"answer","source":"made-up","id":"a2","question":"q1","doctor":"d2","headline":"Yes","body":"A little.","lang":"en","stance":"yes","stance_source":"stated"}
{"kind":"answer","source":"made-up","id":"a3","question":"q1","doctor":"d3","headline":"It depends","body":"On the tea.","lang":"en","stance":"depends","stance_source":"stated"}
"#;

/// A page of two answers, one by a doctor without a name.
pub(crate) const PAGE: &str = "\
Does green tea stain teeth?

I drink a lot of green tea and wonder.

Doctor Answers 2

Not that I have seen

Green tea does not stain teeth, in my experience.

Ada Sample, MD
Testville Dermatologist
4.7 out of 5 stars 47 reviews

No

No, green tea does not stain teeth.

Otherton Facial Plastic Surgeon
5.0 out of 5 stars 1 review
";

/// An archive of this many questions, each with two answers.
pub(crate) fn long_archive(questions: usize) -> String {
    let mut lines = ARCHIVE.lines().take(7).map(|line| format!("{line}\n")).collect::<String>();
    for n in 1..=questions {
        lines.push_str(&format!(
            r#"{{"kind":"question","source":"made-up","id":"q{n}","title":"Question number {n}?","body":"Body of {n}.","lang":"en","scope":"general","topics":["tea"]}}
{{"kind":"answer","source":"made-up","id":"a{n}","question":"q{n}","doctor":"d1","headline":"Yes","body":"Yes, it does.","lang":"en"}}
{{"kind":"answer","source":"made-up","id":"b{n}","question":"q{n}","doctor":"d2","headline":"No","body":"No, it does not.","lang":"en"}}
"#
        ));
    }
    lines
}
