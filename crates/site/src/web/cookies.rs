//! The cookies of the site: one that says in which session a browser is, and none that anybody could follow a reader by.

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::Response,
};
use cookie::{Cookie, SameSite};

use crate::app::Token;

/// What a cookie is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jar {
    /// The session of somebody who signed in.
    Session,
    /// What somebody without an account is writing.
    Draft,
}

impl Jar {
    /// Over https the name binds the cookie to this very host and to encrypted connections (RFC 6265bis, 4.1.3.2).
    fn name(self, https: bool) -> &'static str {
        match (self, https) {
            (Self::Session, true) => "__Host-session",
            (Self::Session, false) => "session",
            (Self::Draft, true) => "__Host-draft",
            (Self::Draft, false) => "draft",
        }
    }

    /// The token that the browser sends along.
    pub(super) fn find(self, headers: &HeaderMap, https: bool) -> Option<Token> {
        let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        sent.flat_map(Cookie::split_parse)
            .filter_map(Result::ok)
            .find(|cookie| cookie.name() == self.name(https))
            .and_then(|cookie| Token::parse(cookie.value()))
    }

    /// Has the browser keep a token for so many seconds.
    pub fn put(self, response: &mut Response, token: &Token, seconds: i64, https: bool) {
        self.set(response, token.secret(), seconds, https);
    }

    /// Has the browser forget the token, and with it everything that it keeps of this site.
    pub fn clear(self, response: &mut Response, https: bool) {
        self.set(response, "", 0, https);
        let all = HeaderValue::from_static("\"cache\", \"storage\"");
        response.headers_mut().insert(HeaderName::from_static("clear-site-data"), all);
    }

    fn set(self, response: &mut Response, value: &str, seconds: i64, https: bool) {
        let cookie = Cookie::build((self.name(https), value))
            .path("/")
            .http_only(true)
            .secure(https)
            .same_site(SameSite::Lax)
            .build();
        // Written by hand: the builder's own lifetime wants the `time` crate.
        if let Ok(value) = HeaderValue::try_from(format!("{cookie}; Max-Age={seconds}")) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}
