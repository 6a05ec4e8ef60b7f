//! Forms: read what was sent, collect what is wrong with it field by field, and either show the form again with everything
//! kept, or act and send the visitor on.

use std::{
    str::FromStr,
    sync::{Arc, Mutex},
};

use axum::{
    body::{Body, HttpBody},
    extract::{FromRequest, Request},
};
use http_body_util::{BodyExt, Limited};
use locale::Locale;
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use super::{Unfit, sent::is_form};
use crate::{app::App, error::Failure};

/// A form that was sent: `application/x-www-form-urlencoded`, in UTF-8, of at most `server.max_form_kb`.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = Failure;

    async fn from_request(request: Request<Body>, app: &App) -> Result<Self, Failure> {
        if !is_form(request.headers()) {
            return Err(Failure::WrongKind);
        }
        let most = app.config.server.max_form_kb.count() * 1000;
        // Who says how long it is need not send it all to hear that it is too long.
        if request.body().size_hint().lower() > most as u64 {
            return Err(Failure::TooLarge);
        }
        let reading = Limited::new(request.into_body(), most).collect();
        let Ok(body) = tokio::time::timeout(app.config.server.body_timeout.get(), reading).await else {
            return Err(Failure::SentTooSlowly);
        };
        let body = body.map_err(|error| {
            if error.is::<http_body_util::LengthLimitError>() {
                Failure::TooLarge
            } else {
                Failure::Unreadable
            }
        })?;
        let body = body.to_bytes();
        // No text has a NUL, and PostgreSQL refuses it.
        if body.windows(3).any(|three| three == b"%00") || body.contains(&0) {
            return Err(Failure::Unreadable);
        }
        serde_html_form::from_bytes(&body).map(Self).map_err(|_| Failure::Unreadable)
    }
}

/// Reads a number that the page itself put into a form, such as the version of a draft. One that somebody has spoilt is
/// none: what was written beside it must not be lost by it.
///
/// # Errors
/// When the field was sent twice.
pub fn number<'de, D: Deserializer<'de>, T: FromStr + Default>(field: D) -> Result<T, D::Error> {
    Ok(String::deserialize(field)?.trim().parse().unwrap_or_default())
}

/// What is wrong with a form, by field, in the visitor's language. One message a field: the first.
#[derive(Clone, Debug, Default)]
pub struct Errors {
    said: Vec<(&'static str, String)>,
    /// The fields of the form with what they are called, in their order. Each says so when it is written.
    fields: Arc<Mutex<Vec<(&'static str, String)>>>,
}

/// One line of what is to be mended.
pub struct Wrong<'a> {
    /// The field; empty: the form as a whole.
    pub field: &'static str,
    /// What the field is called, once that is known.
    pub label: Option<String>,
    /// What to do.
    pub message: &'a str,
}

impl Errors {
    /// One thing is wrong.
    pub fn one(field: &'static str, message: impl Into<String>) -> Self {
        Self { said: vec![(field, message.into())], ..Self::default() }
    }

    /// Notes what is wrong with a field. An empty name is the form as a whole.
    pub fn add(&mut self, field: &'static str, message: impl Into<String>) {
        if self.of(field).is_none() {
            self.said.push((field, message.into()));
        }
    }

    /// What was read of a field. What was wrong with it is noted, and nothing is in its place.
    pub fn read<T: Default>(&mut self, l: Locale, field: &'static str, read: Result<T, Unfit>) -> T {
        read.unwrap_or_else(|unfit| {
            self.add(field, unfit.message(l));
            T::default()
        })
    }

    /// What is wrong with a field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.said.iter().find(|(name, _)| *name == field).map(|(_, message)| message.as_str())
    }

    /// Whether anything is wrong.
    pub fn any(&self) -> bool {
        !self.said.is_empty()
    }

    /// Everything that is wrong, as (field, message).
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.said.iter().map(|(field, message)| (*field, message.as_str()))
    }

    /// Everything that is wrong, in the order of the form.
    pub fn summary(&self) -> Vec<Wrong<'_>> {
        let fields = self.fields.lock().map(|fields| fields.clone()).unwrap_or_default();
        let place = |field: &str| fields.iter().position(|(name, _)| *name == field);
        let mut all: Vec<Wrong<'_>> = self
            .all()
            .map(|(field, message)| {
                let label = place(field).map(|at| fields[at].1.clone());
                Wrong { field, label, message }
            })
            .collect();
        all.sort_by_key(|wrong| place(wrong.field));
        all
    }

    /// Learns what a field is called.
    pub(super) fn learn(&self, field: &'static str, label: &str) {
        if let Ok(mut fields) = self.fields.lock()
            && !fields.iter().any(|(name, _)| *name == field)
        {
            fields.push((field, label.to_owned()));
        }
    }
}
