//! Finished pages, kept in every encoding, each with its headers ready: a warm page costs a look-up and a copy of headers.
//!
//! A kept page is valid while the content has not changed. Past its fresh time it is still served while one task
//! makes it again, so nobody waits and a database that is away does not take the site with it.

use std::{
    hash::{Hash, Hasher},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use quick_cache::{Equivalent, Weighter, sync};
use twox_hash::XxHash3_128;

use super::encoding::{self, Encoding};
use crate::app::{Moment, Tag};

/// What a page is kept under: the language that the visitor asked for, and the address as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) language: &'static str,
    pub(super) address: Box<str>,
}

/// A borrowed [`Key`].
#[derive(Clone, Copy)]
pub(super) struct KeyRef<'a> {
    pub(super) language: &'static str,
    pub(super) address: &'a str,
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.language, &*self.address).hash(state);
    }
}

impl Hash for KeyRef<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.language, self.address).hash(state);
    }
}

impl Equivalent<Key> for KeyRef<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.language == key.language && self.address == &*key.address
    }
}

impl KeyRef<'_> {
    pub(super) fn owned(self) -> Key {
        Key { language: self.language, address: self.address.into() }
    }
}

/// The pages kept, bounded by their bytes.
pub(super) type Pages = sync::Cache<Key, Arc<Kept>, Bytewise>;

/// Makes room for pages of this many bytes in all.
pub(super) fn pages(bytes: u64) -> Pages {
    // Pages with their encodings are about 20 kB; the estimate only sizes the tables.
    let estimate = usize::try_from(bytes / 20_000).unwrap_or(usize::MAX).max(16);
    Pages::with_weighter(estimate, bytes, Bytewise)
}

/// Weighs a page by its bytes; the packed forms are a part of the plain one and counted ahead.
#[derive(Clone)]
pub(super) struct Bytewise;

impl Weighter<Key, Arc<Kept>> for Bytewise {
    fn weight(&self, key: &Key, kept: &Arc<Kept>) -> u64 {
        let plain = kept.plain.body.len();
        (key.address.len() + plain + plain / 2 + 2_000) as u64
    }
}

/// When a page was made, and what would make it out of date.
#[derive(Clone, Debug)]
pub(super) struct Made {
    /// The moment of the content that it shows.
    pub(super) moment: Moment,
    /// What it depends on; none: everything.
    pub(super) tags: Option<Box<[Tag]>>,
    /// Unix seconds.
    pub(super) at: i64,
}

/// One finished page.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) made: Made,
    status: StatusCode,
    tag: String,
    plain: Form,
    gzip: OnceLock<Option<Form>>,
    brotli: OnceLock<Option<Form>>,
    packing: AtomicBool,
    remaking: AtomicBool,
    served: AtomicU32,
}

/// The page in one encoding.
#[derive(Clone, Debug)]
struct Form {
    headers: HeaderMap,
    body: Bytes,
}

/// Serves after which a page is worth packing well.
const WORTH_PACKING: u32 = 1;
/// Shorter bodies are not worth packing.
const SHORTEST_PACKED: usize = 600;

impl Kept {
    /// Keeps a page whose headers are complete but for its tag and length.
    pub(super) fn new(made: Made, status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        // It tells one page from another, and nobody gains by making two alike: no cryptographic digest is needed.
        let tag = format!("{:032x}", XxHash3_128::oneshot(&body));
        let plain = Form::new(headers, body, &tag, Encoding::Plain);
        Self {
            made,
            status,
            tag,
            plain,
            gzip: OnceLock::new(),
            brotli: OnceLock::new(),
            packing: AtomicBool::new(false),
            remaking: AtomicBool::new(false),
            served: AtomicU32::new(0),
        }
    }

    /// Whether the caller is the one who should make it again. [`Kept::remade`] must follow when that fails.
    pub(super) fn claim_remaking(&self) -> bool {
        !self.remaking.swap(true, Ordering::AcqRel)
    }

    /// Lets the next visitor try to make it again.
    pub(super) fn remade(&self) {
        self.remaking.store(false, Ordering::Release);
    }

    /// Whether the caller is the one who should pack it.
    pub(super) fn claim_packing(&self) -> bool {
        self.plain.body.len() >= SHORTEST_PACKED
            && self.served.load(Ordering::Relaxed) > WORTH_PACKING
            && !self.packing.load(Ordering::Relaxed)
            && !self.packing.swap(true, Ordering::AcqRel)
    }

    /// Packs it well, once. Slow: for a thread that may block.
    pub(super) fn pack(&self) {
        self.gzip.get_or_init(|| {
            encoding::gzip(&self.plain.body, 9).map(|body| self.plain.packed(body, &self.tag, Encoding::Gzip))
        });
        self.brotli.get_or_init(|| {
            encoding::brotli(&self.plain.body, 9)
                .map(|body| self.plain.packed(body, &self.tag, Encoding::Brotli))
        });
    }

    /// The response for a client that takes this encoding, or 304 when it has the page already.
    pub(super) fn respond(&self, encoding: Encoding, known: Option<&HeaderValue>, head: bool) -> Response {
        self.served.fetch_add(1, Ordering::Relaxed);
        if let Some(mark) = known.and_then(|known| self.known(known.as_bytes())) {
            return self.not_modified(mark);
        }
        match encoding {
            Encoding::Plain => self.plain.respond(self.status, head),
            Encoding::Gzip => self.packed_or_plain(&self.gzip, head),
            Encoding::Brotli => self.packed_or_plain(&self.brotli, head),
        }
    }

    fn packed_or_plain(&self, form: &OnceLock<Option<Form>>, head: bool) -> Response {
        form.get().and_then(Option::as_ref).unwrap_or(&self.plain).respond(self.status, head)
    }

    /// The response on the first visit: packed fast for a client that takes gzip, since nobody may ever ask again.
    pub(super) fn respond_fresh(
        &self,
        encoding: Encoding,
        accepts_gzip: bool,
        known: Option<&HeaderValue>,
        head: bool,
    ) -> Response {
        if encoding == Encoding::Plain || !accepts_gzip || self.plain.body.len() < SHORTEST_PACKED {
            return self.respond(Encoding::Plain, known, head);
        }
        if known.is_some_and(|known| self.known(known.as_bytes()).is_some()) {
            return self.respond(encoding, known, head);
        }
        self.served.fetch_add(1, Ordering::Relaxed);
        let Some(body) = encoding::gzip(&self.plain.body, 1) else {
            return self.plain.respond(self.status, head);
        };
        let mut form = self.plain.packed(body, &self.tag, Encoding::Gzip);
        // Other bytes than the well packed form's, so another tag.
        set(&mut form.headers, header::ETAG, &format!("\"{}-f\"", self.tag));
        form.respond(self.status, head)
    }

    /// The mark of the encoding in which the client has this page, when `If-None-Match` names it (RFC 9110, 13.1.2;
    /// weak comparison). Only a page can be known: a redirect has no bytes that could be the same.
    fn known(&self, header: &[u8]) -> Option<&'static str> {
        let text = std::str::from_utf8(header).ok().filter(|_| self.status == StatusCode::OK)?;
        text.split(',').find_map(|tag| {
            let tag = tag.trim();
            let tag = tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"');
            if tag == "*" {
                return Some("");
            }
            let rest = tag.strip_prefix(&*self.tag)?;
            ["", "-g", "-b", "-f"].into_iter().find(|mark| *mark == rest)
        })
    }

    fn not_modified(&self, mark: &str) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        let headers = response.headers_mut();
        for name in [header::CACHE_CONTROL, header::VARY, header::CONTENT_LOCATION] {
            if let Some(value) = self.plain.headers.get(&name) {
                headers.insert(name, value.clone());
            }
        }
        set(headers, header::ETAG, &format!("\"{}{mark}\"", self.tag));
        response
    }
}

impl Form {
    fn new(mut headers: HeaderMap, body: Bytes, tag: &str, encoding: Encoding) -> Self {
        set(&mut headers, header::ETAG, &format!("\"{tag}{}\"", encoding.mark()));
        set(&mut headers, header::CONTENT_LENGTH, &body.len().to_string());
        if let Some(token) = encoding.token() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(token));
        }
        Self { headers, body }
    }

    fn packed(&self, body: Bytes, tag: &str, encoding: Encoding) -> Self {
        Self::new(self.headers.clone(), body, tag, encoding)
    }

    fn respond(&self, status: StatusCode, head: bool) -> Response {
        let mut response = Response::new(if head { Body::empty() } else { Body::from(self.body.clone()) });
        *response.status_mut() = status;
        *response.headers_mut() = self.headers.clone();
        response
    }
}

fn set(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
