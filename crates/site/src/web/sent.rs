//! A form on its way in, kept at hand until it is answered: when it can't be taken, its writer gets back what they wrote.

use std::{
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    http::{HeaderMap, header},
};
use http_body_util::BodyExt;
use hyper::body::{Frame, SizeHint};

/// Whether this is a form without files.
pub(super) fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim).unwrap_or_default();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// The form that a request carries. Whoever handles the request reads it as it comes; what was read stays here as well, and
/// what was not, because somebody was turned away before, can be read afterwards.
#[derive(Clone)]
pub(super) struct Sent(Arc<Mutex<Held>>);

struct Held {
    coming: Body,
    /// The same bytes that the handler has, and no copies of them.
    read: Vec<Bytes>,
    length: usize,
    most: usize,
    whole: bool,
}

impl Sent {
    /// Takes the form out of a request and puts a way to it in its place. None: it is no form, or says itself that it is
    /// longer than `most` bytes.
    pub(super) fn lend(request: &mut Request<Body>, most: usize) -> Option<Self> {
        if !is_form(request.headers()) || request.body().size_hint().lower() > most as u64 {
            return None;
        }
        let coming = std::mem::take(request.body_mut());
        let whole = coming.is_end_stream();
        let sent = Self(Arc::new(Mutex::new(Held { coming, read: Vec::new(), length: 0, most, whole })));
        *request.body_mut() = Body::new(Through(sent.clone()));
        Some(sent)
    }

    /// Reads what nobody has read yet, for as long as a form may take.
    pub(super) async fn rest(&self, patience: Duration) {
        let reading = async {
            let mut through = Through(self.clone());
            while self.is_wanted() && matches!(through.frame().await, Some(Ok(_))) {}
        };
        // What did not come in time is missed; the visitor is told what happened all the same.
        let _ = tokio::time::timeout(patience, reading).await;
    }

    fn is_wanted(&self) -> bool {
        self.0.lock().is_ok_and(|held| !held.whole && held.length <= held.most)
    }

    /// All of it, if all of it came and it is not too long.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        let held = self.0.lock().ok()?;
        (held.whole && held.length <= held.most).then(|| held.read.concat())
    }
}

impl Held {
    fn keep(&mut self, piece: &Bytes) {
        self.length = self.length.saturating_add(piece.len());
        if self.length <= self.most {
            self.read.push(piece.clone());
        } else {
            self.read.clear();
        }
    }
}

/// The body as the handler reads it.
struct Through(Sent);

impl HttpBody for Through {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let Ok(mut held) = self.0.0.lock() else { return Poll::Ready(None) };
        let polled = Pin::new(&mut held.coming).poll_frame(context);
        match &polled {
            Poll::Ready(Some(Ok(frame))) => {
                if let Some(piece) = frame.data_ref() {
                    held.keep(piece);
                }
                held.whole = held.coming.is_end_stream();
            }
            Poll::Ready(None) => held.whole = true,
            Poll::Ready(Some(Err(_))) | Poll::Pending => {}
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.0.0.lock().is_ok_and(|held| held.coming.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        self.0.0.lock().map(|held| held.coming.size_hint()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_millis(200);

    fn request(kind: &str, body: Body) -> Request<Body> {
        Request::post("/ask").header(header::CONTENT_TYPE, kind).body(body).unwrap()
    }

    fn form(body: Body) -> Request<Body> {
        request("application/x-www-form-urlencoded; charset=utf-8", body)
    }

    #[tokio::test]
    async fn what_a_handler_read_or_did_not_read_is_at_hand() {
        let mut read = form("a=b".into());
        let sent = Sent::lend(&mut read, 9).unwrap();
        assert_eq!(read.into_body().collect().await.unwrap().to_bytes(), "a=b");
        assert_eq!(sent.bytes().unwrap(), b"a=b");
        let mut unread = form("a=b".into());
        let sent = Sent::lend(&mut unread, 9).unwrap();
        drop(unread);
        assert!(sent.bytes().is_none(), "not before it was read");
        sent.rest(PATIENCE).await;
        assert_eq!(sent.bytes().unwrap(), b"a=b");
    }

    #[tokio::test]
    async fn what_is_too_long_never_ends_or_is_no_form_is_not_kept() {
        assert!(Sent::lend(&mut form("a=0123456789".into()), 9).is_none());
        assert!(Sent::lend(&mut request("multipart/form-data", "a=b".into()), 9).is_none());
        assert!(Sent::lend(&mut Request::post("/ask").body("a=b".into()).unwrap(), 9).is_none());
        let piece = || Ok::<_, std::convert::Infallible>(Bytes::from_static(b"a=b&"));
        let endless = futures_util::stream::repeat_with(piece);
        let sent = Sent::lend(&mut form(Body::from_stream(endless)), 9).unwrap();
        sent.rest(PATIENCE).await;
        assert!(sent.bytes().is_none());
        let (length, pieces) = sent.0.lock().map(|held| (held.length, held.read.len())).unwrap();
        assert!(length < 20 && pieces == 0, "{length}");
        let silent = futures_util::stream::pending::<Result<Bytes, std::convert::Infallible>>();
        let sent = Sent::lend(&mut form(Body::from_stream(silent)), 9).unwrap();
        sent.rest(PATIENCE).await;
        assert!(sent.bytes().is_none());
    }
}
