//! Changes of one kind that come at the same time, made in one transaction: the disk is waited for once, and each
//! statement is sent once, for all of them.

use std::thread;

use tokio::{
    runtime::Builder,
    sync::{mpsc, oneshot},
};

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
        let desk = self.lasting(|_| Desk::<T>::open());
        let (tell, told) = oneshot::channel();
        // Who sits there leaves with the last of those who can hand something in.
        desk.0.send(Handed { app: self.clone(), one, tell }).map_err(|_| Failure::Internal)?;
        told.await.unwrap_or(Err(Failure::Internal))
    }
}

/// Where changes of one kind are handed in.
struct Desk<T: Joint>(mpsc::UnboundedSender<Handed<T>>);

struct Handed<T: Joint> {
    app: App,
    one: T,
    tell: oneshot::Sender<Result<T::Done, Failure>>,
}

impl<T: Joint> Desk<T> {
    /// One thread makes these changes and nothing else: among the tasks that make pages, it would wait behind them after each
    /// statement, and so would the connection that it gives back and takes again.
    fn open() -> Self {
        let (hand, handed) = mpsc::unbounded_channel();
        let at_work = thread::Builder::new().name("together".into()).spawn(|| work(handed));
        if let Err(error) = at_work {
            tracing::error!(%error, "the system has no thread to give; what is sent is refused");
        }
        Self(hand)
    }
}

fn work<T: Joint>(mut handed: mpsc::UnboundedReceiver<Handed<T>>) {
    let runtime = match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!(%error, "the system has no event queue to give; what is sent is refused");
            return;
        }
    };
    runtime.block_on(async {
        let mut some = Vec::with_capacity(MOST);
        while handed.recv_many(&mut some, MOST).await > 0 {
            // Should they break off, those who wait hear so: nobody is left who could tell them anything else.
            let _ = tokio::spawn(make(std::mem::take(&mut some))).await;
        }
    });
}

async fn make<T: Joint>(some: Vec<Handed<T>>) {
    let Some(app) = some.first().map(|handed| handed.app.clone()) else { return };
    let (all, tell): (Vec<T>, Vec<_>) = some.into_iter().map(|handed| (handed.one, handed.tell)).unzip();
    for (tell, done) in tell.into_iter().zip(T::make(&app, all).await) {
        // Who has gone away does not hear of it.
        let _ = tell.send(done);
    }
}
