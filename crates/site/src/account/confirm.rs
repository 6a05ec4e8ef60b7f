//! Where a link in a letter leads: what will happen, and one button that has it happen. Programs follow links as well, so
//! that coming here does nothing by itself.

use std::fmt::Display;

use askama::Template;
use axum::response::Response;
use locale::{Locale, Text};

use super::password::{LONGEST, Password, SHORTEST, Weak};
use crate::{
    app::App,
    error::Failure,
    web::{self, Errors, Field, Frame, Viewer},
};

/// The page.
#[derive(Template)]
#[template(path = "account/confirm.html")]
pub(super) struct Confirm {
    frame: Frame,
    words: String,
    password: Option<Field>,
    button: String,
    action: String,
    errors: Errors,
}

impl Confirm {
    /// What the page is called, what will happen, and what the button says.
    pub(super) fn new(viewer: &Viewer, title: Text<'_>, words: impl Display, button: Text<'_>) -> Self {
        let frame = viewer.frame(title.to_string()).at_desk();
        let (words, button) = (words.to_string(), button.to_string());
        Self {
            frame,
            words,
            password: None,
            button,
            action: viewer.path.to_string(),
            errors: Errors::default(),
        }
    }

    /// Asks for a password as well.
    pub(super) fn with(
        mut self,
        label: Text<'_>,
        password: impl FnOnce(Field) -> Field,
        errors: Errors,
    ) -> Self {
        let field = self.frame.field("password", label).new_password().errors(&errors);
        self.password = Some(password(field));
        self.errors = errors;
        self
    }

    /// The page for the first time, or again when something is wrong.
    pub(super) fn show(&self) -> Result<Response, Failure> {
        if self.errors.any() { web::again(self) } else { web::own(self) }
    }
}

/// How a new password is asked for.
pub(super) fn advice(l: Locale) -> String {
    l.t("At least {n} characters: a sentence of your own is best.").with("n", SHORTEST).to_string()
}

/// Reads a new password for the account of this address, or says what to do.
pub(super) fn new_password(app: &App, l: Locale, typed: &str, email: &str) -> Result<Password, Errors> {
    let local = email.split('@').next().unwrap_or_default();
    Password::new(typed, &[email, local, &app.config.brand.name]).map_err(|weak| {
        let said = match weak {
            Weak::TooShort => l
                .t("Please take at least {n} characters. A sentence of your own is easy to remember.")
                .with("n", SHORTEST)
                .to_string(),
            Weak::TooLong => l.t("Please take at most {n} characters.").with("n", LONGEST).to_string(),
            Weak::Common => l
                .t("Many people use this password, so it is easy to guess. A sentence of your own is better.")
                .to_string(),
            Weak::Known => {
                l.t("This is your address or the name of this site, which anybody would try.").to_string()
            }
        };
        Errors::one("password", said)
    })
}
