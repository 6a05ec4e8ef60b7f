//! How a text will look, for the page on which it is written.

use axum::response::Response;
use serde::Deserialize;

use crate::{
    error::Failure,
    web::{self, Form, Person},
};

/// What is sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    text: String,
}

/// `/preview`
pub(super) async fn show(_: Person, Form(values): Form<Values>) -> Result<Response, Failure> {
    Ok(web::fragment(&markup::render(&values.text)))
}
