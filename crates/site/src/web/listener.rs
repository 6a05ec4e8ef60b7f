//! Taking connections: HTTP/1.1 with limits on time, heads and numbers, and a stop that finishes what is in flight.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo, http::Request};
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tower::ServiceExt;

use super::Front;
use crate::config::Server;

/// Headers that one request may have.
const MAX_HEADERS: usize = 64;
/// Bytes that the head of a request may take.
const MAX_HEAD: usize = 32 * 1024;

/// An address that is listened on, before anything is served.
pub struct Listener {
    socket: TcpListener,
    /// The address, with the port that was taken.
    pub address: SocketAddr,
}

impl Listener {
    /// Takes the address.
    ///
    /// # Errors
    /// A message that says why it can't be taken and what to do.
    pub async fn bind(address: SocketAddr) -> Result<Self, String> {
        let advice = "stop the program that listens there, or choose another address with --bind";
        let socket = TcpListener::bind(address)
            .await
            .map_err(|e| format!("cannot listen on {address}: {e}; {advice}"))?;
        let address = socket.local_addr().map_err(|e| format!("cannot listen on {address}: {e}"))?;
        Ok(Self { socket, address })
    }
}

/// Serves the site until `stop` is done, then finishes what is in flight, within the configured grace.
pub async fn serve(
    front: Arc<Front>,
    listener: Listener,
    internal: Option<Listener>,
    stop: impl Future<Output = ()>,
) {
    let limits = front.app.config.server.clone();
    let inside = front.internal();
    let (done, finished) = tokio::sync::watch::channel(());
    if let Some(internal) = internal {
        let (limits, mut finished) = (limits.clone(), finished.clone());
        let answer = move |request| ask(inside.clone(), request);
        tokio::spawn(async move {
            let ended = async { drop(finished.changed().await) };
            take_connections(internal, &limits, answer, ended).await;
        });
    }
    let house = tokio::spawn(front.clone().keep_house());
    let answer = move |request: Request<Body>| {
        let front = front.clone();
        async move { front.answer(request).await }
    };
    take_connections(listener, &limits, answer, stop).await;
    house.abort();
    drop(done);
}

async fn ask(router: Router, request: Request<Body>) -> axum::response::Response {
    router.oneshot(request).await.unwrap_or_else(|never| match never {})
}

async fn take_connections<A, F>(
    listener: Listener,
    limits: &Server,
    answer: A,
    stop: impl Future<Output = ()>,
) where
    A: Fn(Request<Body>) -> F + Clone + Send + 'static,
    F: Future<Output = axum::response::Response> + Send + 'static,
{
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(limits.max_connections.count()));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.header_timeout.get())
        .max_headers(MAX_HEADERS)
        .max_buf_size(MAX_HEAD);
    tokio::pin!(stop);
    loop {
        let taken = async { (places.clone().acquire_owned().await, listener.socket.accept().await) };
        let (place, stream, peer) = tokio::select! {
            taken = taken => match taken {
                (Ok(place), Ok((stream, peer))) => (place, stream, peer),
                (_, Err(error)) => { pause_after(&error).await; continue }
                (Err(_), _) => break,
            },
            () = &mut stop => break,
        };
        let answer = answer.clone();
        let service = service_fn(move |request: Request<hyper::body::Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            let answered = answer(request);
            async move { Ok::<_, std::convert::Infallible>(answered.await) }
        });
        let connection = graceful.watch(http.serve_connection(TokioIo::new(prompt(stream)), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    let in_time = tokio::time::timeout(limits.shutdown_grace, graceful.shutdown()).await;
    if in_time.is_err() {
        tracing::warn!("some requests did not finish within server.shutdown_grace");
    }
}

/// Answers are written whole, so waiting to fill packets only delays them.
fn prompt(stream: TcpStream) -> TcpStream {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY could not be set");
    }
    stream
}

/// Too many open files and the like pass; asking again at once would only burn the processor.
async fn pause_after(error: &std::io::Error) {
    tracing::warn!(%error, "a connection could not be taken");
    tokio::time::sleep(Duration::from_millis(50)).await;
}
