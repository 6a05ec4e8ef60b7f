//! Bodies without end, and bodies that never come, at a real socket.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use db::TestDb;
use site::{
    config::{Setting, Wait},
    web::{Front, Listener, serve},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::oneshot,
    task::JoinHandle,
};

use crate::harness::Site;

const GIGABYTE: u64 = 1 << 30;

struct Served {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    done: JoinHandle<()>,
}

impl Served {
    async fn start(front: Arc<Front>) -> Self {
        let listener = Listener::bind("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let (address, (stop, stopped)) = (listener.address, oneshot::channel());
        let done = tokio::spawn(serve(front, listener, None, async { drop(stopped.await) }));
        Self { address, stop, done }
    }

    async fn end(self) {
        self.stop.send(()).unwrap();
        self.done.await.unwrap();
    }

    /// Sends a head, then the same piece until it is refused. Gives what came back and how many bytes went out.
    async fn pour(&self, head: &str, piece: &[u8]) -> (String, u64) {
        let mut socket = TcpStream::connect(self.address).await.unwrap();
        socket.write_all(head.as_bytes()).await.unwrap();
        let (mut read, mut write) = socket.split();
        let mut sent = 0;
        let pouring = async {
            while sent < GIGABYTE && write.write_all(piece).await.is_ok() {
                sent += piece.len() as u64;
            }
            // What came back may wait behind what could not be sent any more.
            std::future::pending::<()>().await;
        };
        let mut answer = Vec::new();
        let reading = async { drop(read.read_to_end(&mut answer).await) };
        tokio::select! {
            () = pouring => {}
            () = reading => {}
            () = tokio::time::sleep(Duration::from_secs(20)) => panic!("nobody hung up"),
        }
        (String::from_utf8_lossy(&answer).into_owned(), sent)
    }

    async fn front_page(&self) -> String {
        let mut socket = TcpStream::connect(self.address).await.unwrap();
        socket.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[..15]).into_owned()
    }
}

fn head(path: &str, kind: &str, rest: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nhost: ask.example.org\r\nsec-fetch-site: same-origin\r\ncontent-type: {kind}\r\n{rest}\r\n\r\n"
    )
}

/// Bytes of this process in memory now.
fn memory() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    text.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or_default() * 4096
}

#[db::test]
async fn a_gigabyte_is_refused_before_it_has_come(test: TestDb) {
    let site = Site::of(&test).await;
    let served = Served::start(site.front()).await;
    let form = "application/x-www-form-urlencoded";
    let plain = vec![b'a'; 64 * 1024];
    let chunk = [b"10000\r\n", &plain[..], b"\r\n"].concat();
    let long = format!("content-length: {GIGABYTE}");
    let before = memory();
    for path in ["/sign-in", "/ask", "/sign-up", "/reset", "/ask/draft", "/nowhere", "/sign-out"] {
        for (rest, piece) in [(long.as_str(), &plain), ("transfer-encoding: chunked", &chunk)] {
            let head = head(path, form, rest);
            let pouring = served.pour(&head, piece);
            // Others are served meanwhile.
            let reading = async {
                tokio::time::sleep(Duration::from_millis(5)).await;
                served.front_page().await
            };
            let ((answer, sent), page) = tokio::join!(pouring, reading);
            assert_eq!(page, "HTTP/1.1 200 OK", "{path} {rest}");
            // Where the rest was still on its way the connection may be gone before the answer was read.
            let status = answer.get(9..12).unwrap_or_default();
            assert!(["", "413", "404", "303"].contains(&status), "{path} {rest}: {answer}");
            assert!(sent < 32 << 20, "{path} {rest}: took {sent} bytes");
        }
    }
    let grown = memory().saturating_sub(before);
    // Other tests run in this process as well.
    assert!(grown < 600 << 20, "grew by {grown} bytes");
    served.end().await;
}

#[db::test]
async fn a_length_that_is_too_great_is_told_before_anything_is_read(test: TestDb) {
    let site = Site::of(&test).await;
    let served = Served::start(site.front()).await;
    let mut socket = TcpStream::connect(served.address).await.unwrap();
    let rest = format!("content-length: {GIGABYTE}");
    socket.write_all(head("/sign-in", "application/x-www-form-urlencoded", &rest).as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let waited = tokio::time::timeout(Duration::from_secs(5), socket.read_to_end(&mut answer)).await;
    let answer = String::from_utf8_lossy(&answer);
    assert!(waited.is_ok() && answer.starts_with("HTTP/1.1 413"), "{answer:.200}");
    assert!(answer.contains("This is too long") && answer.contains("<h1>"));
    served.end().await;
}

#[db::test]
async fn a_document_without_end_is_refused_and_not_kept(test: TestDb) {
    use crate::credential::{LICENCE, clinic, last, site};
    clinic(&test).await;
    let (site, folder) = site(&test).await;
    let ann = site.member("ann").await;
    ann.sent("/doctors/ann-ash-utrecht/claim", LICENCE).await;
    let path = format!("/account/credentials/{}", last(&site).await.id);
    let served = Served::start(site.front()).await;
    let cookie = format!("cookie: __Host-session={}\r\n", ann.cookie("__Host-session").unwrap());
    let part = "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"x.pdf\"\r\n\r\n%PDF-1.7";
    let chunked = format!("{cookie}transfer-encoding: chunked");
    let head = head(&path, "multipart/form-data; boundary=edge", &chunked);
    let head = format!("{head}{:x}\r\n{part}\r\n", part.len());
    let chunk = [b"10000\r\n", &vec![b'a'; 64 * 1024][..], b"\r\n"].concat();
    let (answer, sent) = served.pour(&head, &chunk).await;
    let status = answer.get(9..12).unwrap_or_default();
    assert!(["", "413", "422"].contains(&status), "{answer}");
    assert!(sent < 64 << 20, "took {sent} bytes");
    let kept = || std::fs::read_dir(folder.path().join("evidence")).unwrap().count();
    assert_eq!(kept(), 0, "nothing of it is left");
    // Somebody who goes away in the middle leaves nothing either.
    let mut socket = TcpStream::connect(served.address).await.unwrap();
    socket.write_all(head.as_bytes()).await.unwrap();
    socket.write_all(&chunk).await.unwrap();
    soon(|| kept() == 1, "it is being written").await;
    drop(socket);
    soon(|| kept() == 0, "what there was of it is thrown away").await;
    served.end().await;
}

/// Waits until it is so.
async fn soon(so: impl Fn() -> bool, what: &str) {
    for _ in 0..500 {
        if so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("not so after a while: {what}");
}

#[db::test]
async fn a_body_that_comes_drop_by_drop_is_given_up(test: TestDb) {
    let site = Site::with(&test, |config| {
        config.server.body_timeout = Wait::parse("1s").unwrap();
        config.server.header_timeout = Wait::parse("1s").unwrap();
    })
    .await;
    let served = Served::start(site.front()).await;
    let form = "application/x-www-form-urlencoded";
    for (what, begun, drop, status) in [
        ("a body", head("/sign-in", form, "content-length: 100000"), &b"a"[..], "408"),
        ("chunks", head("/sign-in", form, "transfer-encoding: chunked"), b"1\r\na\r\n", "408"),
        ("a body that nobody reads", head("/sign-out", form, "content-length: 100000"), b"a", "303"),
        ("a head", "POST /sign-in HTTP/1.1\r\nhost: x\r\n".to_owned(), b"x", ""),
        ("nothing", String::new(), b"", ""),
    ] {
        let mut rounds = 0;
        let mut socket = TcpStream::connect(served.address).await.unwrap();
        socket.write_all(begun.as_bytes()).await.unwrap();
        let (mut answer, mut part) = (Vec::new(), [0; 1000]);
        loop {
            tokio::select! {
                read = socket.read(&mut part) => match read {
                    Ok(length) if length > 0 => answer.extend_from_slice(&part[..length]),
                    _ => break,
                },
                () = tokio::time::sleep(Duration::from_millis(100)) => drop_in(&mut socket, drop).await,
            }
            rounds += 1;
            assert!(rounds < 100, "{what} is waited for");
        }
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert_eq!(answer.get(9..12).unwrap_or_default(), status, "{what}: {answer}");
        assert_eq!(served.front_page().await, "HTTP/1.1 200 OK");
    }
    served.end().await;
}

async fn drop_in(socket: &mut TcpStream, drop: &[u8]) {
    // The other end may have hung up: the next look tells.
    let _ = socket.write_all(drop).await;
}
