//! The one way to change something: a transaction that also tells caches what it changed and takes along the jobs that
//! follow from it.

use std::ops::Deref;

use db::{
    Here, Statements,
    entity::content_change,
    sea_orm::{DatabaseTransaction, EntityTrait, QueryTrait},
};
use jobs::Job;

use super::{App, Tag};
use crate::error::Failure;

/// A change in the making. Dropped before [`Write::commit`], nothing of it happens.
pub struct Write<T = DatabaseTransaction> {
    tx: T,
    app: App,
    changed: Vec<Tag>,
    jobs: bool,
}

impl App {
    /// Begins a change.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] when the database can't be written to now.
    pub async fn write(&self) -> Result<Write, Failure> {
        Ok(Write::within(self, self.db.begin().await?))
    }

    /// Begins a change on the caller's own thread: for those that are made [together](super::Joint).
    ///
    /// # Errors
    /// As [`App::write`].
    pub async fn write_here(&self) -> Result<Write<Here>, Failure> {
        Ok(Write::within(self, self.db.begin_here().await?))
    }
}

impl<T: Statements> Write<T> {
    fn within(app: &App, tx: T) -> Self {
        Self { tx, app: app.clone(), changed: Vec::new(), jobs: false }
    }

    /// Notes that what depends on this is out of date once the change is through.
    pub fn changes(&mut self, tag: Tag) {
        if !self.changed.contains(&tag) {
            self.changed.push(tag);
        }
    }

    /// What every feature shares.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The time, in Unix seconds.
    pub fn now(&self) -> i64 {
        self.app.clock.now()
    }

    /// Adds a job that is begun at `run_at`, unless one with this key waits already.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enqueue_once<J: Job<Context = App>>(
        &mut self,
        job: J,
        key: &str,
        run_at: i64,
    ) -> Result<(), Failure> {
        self.enqueue_each_once(&[(job, key.to_owned(), run_at)]).await
    }

    /// The same for several of a kind.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enqueue_each_once<J: Job<Context = App>>(
        &mut self,
        all: &[(J, String, i64)],
    ) -> Result<(), Failure> {
        let now = self.app.clock.now();
        let due = all.iter().any(|(_, _, run_at)| *run_at <= now);
        self.jobs |= jobs::enqueue_each_once(&self.tx, all, now).await? && due;
        Ok(())
    }

    /// Makes it so.
    ///
    /// # Errors
    /// What the database says; then nothing of the change has happened.
    pub async fn commit(self) -> Result<(), Failure> {
        let Self { tx, app, changed, jobs } = self;
        if !changed.is_empty() {
            let now = app.clock.now();
            let rows = changed.iter().map(|tag| app.content.row(tag, now));
            tx.run(&QueryTrait::into_query(content_change::Entity::insert_many(rows))).await?;
        }
        tx.commit().await?;
        // A change of nothing that pages show, such as a sign-in, leaves them as they are.
        if !changed.is_empty() {
            app.content.note(&changed);
        }
        if jobs {
            app.wake.notify_one();
        }
        Ok(())
    }
}

impl Write {
    /// Adds a job, to be begun as soon as the change is through.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enqueue(&mut self, job: &impl Job<Context = App>) -> Result<(), Failure> {
        self.jobs = true;
        Ok(jobs::enqueue(&self.tx, job, self.app.clock.now()).await?)
    }

    /// Adds a job that is begun at `run_at`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enqueue_at(&self, job: &impl Job<Context = App>, run_at: i64) -> Result<(), Failure> {
        Ok(jobs::enqueue_at(&self.tx, job, run_at, self.app.clock.now()).await?)
    }
}

impl<T> Deref for Write<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.tx
    }
}
