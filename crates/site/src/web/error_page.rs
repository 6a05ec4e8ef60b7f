//! The one error page: says what happened in plain words and offers ways on.

use askama::Template;
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use locale::mark;

use super::reasons::Reason;
use super::{Field, Frame, Next, Viewer, body::see, removal_reason, written::Written};
use crate::error::Failure;

/// The code of the reason when an author had something erased.
const ERASED: &str = "erased";

#[derive(Template)]
#[template(path = "web/error.html")]
struct ErrorPage<'a> {
    frame: Frame,
    status: u16,
    words: &'static str,
    reason: Option<&'static str>,
    returned: Option<Returned<'a>>,
    again: Again,
}

/// What somebody gets back who sent a form that could not be taken.
pub(super) struct Returned<'a> {
    pub(super) written: Written,
    /// Where they may send it again.
    pub(super) to: Option<&'a str>,
}

/// Whether the same form may be taken later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Again {
    Never,
    Soon,
    /// After another page, which is opened beside this one; with what its link says.
    After(&'static str, &'static str),
}

impl Again {
    fn of(failure: &Failure) -> Self {
        let beside = match failure {
            Failure::Unavailable(_) | Failure::TooSlow | Failure::TooMany(_) | Failure::Internal => {
                return Self::Soon;
            }
            Failure::SignInFirst => mark("Sign in, in a new tab"),
            Failure::StepFirst => mark("Go on signing in, in a new tab"),
            Failure::SetUpStepFirst => mark("Set up the second step, in a new tab"),
            _ => return Self::Never,
        };
        steps_to(failure).map_or(Self::Never, |path| Self::After(path, beside))
    }

    /// What to do with what was written.
    fn advice(self) -> &'static str {
        match self {
            Self::Never => {
                mark("We could not take it. Copy what you want to keep before you leave this page.")
            }
            Self::Soon => mark("It is still here. Send it again, or copy it before you leave this page."),
            Self::After(..) => mark(
                "It is still here. Leave this page open, do the step in a new tab, then come back and send it again.",
            ),
        }
    }
}

impl ErrorPage<'_> {
    /// Where what was written is sent again, and what goes with it.
    fn address(&self) -> Option<&str> {
        let returned = self.returned.as_ref()?;
        returned.to.filter(|_| self.again != Again::Never && returned.written.is_complete())
    }

    fn fields(&self) -> Vec<Field> {
        self.returned.as_ref().map_or_else(Vec::new, |returned| returned.written.fields(self.frame.l))
    }

    fn others(&self) -> &[(String, String)] {
        self.returned.as_ref().map_or(&[], |returned| returned.written.others())
    }

    fn advice(&self) -> &'static str {
        if self.address().is_some() { self.again.advice() } else { Again::Never.advice() }
    }

    /// The page that has to be seen to before, and what the link to it says.
    fn before(&self) -> Option<(&'static str, &'static str)> {
        if let Again::After(path, words) = self.again { Some((path, words)) } else { None }
    }
}

/// Where somebody goes first who has to sign in, or to finish it.
pub(super) fn steps_to(failure: &Failure) -> Option<&'static str> {
    match failure {
        Failure::SignInFirst => Some("/sign-in"),
        Failure::StepFirst => Some("/sign-in/step"),
        Failure::SetUpStepFirst => Some("/account/second-step"),
        _ => None,
    }
}

/// Sends somebody there, and then back here; who sent something goes to their account, since what they sent is not a page.
pub(super) fn first(viewer: &Viewer, path: &str, here: Option<&str>) -> Response {
    // The second step is set up among one's own settings, and what it was for takes signing in anew.
    if path.starts_with("/account") {
        return see(viewer, path);
    }
    let next = Next::sound(here.unwrap_or_default());
    see(viewer, &format!("{path}?next={}", Next::encoded(next)))
}

/// Writes the page for a failure. `request` is shown where the operator would look for a cause.
pub(super) fn respond(
    viewer: &Viewer,
    failure: &Failure,
    request: &str,
    returned: Option<Returned<'_>>,
) -> Response {
    let (status, title, words) = describe(failure);
    let l = viewer.locale;
    let mut frame = viewer.frame(l.t(title).to_string());
    frame.indexed = false;
    frame.disclaimer = false;
    frame.request = status.is_server_error().then(|| request.to_owned());
    // What was written stands in fields.
    frame.desk |= returned.is_some();
    let (status_code, again) = (status.as_u16(), Again::of(failure));
    let page = ErrorPage { frame, status: status_code, words, reason: reason(failure), returned, again };
    let text = page.render().unwrap_or_else(|_| l.t(title).to_string());
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let wait = match failure {
        Failure::Unavailable(_) => Some(5),
        Failure::TooMany(seconds) => Some(*seconds),
        _ => None,
    };
    if let Some(seconds) = wait {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The failure that a bare response of the router's stands for.
pub(super) fn from_status(status: StatusCode) -> Failure {
    match status {
        StatusCode::NOT_FOUND => Failure::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Failure::MethodNotAllowed,
        StatusCode::URI_TOO_LONG => Failure::AddressTooLong,
        status if status.is_client_error() => Failure::BadRequest,
        _ => Failure::Internal,
    }
}

fn describe(failure: &Failure) -> (StatusCode, &'static str, &'static str) {
    match failure {
        Failure::NotFound => (
            StatusCode::NOT_FOUND,
            mark("Page not found"),
            mark("There is no page at this address. It may have been mistyped, or the link may be old."),
        ),
        Failure::Gone(Some(code)) if code == ERASED => (
            StatusCode::GONE,
            mark("This page was removed"),
            mark("There was a page at this address. Its author had it erased."),
        ),
        Failure::Gone(Some(code)) if Reason::is_authors(code) => (
            StatusCode::GONE,
            mark("This page was removed"),
            mark("There was a page at this address. Its author took it back."),
        ),
        Failure::Gone(_) => (
            StatusCode::GONE,
            mark("This page was removed"),
            mark("There was a page at this address. A moderator removed it, and the reason is on record."),
        ),
        Failure::BadRequest => (
            StatusCode::BAD_REQUEST,
            mark("We could not read this address"),
            mark("The address holds something that makes no sense here. Please check it."),
        ),
        Failure::MethodNotAllowed => (
            StatusCode::METHOD_NOT_ALLOWED,
            mark("This page can only be read"),
            mark("Your program tried to send something to a page that takes nothing."),
        ),
        Failure::AddressTooLong => (
            StatusCode::URI_TOO_LONG,
            mark("This address is too long"),
            mark("No address on this site is that long. Please check it."),
        ),
        Failure::TooSlow => (
            StatusCode::GATEWAY_TIMEOUT,
            mark("This took too long"),
            mark("The site is very busy. Please try again in a moment."),
        ),
        Failure::Unavailable(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            mark("The site cannot answer just now"),
            mark("We cannot reach the stored questions. Nothing is lost. Please try again in a moment."),
        ),
        Failure::SignInFirst
        | Failure::StepFirst
        | Failure::SetUpStepFirst
        | Failure::Forbidden
        | Failure::Foreign
        | Failure::Unreadable
        | Failure::SentTooSlowly
        | Failure::WrongKind
        | Failure::TooLarge
        | Failure::LinkUsed
        | Failure::TooMany(_) => refused(failure),
        Failure::Internal => (
            StatusCode::INTERNAL_SERVER_ERROR,
            mark("Something went wrong on our side"),
            mark("It is not your fault. Please try again; if it happens again, tell us the number below."),
        ),
    }
}

/// What a visitor is told who may not do something, or not so.
fn refused(failure: &Failure) -> (StatusCode, &'static str, &'static str) {
    match failure {
        // The front sends visitors on to sign in; these words are for those who sent something that they wrote.
        Failure::SignInFirst => (
            StatusCode::UNAUTHORIZED,
            mark("Please sign in"),
            mark("Only people with an account can do this, and you are not signed in now."),
        ),
        Failure::StepFirst => (
            StatusCode::UNAUTHORIZED,
            mark("Please finish signing in"),
            mark("You have taken the first step. The second one is missing."),
        ),
        Failure::SetUpStepFirst => (
            StatusCode::UNAUTHORIZED,
            mark("This takes a second step"),
            mark("People with your duties sign in with a code as well. Please set that up first."),
        ),
        Failure::Forbidden => (
            StatusCode::FORBIDDEN,
            mark("You cannot do this"),
            mark("Your account does not allow it. If you think it should, please write to us."),
        ),
        Failure::Foreign => (
            StatusCode::FORBIDDEN,
            mark("This came from another site"),
            mark(
                "For your safety we take forms from our own pages only. Please open the page here and try again.",
            ),
        ),
        Failure::WrongKind => (
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            mark("We could not read what was sent"),
            mark("This page takes its own form and nothing else."),
        ),
        Failure::SentTooSlowly => (
            StatusCode::REQUEST_TIMEOUT,
            mark("This took too long"),
            mark("What you sent did not reach us in time. Please try again."),
        ),
        Failure::TooLarge => (
            StatusCode::PAYLOAD_TOO_LARGE,
            mark("This is too long"),
            mark("What was sent is larger than we take. Please shorten it and send it again."),
        ),
        Failure::LinkUsed => (
            StatusCode::GONE,
            mark("This link no longer works"),
            mark("Links in our letters work once and for a short time. Please ask for a new one."),
        ),
        Failure::TooMany(_) => (
            StatusCode::TOO_MANY_REQUESTS,
            mark("Too many tries"),
            mark(
                "To keep accounts safe, we take only so many tries. Please wait a few minutes and try again.",
            ),
        ),
        _ => (
            StatusCode::BAD_REQUEST,
            mark("We could not read what was sent"),
            mark("This page takes its own form and nothing else."),
        ),
    }
}

/// Why a moderator removed a page. That its author did is said already.
fn reason(failure: &Failure) -> Option<&'static str> {
    match failure {
        Failure::Gone(Some(code)) if !Reason::is_authors(code) => Some(removal_reason(code)),
        _ => None,
    }
}
