//! Whether a request that changes something comes from this site's own pages (OWASP, cross-site request forgery).
//!
//! Browsers say where a request comes from, and no page of another site can make them say otherwise. So pages need no
//! token, and can be kept for everybody.

use axum::http::{HeaderMap, Method, Uri, header};

use crate::app::Token;

/// Whether a request that changes something may come in: it comes from the site's own pages, or it ends letters.
pub(super) fn may_come_in(method: &Method, path: &str, headers: &HeaderMap, public_url: &str) -> bool {
    is_unsubscribing(method, path) || is_own(headers, public_url)
}

/// Mail programs end letters with one request of their own, which comes from no page (RFC 8058). All that it needs stands in
/// the address, and whose browser it comes from makes no difference.
fn is_unsubscribing(method: &Method, path: &str) -> bool {
    method == Method::POST
        && path.strip_prefix("/unsubscribe/").is_some_and(|token| Token::parse(token).is_some())
}

/// Whether it comes from this site's own pages.
fn is_own(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    // `none` is the person themselves, who sends a form again. Neighbours under the same domain are others.
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let named = text(header::ORIGIN.as_str()).or_else(|| text(header::REFERER.as_str()));
    let Some(from) = named.and_then(origin) else { return false };
    // A browser without the first header: an old one, or one that does not trust this connection. The address that it
    // typed stands in Host where no proxy changes it, and in the settings otherwise.
    let host = text(header::HOST.as_str()).map(str::to_ascii_lowercase);
    origin(public_url).is_some_and(|own| own == from) || host.is_some_and(|host| host == from.1)
}

/// Scheme, and host with port.
fn origin(address: &str) -> Option<(String, String)> {
    let uri: Uri = address.parse().ok()?;
    Some((uri.scheme_str()?.to_owned(), uri.authority()?.as_str().to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        is_own(&headers, "https://ask.example.org")
    }

    #[test]
    fn nothing_but_the_end_of_letters_comes_from_elsewhere() {
        let (none, url, token) = (HeaderMap::new(), "https://ask.example.org", "ab".repeat(32));
        assert!(may_come_in(&Method::POST, &format!("/unsubscribe/{token}"), &none, url));
        for (method, path) in [
            (Method::PUT, format!("/unsubscribe/{token}")),
            (Method::POST, "/unsubscribe/".into()),
            (Method::POST, format!("/unsubscribe/{token}/")),
            (Method::POST, format!("/unsubscribe/../{token}")),
            (Method::POST, format!("/unsubscribe//{token}")),
            (Method::POST, format!("/x/unsubscribe/{token}")),
            (Method::POST, format!("/unsubscribe/{token}/../../account/password")),
            (Method::POST, "/account/password".into()),
        ] {
            assert!(!may_come_in(&method, &path, &none, url), "{method} {path}");
        }
    }

    #[test]
    fn only_the_sites_own_pages_change_something() {
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(own(&[("sec-fetch-site", "none")]));
        assert!(own(&[("origin", "https://ask.example.org")]));
        assert!(own(&[("referer", "https://ask.example.org/ask?x=1")]));
        assert!(own(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        for refused in [
            &[][..],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://ask.example.org")],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "null")],
            &[("origin", "https://evil.example")],
            &[("origin", "https://ask.example.org.evil.example")],
            &[("origin", "https://ask.example.org:444")],
            &[("origin", "https://evil.example"), ("referer", "https://ask.example.org/")],
            &[("referer", "https://evil.example/?https://ask.example.org")],
        ] {
            assert!(!own(refused), "{refused:?}");
        }
    }
}
