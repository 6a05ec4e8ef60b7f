//! The headers that every response carries: OWASP's secure headers, with a content policy that allows nothing foreign.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use super::Viewer;

/// The id under which the log knows a request.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

/// Adds what every response carries.
pub(super) fn secure(headers: &mut HeaderMap, https: bool) {
    let mut set =
        |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // A health page's address says what its reader worries about: it is told to nobody else.
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-site");
    set(
        HeaderName::from_static("permissions-policy"),
        "geolocation=(), camera=(), microphone=(), browsing-topics=()",
    );
    set(header::X_FRAME_OPTIONS, "DENY");
    if https {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000");
        let policy = HeaderValue::try_from(format!("{POLICY}; upgrade-insecure-requests"));
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            policy.unwrap_or_else(|_| HeaderValue::from_static(POLICY)),
        );
    } else {
        set(header::CONTENT_SECURITY_POLICY, POLICY);
    }
}

/// Adds what every page carries, and says which languages it depends on.
pub(super) fn dress(headers: &mut HeaderMap, viewer: &Viewer) {
    secure(headers, viewer.face.secure);
    let vary = if viewer.prefixed { "Accept-Encoding" } else { "Accept-Encoding, Accept-Language" };
    headers.insert(header::VARY, HeaderValue::from_static(vary));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(viewer.locale.tag()));
}
