//! Changes of one kind that come at the same time, made in one transaction: the disk is waited for once, and each
//! statement is sent once, for all of them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::App;
use crate::error::Failure;

/// Most changes of one transaction, so that the first of them does not wait for a crowd.
const MOST: usize = 64;

/// A change that is worth making together with others like it.
pub trait Joint: Sized + Send + 'static {
    /// What became of it.
    type Done: Send;

    /// Makes these changes, in this order, and tells of each what became of it. What is told as done is on disk.
    fn make(app: &App, all: Vec<Self>) -> impl Future<Output = Vec<Result<Self::Done, Failure>>> + Send;
}

impl App {
    /// Makes a change, together with those that come while others are being made.
    ///
    /// A change that was handed in is made even when whoever handed it in does not stay to hear of it.
    ///
    /// # Errors
    /// What [`Joint::make`] says of this one.
    pub async fn together<T: Joint>(&self, one: T) -> Result<T::Done, Failure> {
        let queue = self.lasting(|_| Queue::<T>::default());
        let (tell, told) = oneshot::channel();
        if queue.add(one, tell) {
            tokio::spawn(Shift { queue, over: false }.work(self.clone()));
        }
        told.await.unwrap_or(Err(Failure::Internal))
    }
}

type Told<T> = oneshot::Sender<Result<<T as Joint>::Done, Failure>>;

struct Queue<T: Joint>(Mutex<Waiting<T>>);

struct Waiting<T: Joint> {
    all: Vec<(T, Told<T>)>,
    /// Whether somebody makes changes now and will come back for these.
    at_work: bool,
}

impl<T: Joint> Default for Queue<T> {
    fn default() -> Self {
        Self(Mutex::new(Waiting { all: Vec::new(), at_work: false }))
    }
}

impl<T: Joint> Queue<T> {
    fn waiting(&self) -> MutexGuard<'_, Waiting<T>> {
        // Nothing is left half done in it, whoever panicked while holding it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True: nobody is at work, and whoever added this has to see to it.
    fn add(&self, one: T, tell: Told<T>) -> bool {
        let mut waiting = self.waiting();
        waiting.all.push((one, tell));
        !std::mem::replace(&mut waiting.at_work, true)
    }

    /// The next ones to make. None: there are none, and nobody is at work any more.
    fn next(&self) -> Option<(Vec<T>, Vec<Told<T>>)> {
        let mut waiting = self.waiting();
        if waiting.all.is_empty() {
            waiting.at_work = false;
            return None;
        }
        let some = waiting.all.len().min(MOST);
        Some(waiting.all.drain(..some).unzip())
    }
}

/// Somebody at work. When they break off, those who wait are told so rather than left waiting.
struct Shift<T: Joint> {
    queue: Arc<Queue<T>>,
    /// Whether all was made; from then on another shift may have begun.
    over: bool,
}

impl<T: Joint> Shift<T> {
    async fn work(mut self, app: App) {
        while let Some((all, tell)) = self.queue.next() {
            let done = T::make(&app, all).await;
            for (tell, done) in tell.into_iter().zip(done) {
                // Who has gone away does not hear of it.
                let _ = tell.send(done);
            }
        }
        self.over = true;
    }
}

impl<T: Joint> Drop for Shift<T> {
    fn drop(&mut self) {
        if !self.over {
            let mut waiting = self.queue.waiting();
            waiting.all.clear();
            waiting.at_work = false;
        }
    }
}
