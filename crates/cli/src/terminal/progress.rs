//! How far an import or an export is, with the rate and the time left: on standard error, and only on a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use site::{app::Clock, archive::Progress};

/// With a known end.
const BOUNDED: &str = "{bar:24} {percent:>3}%  {msg}  {eta} left";
/// Without.
const OPEN: &str = "{spinner}  {msg}  {elapsed}";

/// A line that is drawn over and over. Draws nothing where standard error is no terminal.
pub(crate) struct Bar {
    bar: ProgressBar,
    clock: Clock,
    started: Duration,
}

impl Bar {
    /// Starts counting.
    pub(crate) fn new(clock: &Clock) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        Self { bar, clock: clock.clone(), started: clock.elapsed() }
    }

    /// Draws how far the work is.
    pub(crate) fn show(&self, so_far: Progress) {
        let template = if so_far.total_bytes.is_some() { BOUNDED } else { OPEN };
        if self.bar.length() != so_far.total_bytes || so_far.records == 0 {
            let style =
                ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
            self.bar.set_style(style.progress_chars("━━ "));
            if let Some(total) = so_far.total_bytes {
                self.bar.set_length(total);
            }
        }
        let seconds = self.clock.elapsed().saturating_sub(self.started).as_secs_f64();
        let rate = if seconds > 0.0 { so_far.records as f64 / seconds } else { 0.0 };
        self.bar.set_message(format!("{} records, {rate:.0} a second", so_far.records));
        self.bar.set_position(so_far.bytes);
    }

    /// Says something without spoiling the line.
    pub(crate) fn note(&self, text: &str) {
        self.bar.suspend(|| super::note(text));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
