//! What the entrance knows of a request before anybody handles it.

use std::{borrow::Cow, sync::Arc};

use axum::http::{HeaderMap, Uri, header};
use locale::{Languages, Locale};

use super::{Face, Next, Viewer, error_page::Returned, sent::Sent, written::Written};
use crate::policy::Role;

/// A request, as the entrance sees it.
#[derive(Clone)]
pub(super) struct Visit {
    pub(super) viewer: Viewer,
    /// The language that the page is kept under.
    pub(super) language: &'static str,
    pub(super) address: Box<str>,
    pub(super) id: u64,
    /// Whether something was sent: then the address can't be asked for again.
    pub(super) sends: bool,
    /// The form that was sent, where it was one.
    pub(super) sent: Option<Sent>,
}

impl Visit {
    /// A visit to this address by somebody of whom no more is known.
    pub(super) fn new(
        languages: &Languages,
        face: &Arc<Face>,
        address: &str,
        preferred: Option<Locale>,
        id: u64,
    ) -> Self {
        let path = address.split('?').next().unwrap_or("/");
        let (named, bare) = languages.split_prefix(path);
        let locale = named.or(preferred).unwrap_or_else(|| languages.default_locale());
        let viewer = Viewer {
            role: Role::Reader,
            person: None,
            draft: None,
            locale,
            prefixed: named.is_some(),
            path: bare.into(),
            face: face.clone(),
        };
        let language = preferred.map_or("", Locale::tag);
        Self { viewer, language, address: address.into(), id, sends: false, sent: None }
    }

    /// The address without its language, where it can be asked for again: with what it says after a question mark, if that is
    /// not too long to be remembered.
    pub(super) fn here(&self) -> Option<Cow<'_, str>> {
        let path = &*self.viewer.path;
        let whole = self.address.split_once('?').map(|(_, query)| format!("{path}?{query}"));
        let whole = whole.filter(|whole| Next::sound(whole) == whole);
        (!self.sends).then(|| whole.map_or(Cow::Borrowed(path), Cow::Owned))
    }

    /// What somebody wrote into the form that they sent, and where it goes if they send it again.
    pub(super) fn written(&self) -> Option<Returned<'_>> {
        let written = Written::read(&self.sent.as_ref()?.bytes()?)?;
        // An address that begins with two strokes names a host, as browsers read it.
        let inside = !self.address.starts_with("//") && !self.address.contains('\\');
        Some(Returned { written, to: inside.then_some(&*self.address) })
    }
}

/// The language that an address without one is answered in: none named, or one that the visitor prefers.
pub(super) fn preferred(languages: &Languages, headers: &HeaderMap) -> Option<Locale> {
    let wanted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    Some(languages.negotiate(wanted)).filter(|locale| !locale.is_default())
}

/// The address as the features' routes know it. One that holds a NUL is none: no text has one, and PostgreSQL refuses it.
pub(super) fn without_language(path: &str, uri: &Uri) -> Option<Uri> {
    if path.contains("%00") || uri.query().is_some_and(|query| query.contains("%00")) {
        return None;
    }
    let whole = uri.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    whole.parse().ok()
}
