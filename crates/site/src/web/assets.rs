//! Style, script and marks, served under names that carry a hash of what is in them, so that browsers keep them for good.

use std::{collections::BTreeMap, path::Path};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use sha2::{Digest, Sha256};

use super::encoding::{self, Encoding};

/// Largest logo taken, in bytes.
const MAX_LOGO: u64 = 200_000;

const SHIPPED: &[(&str, &str, &[u8])] = &[
    ("site.css", "text/css; charset=utf-8", include_bytes!("site.css")),
    ("desk.css", "text/css; charset=utf-8", include_bytes!("desk.css")),
    ("desk.js", "text/javascript; charset=utf-8", include_bytes!("desk.js")),
    ("search.css", "text/css; charset=utf-8", include_bytes!("search.css")),
    ("search.js", "text/javascript; charset=utf-8", include_bytes!("search.js")),
    ("marks.svg", "image/svg+xml", include_bytes!("marks/marks.svg")),
    ("favicon.svg", "image/svg+xml", include_bytes!("marks/favicon.svg")),
    ("og.png", "image/png", include_bytes!("marks/og.png")),
];

/// One file, ready to serve.
#[derive(Debug)]
struct Asset {
    kind: &'static str,
    plain: Bytes,
    gzip: Option<Bytes>,
    brotli: Option<Bytes>,
}

/// Everything under `/assets`, by name with its hash.
#[derive(Debug)]
pub struct Assets {
    files: BTreeMap<String, Asset>,
    addresses: BTreeMap<&'static str, String>,
}

impl Assets {
    /// Makes the assets ready. `brand` is the operator's style sheet; `logo` the operator's mark.
    pub(super) fn new(brand: &str, logo: Option<&Path>) -> Result<Self, String> {
        let mut assets = Self { files: BTreeMap::new(), addresses: BTreeMap::new() };
        for (name, kind, bytes) in SHIPPED {
            assets.add(name, kind, Bytes::from_static(bytes));
        }
        assets.add("brand.css", "text/css; charset=utf-8", Bytes::from(brand.to_owned()));
        if let Some(path) = logo {
            let (kind, bytes) = read_logo(path)?;
            let name = if kind == "image/png" { "logo.png" } else { "logo.svg" };
            assets.add(name, kind, bytes);
            if let Some(address) = assets.addresses.get(name).cloned() {
                assets.addresses.insert("logo", address);
            }
        }
        Ok(assets)
    }

    fn add(&mut self, name: &'static str, kind: &'static str, plain: Bytes) {
        let digest = Sha256::digest(&plain);
        let hash: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let hashed = format!("{stem}-{hash}.{ending}");
        let text = kind != "image/png";
        let asset = Asset {
            kind,
            gzip: encoding::gzip(&plain, 9).filter(|_| text),
            brotli: encoding::brotli(&plain, 9).filter(|_| text),
            plain,
        };
        self.addresses.insert(name, format!("/assets/{hashed}"));
        self.files.insert(hashed, asset);
    }

    /// The address of a file, by its plain name; empty when there is none such.
    pub fn url(&self, name: &str) -> &str {
        self.addresses.get(name).map_or("", String::as_str)
    }

    /// Whether the operator gave a logo.
    pub fn has_logo(&self) -> bool {
        self.addresses.contains_key("logo")
    }

    /// The file in the encoding that the browser takes, for it to keep for good.
    pub(super) fn respond(&self, hashed: &str, request: &HeaderMap, head: bool) -> Option<Response> {
        let asset = self.files.get(hashed)?;
        let encoding = Encoding::accepted(request.get(header::ACCEPT_ENCODING).map(HeaderValue::as_bytes));
        let (body, encoding) = match (encoding, &asset.brotli, &asset.gzip) {
            (Encoding::Brotli, Some(body), _) => (body, Encoding::Brotli),
            (Encoding::Gzip, _, Some(body)) => (body, Encoding::Gzip),
            _ => (&asset.plain, Encoding::Plain),
        };
        let mut response = Response::new(if head { Body::empty() } else { Body::from(body.clone()) });
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        headers
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        if let Some(token) = encoding.token() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(token));
        }
        Some(response)
    }
}

fn read_logo(path: &Path) -> Result<(&'static str, Bytes), String> {
    let shown = path.display();
    let size = std::fs::metadata(path).map_err(|e| format!("{shown} cannot be read: {e}"))?.len();
    if size > MAX_LOGO {
        return Err(format!("{shown} has {size} bytes; at most {MAX_LOGO} are taken"));
    }
    let bytes = std::fs::read(path).map_err(|e| format!("{shown} cannot be read: {e}"))?;
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(("image/png", bytes.into()));
    }
    let text = String::from_utf8_lossy(&bytes).to_lowercase();
    if !text.contains("<svg") {
        return Err(format!("{shown} is neither an SVG nor a PNG"));
    }
    if text.contains("<script") || text.contains("javascript:") {
        return Err(format!("{shown} holds a script; use a logo without one"));
    }
    Ok(("image/svg+xml", bytes.into()))
}
