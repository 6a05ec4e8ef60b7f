//! Which error to use where.
//!
//! - A handler returns [`Failure`]: what the visitor is told. `?` turns what the database says into one.
//! - A rule or a parser returns an error type of its own that says what was wrong.
//! - Programs that use this library get the errors of the verb that they call; nothing here prints or exits.

use axum::response::{IntoResponse, Response};
use db::{Trouble, sea_orm::DbErr};
use jobs::Fault;

/// Why there is no page. The entrance turns it into the one error page, in the visitor's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// There is nothing at this address (404).
    NotFound,
    /// There was, and it was removed; with the code of the reason (410).
    Gone(Option<String>),
    /// The address or the request makes no sense (400).
    BadRequest,
    /// Only somebody who is signed in may come here: they are asked to, and then sent on.
    SignInFirst,
    /// Somebody has signed in by half: they are asked for the second step, and then sent on.
    StepFirst,
    /// What somebody is about to do takes the second step, which they have not set up: they are asked to.
    SetUpStepFirst,
    /// This visitor may not do that (403).
    Forbidden,
    /// The request comes from another site (403).
    Foreign,
    /// What was sent makes no sense as the form that it was to be (400).
    Unreadable,
    /// What was to be sent did not come in time (408).
    SentTooSlowly,
    /// What was sent is no form (415).
    WrongKind,
    /// What was sent is too large (413).
    TooLarge,
    /// A link in a letter that was used before, or is too old (410).
    LinkUsed,
    /// Too many tries; seconds to wait (429).
    TooMany(u64),
    /// The address takes other methods (405).
    MethodNotAllowed,
    /// The address is too long (414).
    AddressTooLong,
    /// The request took too long (504).
    TooSlow,
    /// The database can't serve just now (503).
    Unavailable(Trouble),
    /// A fault of ours (500). The log has the cause; the visitor is told the request's id.
    Internal,
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        let trouble = Trouble::of(&error);
        tracing::error!(%error, ?trouble, advice = trouble.advice(), "the database refused");
        match trouble {
            Trouble::Other => Self::Internal,
            trouble => Self::Unavailable(trouble),
        }
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        tracing::error!(%error, "a page could not be written");
        Self::Internal
    }
}

/// A job that failed is tried again.
impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Self::Retry(format!("{failure:?}"))
    }
}

/// Carries the failure out to the entrance, which writes the page.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}
