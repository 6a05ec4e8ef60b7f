//! The queue on both databases.
#![cfg(test)]

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use db::{
    Db, TestDb, entity,
    sea_orm::{DbErr, EntityTrait},
    value::JobState,
};
use jobs::{Done, Fault, Job, Runner, Settings};
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, Notify};

type Log = Arc<Mutex<Vec<String>>>;

#[derive(Serialize, Deserialize)]
struct Note {
    text: String,
}

impl Job for Note {
    type Context = Log;
    const KIND: &'static str = "note";
    const ATTEMPTS: i32 = 3;

    async fn run(self, log: Log) -> Result<(), Fault> {
        log.lock().await.push(self.text.clone());
        match self.text.as_str() {
            "later" => Err(Fault::Retry("not now".into())),
            "never" => Err(Fault::GiveUp("no".into())),
            "panic" => panic!("a job must not take the runner with it"),
            "slow" => {
                tokio::time::sleep(Duration::from_secs(60)).await;
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

struct Bench {
    runner: Runner<Log>,
    log: Log,
    clock: Arc<AtomicI64>,
}

fn bench(db: &Db) -> Bench {
    let (log, clock) = (Log::default(), Arc::new(AtomicI64::new(1_000)));
    let settings = Settings {
        lease: Duration::from_secs(2),
        poll: Duration::from_millis(20),
        at_once: 3,
        first_wait: Duration::from_secs(10),
        longest_wait: Duration::from_secs(15),
    };
    let now = clock.clone();
    let now = move || now.load(Ordering::Relaxed);
    let runner = Runner::new(db.clone(), log.clone(), now, settings, Arc::new(Notify::new())).with::<Note>();
    Bench { runner, log, clock }
}

async fn add(db: &Db, text: &str) {
    let tx = db.begin().await.unwrap();
    jobs::enqueue(&tx, &Note { text: text.into() }, 1_000).await.unwrap();
    tx.commit().await.unwrap();
}

impl Bench {
    async fn done(&self) -> Vec<String> {
        let mut done = std::mem::take(&mut *self.log.lock().await);
        done.sort();
        done
    }

    /// Goes on with the round until a job is begun, however long the machine takes, and no further.
    async fn until_begun(&self, round: impl Future<Output = Result<Done, DbErr>>) {
        let begun = async {
            while self.log.lock().await.is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::select! {
            ended = round => panic!("it ended by itself: {ended:?}"),
            () = begun => {}
        }
    }
}

#[db::test]
async fn a_job_is_done_once_its_cause_is_on_record(test: TestDb) {
    let bench = bench(&test.db);
    let tx = test.db.begin().await.unwrap();
    jobs::enqueue(&tx, &Note { text: "dropped".into() }, 1_000).await.unwrap();
    tx.rollback().await.unwrap();
    for text in ["a", "b", "c", "d", "e"] {
        add(&test.db, text).await;
    }
    assert_eq!(bench.runner.drain().await.unwrap(), Done { done: 5, ..Done::default() });
    assert_eq!(bench.done().await, ["a", "b", "c", "d", "e"]);
    assert_eq!(bench.runner.drain().await.unwrap().begun(), 0);
    assert_eq!(jobs::depth(test.db.read()).await.unwrap(), (0, 0));
}

#[db::test]
async fn a_failure_is_tried_again_each_time_later_and_then_laid_aside(test: TestDb) {
    let bench = bench(&test.db);
    add(&test.db, "later").await;
    for (wait, outcome) in [
        (0, Done { put_off: 1, ..Done::default() }),
        (9, Done::default()),
        (1, Done { put_off: 1, ..Done::default() }),
        (14, Done::default()),
        (1, Done { given_up: 1, ..Done::default() }),
        (1_000, Done::default()),
    ] {
        bench.clock.fetch_add(wait, Ordering::Relaxed);
        assert_eq!(bench.runner.drain().await.unwrap(), outcome, "at {:?}", bench.clock);
    }
    let dead = jobs::dead(test.db.read(), 10).await.unwrap();
    assert_eq!((dead.len(), dead[0].attempts, dead[0].error.as_str()), (1, 3, "not now"));
    let tx = test.db.begin().await.unwrap();
    jobs::revive(&tx, dead[0].id, 2_025).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(bench.runner.drain().await.unwrap().put_off, 1, "it may be tried again by hand");
}

#[db::test]
async fn what_can_never_work_is_laid_aside_at_once(test: TestDb) {
    let bench = bench(&test.db);
    add(&test.db, "never").await;
    let tx = test.db.begin().await.unwrap();
    db::sea_orm::ConnectionTrait::execute_unprepared(
        &tx,
        "INSERT INTO job (kind, payload, state, run_at, attempts, created_at) VALUES \
         ('unknown', '{}', 'waiting', 0, 0, 0), ('note', 'no JSON with a secret', 'waiting', 0, 0, 0)",
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(bench.runner.drain().await.unwrap(), Done { given_up: 3, ..Done::default() });
    let dead = jobs::dead(test.db.read(), 10).await.unwrap();
    assert!(dead.iter().all(|dead| !dead.error.contains("secret")), "{dead:?}");
}

#[db::test]
async fn a_job_that_panics_or_hangs_is_a_failure_like_others(test: TestDb) {
    let bench = bench(&test.db);
    for text in ["panic", "slow", "fine"] {
        add(&test.db, text).await;
    }
    assert_eq!(bench.runner.drain().await.unwrap(), Done { done: 1, put_off: 2, given_up: 0 });
}

#[db::test]
async fn what_a_dead_runner_held_is_taken_up_by_another(test: TestDb) {
    let (first, second) = (bench(&test.db), bench(&test.db));
    add(&test.db, "slow").await;
    first.until_begun(first.runner.drain()).await;
    assert_eq!(second.runner.drain().await.unwrap().begun(), 0, "it is still held");
    second.clock.fetch_add(3, Ordering::Relaxed);
    assert_eq!(second.runner.drain().await.unwrap().begun(), 1);
}

#[db::test]
async fn runners_share_a_queue_without_doing_anything_twice(test: TestDb) {
    let (first, second) = (bench(&test.db), bench(&test.db));
    let texts: Vec<String> = (100..140).map(|number| number.to_string()).collect();
    for text in &texts {
        add(&test.db, text).await;
    }
    let (a, b) = tokio::join!(first.runner.drain(), second.runner.drain());
    assert_eq!(a.unwrap().done + b.unwrap().done, 40);
    let mut done = first.done().await;
    done.extend(second.done().await);
    done.sort();
    assert_eq!(done, texts);
}

#[db::test]
async fn a_key_holds_a_place_until_the_job_is_begun(test: TestDb) {
    let bench = bench(&test.db);
    let mut added = Vec::new();
    for _ in 0..3 {
        let tx = test.db.begin().await.unwrap();
        let note = Note { text: "digest".into() };
        added.push(jobs::enqueue_once(&tx, &note, "daily", 1_000, 1_000).await.unwrap());
        tx.commit().await.unwrap();
    }
    assert_eq!(added, [true, false, false]);
    assert_eq!(bench.runner.drain().await.unwrap().done, 1);
    let tx = test.db.begin().await.unwrap();
    assert!(jobs::enqueue_once(&tx, &Note { text: "digest".into() }, "daily", 1_000, 1_000).await.unwrap());
}

#[db::test]
async fn a_running_runner_hears_of_a_job(test: TestDb) {
    let bench = bench(&test.db);
    let log = bench.log.clone();
    let running = tokio::spawn(async move { bench.runner.run().await });
    tokio::time::sleep(Duration::from_millis(60)).await;
    add(&test.db, "heard").await;
    for _ in 0..200 {
        if !log.lock().await.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(*log.lock().await, ["heard"]);
    running.abort();
}

#[db::test]
async fn a_runner_that_comes_back_late_changes_nothing(test: TestDb) {
    let (late, second) = (bench(&test.db), bench(&test.db));
    add(&test.db, "slow").await;
    let held = late.runner.drain();
    tokio::pin!(held);
    late.until_begun(&mut held).await;
    second.clock.fetch_add(3, Ordering::Relaxed);
    let holding = second.runner.drain();
    tokio::pin!(holding);
    second.until_begun(&mut holding).await;
    held.await.unwrap();
    let row = entity::job::Entity::find().one(test.db.read()).await.unwrap().unwrap();
    assert_eq!((row.state, row.attempts), (JobState::Running, 2), "the second one still holds it");
}

#[db::test]
async fn two_who_add_the_same_jobs_the_other_way_round_do_not_wait_for_each_other(test: TestDb) {
    if test.db.kind() == "PostgreSQL" {
        // Each row takes its time, so that both are in the middle of theirs.
        let slow = "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS \
            $$ BEGIN PERFORM pg_sleep(0.1); RETURN NEW; END $$; \
            CREATE TRIGGER slow BEFORE INSERT ON job FOR EACH ROW EXECUTE FUNCTION slow()";
        let tx = test.db.begin().await.unwrap();
        db::sea_orm::ConnectionTrait::execute_unprepared(&tx, slow).await.unwrap();
        tx.commit().await.unwrap();
    }
    let keys = ["a", "b", "c", "d"];
    let note = |key: &&str| (Note { text: (*key).into() }, (*key).to_owned(), 1_000);
    let (there, back): (Vec<_>, Vec<_>) =
        (keys.iter().map(note).collect(), keys.iter().rev().map(note).collect());
    let adding = |jobs: Vec<(Note, String, i64)>| async {
        let jobs = jobs;
        let tx = test.db.begin().await?;
        jobs::enqueue_each_once(&tx, &jobs, 1_000).await?;
        tx.commit().await
    };
    let (one, other) = tokio::join!(adding(there), adding(back));
    assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
    assert_eq!(entity::job::Entity::find().all(test.db.read()).await.unwrap().len(), keys.len());
}
