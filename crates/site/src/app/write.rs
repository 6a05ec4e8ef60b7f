//! The one way to change something: a transaction that also tells caches what it changed and takes along the jobs that
//! follow from it.

use std::ops::Deref;

use db::{
    FromRow,
    entity::content_change,
    sea_orm::{DatabaseTransaction, EntityTrait, QueryTrait, StatementBuilder, sea_query::SelectStatement},
    write::{AtOnce, Table, fresh_ids},
};
use jobs::Job;

use super::{App, Tag};
use crate::error::Failure;

/// A change in the making. Dropped before [`Write::commit`], nothing of it happens.
pub struct Write {
    tx: DatabaseTransaction,
    app: App,
    changed: Vec<Tag>,
    jobs: bool,
    /// What is still to be sent before the end.
    last: AtOnce,
}

impl App {
    /// Begins a change.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] when the database can't be written to now.
    pub async fn write(&self) -> Result<Write, Failure> {
        let tx = self.db.begin().await?;
        Ok(Write { tx, app: self.clone(), changed: Vec::new(), jobs: false, last: AtOnce::default() })
    }
}

impl Write {
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

    /// Rows that this change has not touched, and that the query takes hold of until it is through.
    ///
    /// # Errors
    /// What the database says.
    pub async fn untouched<T: FromRow>(&self, query: &SelectStatement) -> Result<Vec<T>, Failure> {
        Ok(self.app.db.untouched(&self.tx, query).await?)
    }

    /// Identities for so many new rows of a table to which this change has added nothing yet.
    ///
    /// # Errors
    /// What the database says.
    pub async fn fresh_ids(&self, table: Table, count: usize) -> Result<Vec<i64>, Failure> {
        Ok(fresh_ids(&self.app.db, &self.tx, table, count).await?)
    }

    /// Adds a statement that gives nothing back and that nothing else of this change has to see: it is sent at the end,
    /// together with others like it.
    pub fn at_last(&mut self, statement: &impl StatementBuilder) {
        self.last.add(&self.tx, statement);
    }

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
        let Self { tx, app, changed, jobs, mut last } = self;
        if !changed.is_empty() {
            let now = app.clock.now();
            let rows = changed.iter().map(|tag| app.content.row(tag, now));
            last.add(&tx, &QueryTrait::into_query(content_change::Entity::insert_many(rows)));
        }
        last.run(&tx).await?;
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

impl Deref for Write {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &DatabaseTransaction {
        &self.tx
    }
}
