//! Work that is done in the background: a queue in the database, and the runner that empties it.
//!
//! A job is written in the transaction that makes it necessary, so it is lost or kept together with its cause. It is done
//! at least once: a runner that dies holds a job only until its lease runs out, and then another takes it. Knows no job.

mod look;
mod queue;
mod runner;

use std::future::Future;

use serde::{Serialize, de::DeserializeOwned};

pub use look::{Entry, dead, depth, forget, list, revive, revive_all};
pub use queue::{enqueue, enqueue_at, enqueue_each_once, enqueue_once};
pub use runner::{Done, Runner, Settings};

/// One kind of work. What it needs to know is its fields; they are kept as JSON.
pub trait Job: Serialize + DeserializeOwned + Send + 'static {
    /// What every job of the program may use.
    type Context: Clone + Send + Sync + 'static;

    /// The word that stands for it in the table. A released word is never changed.
    const KIND: &'static str;

    /// How often it is begun before it is given up.
    const ATTEMPTS: i32 = 12;

    /// Does it.
    fn run(self, context: Self::Context) -> impl Future<Output = Result<(), Fault>> + Send;
}

/// Why a job was not done. The words are kept with the job, so they must hold no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It may work later.
    Retry(String),
    /// It never will.
    GiveUp(String),
}

impl Fault {
    /// Tries again later, whatever it was.
    pub fn retry(error: impl std::fmt::Display) -> Self {
        Self::Retry(error.to_string())
    }
}

impl From<db::sea_orm::DbErr> for Fault {
    fn from(error: db::sea_orm::DbErr) -> Self {
        // The error itself may quote values; its kind is enough to tell what to do.
        Self::Retry(format!("the database refused: {:?}", db::Trouble::of(&error)))
    }
}
