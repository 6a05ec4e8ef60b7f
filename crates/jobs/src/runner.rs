//! The runner: takes jobs from the queue and does them, several at a time, for as long as the program runs.

use std::{
    collections::HashMap,
    future::Future,
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use db::{Db, entity::job::Model, sea_orm::DbErr};
use futures_util::{FutureExt, StreamExt, stream};
use tokio::sync::Notify;

use crate::{
    Fault, Job,
    queue::{self, Held},
};

/// The part of its lease that a job may take, so that its end is on record before another runner may begin it.
const ENOUGH: f64 = 0.8;

/// How the runner goes about it.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How long a job may take before another runner may think its own dead.
    pub lease: Duration,
    /// How often the queue is looked at when nobody wakes the runner.
    pub poll: Duration,
    /// Jobs that are done at the same time.
    pub at_once: usize,
    /// How long the first failure puts a job off; each further one doubles it.
    pub first_wait: Duration,
    /// The longest that a failure puts a job off.
    pub longest_wait: Duration,
}

type Work = Pin<Box<dyn Future<Output = Result<(), Fault>> + Send>>;
type Handler<C> = Box<dyn Fn(&str, C) -> Work + Send + Sync>;

struct Known<C> {
    handler: Handler<C>,
    attempts: i32,
}

/// Does the jobs that were registered with it.
pub struct Runner<C> {
    db: Db,
    context: C,
    now: Box<dyn Fn() -> i64 + Send + Sync>,
    settings: Settings,
    known: HashMap<&'static str, Known<C>>,
    wake: Arc<Notify>,
    /// When the queue was last looked at. Now being earlier than that, the clock was ahead.
    looked: AtomicI64,
}

/// What a round came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Jobs that were done.
    pub done: usize,
    /// Jobs that were put off.
    pub put_off: usize,
    /// Jobs that were given up.
    pub given_up: usize,
}

impl Done {
    /// How many were begun.
    pub fn begun(self) -> usize {
        self.done + self.put_off + self.given_up
    }

    fn add(&mut self, other: Self) {
        self.done += other.done;
        self.put_off += other.put_off;
        self.given_up += other.given_up;
    }
}

impl<C: Clone + Send + Sync + 'static> Runner<C> {
    /// A runner that knows no job yet. `now` gives Unix seconds; `wake` is notified when a job was added.
    pub fn new(
        db: Db,
        context: C,
        now: impl Fn() -> i64 + Send + Sync + 'static,
        settings: Settings,
        wake: Arc<Notify>,
    ) -> Self {
        Self {
            db,
            context,
            now: Box::new(now),
            settings,
            known: HashMap::new(),
            wake,
            looked: AtomicI64::new(i64::MAX),
        }
    }

    /// Teaches it a kind of job.
    #[must_use]
    pub fn with<J: Job<Context = C>>(mut self) -> Self {
        let handler: Handler<C> = Box::new(|payload, context| match serde_json::from_str::<J>(payload) {
            Ok(job) => Box::pin(job.run(context)),
            // Its words may quote the payload.
            Err(_) => Box::pin(async { Err(Fault::GiveUp("its fields can't be read".into())) }),
        });
        self.known.insert(J::KIND, Known { handler, attempts: J::ATTEMPTS });
        self
    }

    /// Does jobs until the future is dropped.
    pub async fn run(&self) {
        let mut working = true;
        loop {
            match self.round().await {
                Ok(done) if done.begun() > 0 => {
                    working = true;
                    continue;
                }
                Ok(_) => working = true,
                // Told once and not each second.
                Err(error) if working => {
                    working = false;
                    tracing::warn!(trouble = ?db::Trouble::of(&error), "the queue of jobs can't be read; trying again");
                }
                Err(_) => {}
            }
            // Woken or not, the queue is looked at again: another process may have added a job.
            let _ = tokio::time::timeout(self.settings.poll, self.wake.notified()).await;
        }
    }

    /// Does everything that is due, and what that makes due, then returns.
    ///
    /// # Errors
    /// Whatever the database says of the queue itself.
    pub async fn drain(&self) -> Result<Done, DbErr> {
        let mut all = Done::default();
        loop {
            let round = self.round().await?;
            if round.begun() == 0 {
                return Ok(all);
            }
            all.add(round);
        }
    }

    async fn round(&self) -> Result<Done, DbErr> {
        let taken = self.take().await?;
        let outcomes: Vec<_> = stream::iter(taken)
            .map(|job| self.one(job))
            .buffer_unordered(self.settings.at_once.max(1))
            .collect()
            .await;
        let mut all = Done::default();
        for outcome in outcomes {
            all.add(outcome?);
        }
        Ok(all)
    }

    /// Sees to jobs that wait for a time which a clock that was ahead has told: at first, and when it was put right.
    async fn put_right(&self, now: i64) -> Result<(), DbErr> {
        if now < self.looked.load(Ordering::Relaxed) {
            let after =
                |time: Duration| now.saturating_add(i64::try_from(time.as_secs()).unwrap_or(i64::MAX));
            let (lease, retry) = (after(self.settings.lease), after(self.settings.longest_wait));
            let tx = self.db.begin().await?;
            queue::recall(&tx, now, lease, retry).await?;
            tx.commit().await?;
        }
        self.looked.store(now, Ordering::Relaxed);
        Ok(())
    }

    async fn take(&self) -> Result<Vec<Model>, DbErr> {
        let now = (self.now)();
        self.put_right(now).await?;
        // On a quiet site the writer is not bothered just to learn that there is nothing to do.
        if !queue::any_due(self.db.read(), now).await? {
            return Ok(Vec::new());
        }
        let lease = i64::try_from(self.settings.lease.as_secs()).unwrap_or(i64::MAX);
        let tx = self.db.begin().await?;
        let taken =
            queue::claim(&tx, now, now.saturating_add(lease), self.settings.at_once.max(1) as u64).await?;
        tx.commit().await?;
        Ok(taken)
    }

    async fn one(&self, job: Model) -> Result<Done, DbErr> {
        let attempts = job.attempts.saturating_add(1);
        let most = self.known.get(job.kind.as_str()).map_or(1, |known| known.attempts);
        let outcome = if job.attempts >= most {
            // Its runners died of it, or with it.
            Err(Fault::GiveUp("it was begun too often and never ended".into()))
        } else {
            self.attempt(&job).await
        };
        let held = Held { id: job.id, attempts };
        let tx = self.db.begin().await?;
        let done = match outcome {
            Ok(()) => {
                queue::finish(&tx, held).await?;
                Done { done: 1, ..Done::default() }
            }
            Err(Fault::Retry(error)) if attempts < most => {
                tracing::info!(job = job.id, kind = job.kind, attempts, error, "a job is put off");
                let again = (self.now)().saturating_add(self.wait(attempts));
                queue::put_back(&tx, held, Some(again), &error).await?;
                Done { put_off: 1, ..Done::default() }
            }
            Err(Fault::Retry(error) | Fault::GiveUp(error)) => {
                tracing::warn!(job = job.id, kind = job.kind, attempts, error, "a job is given up");
                queue::put_back(&tx, held, None, &error).await?;
                Done { given_up: 1, ..Done::default() }
            }
        };
        tx.commit().await?;
        Ok(done)
    }

    async fn attempt(&self, job: &Model) -> Result<(), Fault> {
        let Some(known) = self.known.get(job.kind.as_str()) else {
            return Err(Fault::GiveUp("this version of the program knows no such job".into()));
        };
        let work = AssertUnwindSafe((known.handler)(&job.payload, self.context.clone())).catch_unwind();
        match tokio::time::timeout(self.settings.lease.mul_f64(ENOUGH), work).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(Fault::Retry("it came to a sudden end".into())),
            Err(_) => Err(Fault::Retry("it took too long".into())),
        }
    }

    /// Seconds until the next attempt after this many.
    fn wait(&self, attempts: i32) -> i64 {
        let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(30);
        let wait = self.settings.first_wait.saturating_mul(1 << doublings).min(self.settings.longest_wait);
        i64::try_from(wait.as_secs()).unwrap_or(i64::MAX)
    }
}
