//! `consilium jobs`: the work in the background, and another try for what was given up.

use clap::{Args, Subcommand};
use db::{Db, value::JobState};
use jobs::Entry;
use serde_json::json;
use site::app::Clock;

use crate::{
    failure::{Failure, Outcome},
    open::{self, Global},
    terminal,
};

/// Most jobs that are listed.
const MOST: u64 = 200;

/// See the work in the background, and try again what was given up
#[derive(Args, Debug)]
pub(crate) struct Jobs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    List(List),
    Retry(Retry),
}

/// List the jobs that wait, run or were given up, newest first
///
/// Says which job it is, how old it is, how often it was begun and why it failed the last time; never what it is about,
/// since that may name people.
#[derive(Args, Debug)]
struct List {
    /// Only those that were given up
    #[arg(long)]
    dead: bool,
}

/// Have jobs that were given up begun again, by the site when it runs
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
struct Retry {
    /// The job's number, as the list shows it
    #[arg(value_name = "ID")]
    id: Option<i64>,
    /// All of them
    #[arg(long)]
    all: bool,
}

impl Jobs {
    pub(crate) fn run(self, global: &Global) -> Outcome {
        let config = global.load(&[])?;
        open::block_on(&config.clone(), async {
            let db = open::existing(&config).await?;
            let done = match &self.verb {
                Verb::List(list) => list.run(&db, global).await,
                Verb::Retry(retry) => retry.run(&db, global).await,
            };
            db.close().await?;
            done
        })
    }
}

impl List {
    async fn run(&self, db: &Db, global: &Global) -> Outcome {
        let states = if self.dead { &[JobState::Dead] } else { JobState::ALL };
        let jobs = jobs::list(db.read(), states, MOST).await?;
        let (live, dead) = jobs::depth(db.read()).await?;
        let now = Clock::system().now();
        if global.json {
            let told: Vec<_> = jobs.iter().map(|job| as_json(job, now)).collect();
            return terminal::say_json(&json!({ "jobs": told, "waiting": live, "given_up": dead }));
        }
        terminal::say(&as_table(&jobs, now))?;
        terminal::say(&format!("{live} waiting, {dead} given up\n"))
    }
}

fn as_json(job: &Entry, now: i64) -> serde_json::Value {
    json!({
        "id": job.id, "kind": job.kind, "state": job.state.word(), "age": now.saturating_sub(job.created_at),
        "attempts": job.attempts, "error": job.error,
    })
}

fn as_table(jobs: &[Entry], now: i64) -> String {
    if jobs.is_empty() {
        return String::new();
    }
    let mut table = terminal::table(&["ID", "Job", "State", "Age", "Attempts", "Last error"]);
    for job in jobs {
        let (id, age) = (job.id.to_string(), age(now.saturating_sub(job.created_at)));
        let attempts = job.attempts.to_string();
        table.add_row([&id, &job.kind, job.state.word(), &age, &attempts, &job.error]);
    }
    format!("{}\n", terminal::lines(&table))
}

/// A time as people say it, in the largest unit that it fills.
fn age(seconds: i64) -> String {
    match seconds {
        ..60 => format!("{}s", seconds.max(0)),
        60..3_600 => format!("{}m", seconds / 60),
        3_600..86_400 => format!("{}h", seconds / 3_600),
        _ => format!("{}d", seconds / 86_400),
    }
}

impl Retry {
    async fn run(&self, db: &Db, global: &Global) -> Outcome {
        let (now, tx) = (Clock::system().now(), db.begin().await?);
        let again = match self.id {
            Some(id) => u64::from(jobs::revive(&tx, id, now).await?),
            None => jobs::revive_all(&tx, now).await?,
        };
        tx.commit().await?;
        if let (Some(id), 0) = (self.id, again) {
            let what =
                format!("no job {id} was given up; `consilium jobs list --dead` shows those that were");
            return Err(Failure::failed(what));
        }
        if global.json {
            return terminal::say_json(&json!({ "again": again }));
        }
        terminal::say(&match again {
            0 => "no job was given up\n".to_owned(),
            1 => "1 job is begun again\n".to_owned(),
            many => format!("{many} jobs are begun again\n"),
        })
    }
}
