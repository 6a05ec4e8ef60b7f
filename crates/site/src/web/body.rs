//! Turning what a handler made into a response.

use askama::Template;
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use markup::SafeHtml;

use super::Viewer;
use crate::{app::Tag, error::Failure};

/// Marks a response that the front may keep and serve to every anonymous visitor until what it depends on changes;
/// without tags that is everything.
#[derive(Clone, Debug)]
pub(super) struct Keep(pub(super) Option<Box<[Tag]>>);

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

/// Says what a page depends on, so that it is kept until that changes and not until anything does.
pub fn depends(mut page: Response, tags: impl IntoIterator<Item = Tag>) -> Response {
    page.extensions_mut().insert(Keep(Some(tags.into_iter().collect())));
    page
}

/// A page for this visitor alone: kept nowhere.
///
/// # Errors
/// [`Failure::Internal`] when the template can't be written.
pub fn own(page: &impl Template) -> Result<Response, Failure> {
    own_with(StatusCode::OK, page)
}

/// A form that has to be filled in again: kept nowhere.
///
/// # Errors
/// [`Failure::Internal`] when the template can't be written.
pub fn again(page: &impl Template) -> Result<Response, Failure> {
    // Twice: what is wrong stands above the fields, and is told by what they are called, which they say as they are written.
    page.render()?;
    own_with(StatusCode::UNPROCESSABLE_ENTITY, page)
}

fn own_with(status: StatusCode, page: &impl Template) -> Result<Response, Failure> {
    let mut response = html(page)?;
    response.extensions_mut().remove::<Keep>();
    response.extensions_mut().insert(Whole);
    *response.status_mut() = status;
    Ok(response)
}

/// A part of a page, for a script that puts it into the page it is on.
pub fn fragment(html: &SafeHtml) -> Response {
    let mut response = finished(html.as_str().to_owned(), "text/html; charset=utf-8");
    response.extensions_mut().remove::<Keep>();
    response.extensions_mut().insert(Whole);
    response
}

/// After something was done: sends the visitor to a page of this site, which they can then load again without harm.
pub fn see(viewer: &Viewer, path: &str) -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(location) = HeaderValue::try_from(viewer.href(path).to_string()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
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

/// A line for machines, such as those that watch the site; never kept.
pub fn status(status: StatusCode, text: impl IntoResponse) -> Response {
    let headers = [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    let mut response = (status, headers, text).into_response();
    response.extensions_mut().insert(Whole);
    response
}

/// What a draft's form is told after it was saved: its new version, or that another window has saved since.
pub fn saved(version: Option<i64>) -> Response {
    match version {
        Some(version) => status(StatusCode::OK, version.to_string()),
        None => status(StatusCode::CONFLICT, "another window has saved since\n"),
    }
}

/// A file for this visitor alone, to be saved and not to be shown: whatever is in it, no browser runs it here. `name` is
/// plain ASCII.
pub fn download(name: &str, kind: &str, bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let kind = HeaderValue::try_from(kind).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let named = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    let named = named.unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, named)];
    response.headers_mut().extend(headers);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
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
    response.extensions_mut().insert(Keep(None));
    response
}

fn made(page: &impl Template, kind: &'static str) -> Result<Response, Failure> {
    Ok(finished(page.render()?, kind))
}

fn finished(text: String, kind: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.extensions_mut().insert(Keep(None));
    response
}
