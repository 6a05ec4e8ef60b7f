//! Being asked to stop: Ctrl-C and what service managers send.

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::failure::{Failure, Outcome};

/// Listens for SIGINT and SIGTERM, which from then on no longer end the program by themselves.
pub(crate) struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    /// Starts to listen.
    pub(crate) fn listen() -> Outcome<Self> {
        let kind =
            |kind| signal(kind).map_err(|e| Failure::failed(format!("signals can't be listened for: {e}")));
        Ok(Self { interrupt: kind(SignalKind::interrupt())?, terminate: kind(SignalKind::terminate())? })
    }

    /// Waits for the next one.
    pub(crate) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    /// Does something that a signal ends at once, with this message.
    pub(crate) async fn end<T>(
        &mut self,
        message: &str,
        work: impl Future<Output = Outcome<T>>,
    ) -> Outcome<T> {
        tokio::select! {
            done = work => done,
            () = self.next() => Err(Failure::failed(message)),
        }
    }
}
