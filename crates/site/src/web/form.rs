//! Forms: read what was sent, collect what is wrong with it field by field, and either show the form again with everything
//! kept, or act and send the visitor on.

use std::{collections::BTreeMap, str::FromStr};

use axum::{
    body::{Body, HttpBody},
    extract::{FromRequest, Request},
    http::header,
};
use http_body_util::{BodyExt, Limited};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use crate::{app::App, error::Failure};

/// A form that was sent: `application/x-www-form-urlencoded`, in UTF-8, of at most `server.max_form_kb`.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = Failure;

    async fn from_request(request: Request<Body>, app: &App) -> Result<Self, Failure> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim).unwrap_or_default();
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
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
pub struct Errors(BTreeMap<&'static str, String>);

impl Errors {
    /// Notes what is wrong with a field. An empty name is the form as a whole.
    pub fn add(&mut self, field: &'static str, message: impl Into<String>) {
        self.0.entry(field).or_insert_with(|| message.into());
    }

    /// What is wrong with a field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.get(field).map(String::as_str)
    }

    /// Whether anything is wrong.
    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// Everything that is wrong, as (field, message).
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(field, message)| (*field, message.as_str()))
    }
}
