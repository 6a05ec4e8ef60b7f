//! What the operator can see: the log and the counters. Neither ever holds a person's name, address or words.

use std::time::Duration;

use axum::{body::Body, extract::MatchedPath, http::Request, middleware::Next, response::Response};
use metrics::{Counter, Histogram, Key, Level, Metadata, Recorder};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::config::{LogFormat, Logging};

/// Starts the log on standard error. A second call changes nothing.
///
/// # Errors
/// What is wrong with the configured filter.
pub fn start_log(logging: &Logging) -> Result<(), String> {
    use tracing_subscriber::{EnvFilter, fmt, util::SubscriberInitExt};
    let filter = EnvFilter::try_new(&*logging.filter).map_err(|e| format!("logging.filter: {e}"))?;
    let builder = fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(true);
    let started = match logging.format {
        LogFormat::Text => builder.with_ansi(false).finish().try_init(),
        LogFormat::Json => builder.json().flatten_event(true).finish().try_init(),
    };
    // Only a second start fails, and then the first one's log goes on.
    started.or(Ok(()))
}

/// The counters that Prometheus reads.
pub(super) struct Telemetry {
    handle: PrometheusHandle,
    /// Pages served from memory.
    pub(super) warm: Counter,
    /// Pages made.
    pub(super) cold: Counter,
    /// How long making one took, in seconds.
    pub(super) making: Histogram,
    classes: [Counter; 5],
}

const METADATA: Metadata<'static> = Metadata::new(module_path!(), Level::INFO, Some(module_path!()));

impl Telemetry {
    pub(super) fn new() -> Self {
        let buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];
        let builder = PrometheusBuilder::new();
        let builder = builder
            .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &buckets)
            .unwrap_or_else(|_| PrometheusBuilder::new());
        let recorder = builder.build_recorder();
        let counter = |name: &'static str, labels: &[(&'static str, &'static str)]| {
            recorder.register_counter(&Key::from_parts(name, labels), &METADATA)
        };
        let class = |class: &'static str| counter("consilium_responses_total", &[("class", class)]);
        Self {
            warm: counter("consilium_pages_total", &[("from", "memory")]),
            cold: counter("consilium_pages_total", &[("from", "database")]),
            making: recorder.register_histogram(&Key::from_name("consilium_page_seconds"), &METADATA),
            classes: [class("1xx"), class("2xx"), class("3xx"), class("4xx"), class("5xx")],
            handle: recorder.handle(),
        }
    }

    /// Counts a response by the class of its status.
    pub(super) fn count(&self, status: u16) {
        let class = usize::from(status / 100).clamp(1, 5) - 1;
        self.classes[class].increment(1);
    }

    /// Folds in what was measured since the last time; without it measurements pile up until somebody asks.
    pub(super) fn fold(&self) {
        self.handle.run_upkeep();
    }

    /// Everything counted, in Prometheus's text format.
    pub(super) fn render(&self) -> String {
        self.handle.render()
    }

    /// Notes how long a page took to make.
    pub(super) fn made_in(&self, took: Duration) {
        self.cold.increment(1);
        self.making.record(took.as_secs_f64());
    }
}

/// Tells the front which route answered, so that the log names the route and not the address.
pub(super) async fn note_route(matched: MatchedPath, request: Request<Body>, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.extensions_mut().insert(matched);
    response
}
