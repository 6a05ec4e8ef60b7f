//! The site behind a real socket: what comes in broken, and how it stops.

use std::{sync::Arc, time::Duration};

use axum::{body::Body, http::Request};
use db::TestDb;
use http_body_util::BodyExt;
use site::web::{Front, Listener, serve};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::oneshot,
    task::JoinHandle,
};
use tower::ServiceExt;

use crate::harness::Site;

async fn start(front: Arc<Front>) -> (std::net::SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
    let listener = Listener::bind("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let (address, (stop, stopped)) = (listener.address, oneshot::channel());
    let served = tokio::spawn(serve(front, listener, None, async { drop(stopped.await) }));
    (address, stop, served)
}

async fn say(address: std::net::SocketAddr, words: &[u8]) -> String {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(words).await.unwrap();
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(10), socket.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[db::test]
async fn rubbish_is_refused_and_the_site_goes_on(test: TestDb) {
    let (address, stop, served) = start(Site::of(&test).await.front()).await;
    let many: String = (0..200).map(|i| format!("x-{i}: y\r\n")).collect();
    for (words, status) in [
        ("\x16\x03\x01\x02\x00\x01\x00\x01\r\n\r\n".to_owned(), "400"),
        ("GET / HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n".to_owned(), "400"),
        (format!("GET / HTTP/1.1\r\nhost: x\r\n{many}\r\n"), "431"),
        (format!("GET / HTTP/1.1\r\nhost: x\r\ncookie: {}\r\n\r\n", "c".repeat(100_000)), "431"),
        ("GET /%00 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".to_owned(), "400"),
        ("GET / HTTP/1.1\r\nhost: x\r\nif-none-match: \u{1f600}\r\naccept-language: \u{1f600}\r\nconnection: close\r\n\r\n".to_owned(), "200"),
    ] {
        let answer = say(address, words.as_bytes()).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{:.60} gives {:.80}", words, answer);
    }
    stop.send(()).unwrap();
    served.await.unwrap();
}

#[db::test]
async fn told_to_stop_it_closes_idle_connections_and_ends(test: TestDb) {
    let (address, stop, served) = start(Site::of(&test).await.front()).await;
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let mut first = [0_u8; 15];
    socket.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200 OK");
    stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(10), served).await.expect("it stops within its grace").unwrap();
    assert!(TcpStream::connect(address).await.is_err(), "and listens no more");
}

#[db::test]
async fn the_internal_listener_tells_what_was_counted(test: TestDb) {
    let site = Site::of(&test).await;
    for path in ["/", "/", "/nowhere"] {
        site.get(path).await;
    }
    site.app.gauges.set("consilium_search_entries", 7);
    let ask =
        |path: &'static str| site.front().internal().oneshot(Request::get(path).body(Body::empty()).unwrap());
    let text = ask("/metrics").await.unwrap().into_body().collect().await.unwrap().to_bytes();
    let text = String::from_utf8_lossy(&text).into_owned();
    for line in [
        "consilium_responses_total{class=\"2xx\"} 2",
        "consilium_responses_total{class=\"4xx\"} 1",
        "consilium_pages_total{from=\"memory\"} 1",
        "consilium_page_seconds_count 2",
        "consilium_search_entries 7",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert_eq!(ask("/readyz").await.unwrap().status(), 200);
}

#[db::test]
async fn without_its_database_the_site_says_so_and_serves_what_it_has(test: TestDb) {
    let site = Site::of(&test).await;
    let kept = site.get("/").await;
    test.db.clone().close().await.unwrap();
    assert_eq!(site.get("/").await.bytes, kept.bytes, "a page that was made goes on being served");
    let page = site.get("/questions").await;
    assert_eq!(page.status, 503);
    assert!(page.text().contains("The site cannot answer just now"));
    assert_eq!((page.header("retry-after"), page.header("cache-control")), ("5", "no-store"));
    assert_eq!(site.get("/readyz").await.status, 503);
    assert_eq!(site.get("/healthz").await.status, 200);
}
