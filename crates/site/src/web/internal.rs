//! The internal listener: what the operator's monitoring asks. Never reachable from where readers are.

use std::sync::Arc;

use axum::{Router, extract::State, http::StatusCode, routing::get};

use super::front::Front;

/// `/healthz`: the process runs. `/readyz`: it can answer. `/metrics`: Prometheus's text format.
pub(super) fn router(front: Arc<Front>) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(|State(front): State<Arc<Front>>| async move { metrics(&front) }))
        .with_state(front)
}

fn metrics(front: &Front) -> String {
    front.telemetry.render() + &front.app.gauges.render()
}

async fn ready(State(front): State<Arc<Front>>) -> (StatusCode, &'static str) {
    match front.app.content.refresh(&front.app.db, front.app.clock.now()).await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
