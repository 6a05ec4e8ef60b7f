//! Who visits, in which language, and by which address.

use std::{fmt, sync::Arc};

use axum::{extract::FromRequestParts, http::request::Parts};
use locale::Locale;

use super::{Face, Frame};
use crate::{error::Failure, policy::Role};

/// The visitor of this request. Every handler that makes a page takes one.
#[derive(Clone)]
pub struct Viewer {
    /// What they are to the site.
    pub role: Role,
    /// The language they read.
    pub locale: Locale,
    /// Whether the address names the language. Links then go on naming it.
    pub prefixed: bool,
    /// The address without its language: `/questions/12/slug`.
    pub path: Arc<str>,
    /// What the site looks like.
    pub face: Arc<Face>,
}

impl Viewer {
    /// The address of another page, in the way that this one was reached.
    pub fn href<P: fmt::Display>(&self, path: P) -> Href<P> {
        Href { prefix: self.prefixed.then(|| self.locale.tag()), path }
    }

    /// Begins a page with this title, in this visitor's language.
    pub fn frame(&self, title: impl Into<String>) -> Frame {
        Frame::new(self.clone(), title.into())
    }
}

/// The front puts the visitor into every request that reaches a handler.
impl<S: Sync> FromRequestParts<S> for Viewer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().cloned().ok_or(Failure::Internal)
    }
}

/// An address within the site, with the language in front where this visit has it there.
pub struct Href<P> {
    prefix: Option<&'static str>,
    path: P,
}

impl<P: fmt::Display> fmt::Display for Href<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(tag) = self.prefix {
            write!(f, "/{tag}")?;
        }
        self.path.fmt(f)
    }
}
