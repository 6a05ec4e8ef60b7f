//! Turning what a handler made into a response.

use askama::Template;
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::Viewer;
use crate::error::Failure;

/// Marks a response that the front may keep and serve to every anonymous visitor.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keep;

/// Marks a response that is complete as it is, also when it tells of an error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whole;

/// A page.
///
/// # Errors
/// [`Failure::Internal`] when the template can't be written.
pub fn html(page: &impl Template) -> Result<Response, Failure> {
    made(page, "text/html; charset=utf-8")
}

/// An Atom feed.
///
/// # Errors
/// [`Failure::Internal`] when the template can't be written.
pub fn feed(page: &impl Template) -> Result<Response, Failure> {
    made(page, "application/atom+xml; charset=utf-8")
}

/// A sitemap or the like.
///
/// # Errors
/// [`Failure::Internal`] when the template can't be written.
pub fn xml(page: &impl Template) -> Result<Response, Failure> {
    made(page, "application/xml; charset=utf-8")
}

/// Plain text, such as robots.txt.
pub fn plain_text(text: String) -> Response {
    finished(text, "text/plain; charset=utf-8")
}

/// A line for machines that watch the site; never kept.
pub fn status(status: StatusCode, text: &'static str) -> Response {
    let headers = [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    let mut response = (status, headers, text).into_response();
    response.extensions_mut().insert(Whole);
    response
}

/// A permanent redirect to another address of this site, in the way that this one was reached.
pub fn moved(viewer: &Viewer, path: &str) -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::MOVED_PERMANENTLY;
    if let Ok(location) = HeaderValue::try_from(viewer.href(path).to_string()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response.extensions_mut().insert(Keep);
    response
}

fn made(page: &impl Template, kind: &'static str) -> Result<Response, Failure> {
    Ok(finished(page.render()?, kind))
}

fn finished(text: String, kind: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.extensions_mut().insert(Keep);
    response
}
