//! The one place that asks for the time, so that tests can say what time it is.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// Tells the time: the system's, or one that a test sets.
#[derive(Clone, Debug)]
pub struct Clock {
    fixed: Option<Arc<AtomicI64>>,
    started: Instant,
}

impl Clock {
    /// The system's time.
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else asks")]
    pub fn system() -> Self {
        Self { fixed: None, started: Instant::now() }
    }

    /// A clock that stands until it is set.
    pub fn fixed(unix: i64) -> Self {
        Self { fixed: Some(Arc::new(AtomicI64::new(unix))), ..Self::system() }
    }

    /// Sets a fixed clock; the system's is left alone.
    pub fn set(&self, unix: i64) {
        if let Some(fixed) = &self.fixed {
            fixed.store(unix, Ordering::Relaxed);
        }
    }

    /// Now, in Unix seconds.
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else asks")]
    pub fn now(&self) -> i64 {
        match &self.fixed {
            Some(fixed) => fixed.load(Ordering::Relaxed),
            None => {
                SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed())
            }
        }
    }

    /// The time since some moment, for telling two times apart: unlike the time of day it never goes back, unless a test
    /// sets it so.
    pub fn steady(&self) -> Duration {
        match &self.fixed {
            Some(fixed) => Duration::from_secs(fixed.load(Ordering::Relaxed).unsigned_abs()),
            None => self.started.elapsed(),
        }
    }

    /// How long this clock has run: for measuring, never for telling the time.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}
