//! The forms that take a mail address of somebody who is not signed in: to sign in, to make an account, to choose another
//! password. Each can have a letter with a link sent, whether or not the address has an account.

use askama::Template;
use axum::response::Response;
use jobs::Job;
use locale::Locale;
use mail::Address;
use serde::Deserialize;

use super::gate::Gate;
use crate::{
    app::App,
    error::Failure,
    web::{self, Errors, Frame, Network, Next, Viewer},
};

/// What somebody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum For {
    SignIn,
    SignUp,
    Reset,
}

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    pub(super) email: String,
    pub(super) password: String,
    pub(super) next: String,
}

impl Values {
    /// A form for somebody who goes on to a page from there.
    pub(super) fn on_the_way_to(next: &Next) -> Self {
        Self { next: next.path().to_owned(), ..Self::default() }
    }
}

#[derive(Template)]
#[template(path = "account/ask.html")]
struct Page {
    frame: Frame,
    what: For,
    values: Values,
    errors: Errors,
}

impl Page {
    fn path(&self) -> &'static str {
        match self.what {
            For::SignIn => "/sign-in",
            For::SignUp => "/sign-up",
            For::Reset => "/reset",
        }
    }
}

/// The form, or the same again with what is wrong. A password is never sent back.
pub(super) fn form(viewer: &Viewer, what: For, values: Values, errors: Errors) -> Result<Response, Failure> {
    let l = viewer.locale;
    let title = match what {
        For::SignIn => l.t("Sign in"),
        For::SignUp => l.t("Make an account"),
        For::Reset => l.t("Choose a new password"),
    };
    let frame = viewer.frame(title.to_string()).at_desk();
    let mut page = Page { frame, what, values: Values { password: String::new(), ..values }, errors };
    page.frame.canonical = page.path().into();
    if page.errors.any() { web::again(&page) } else { web::own(&page) }
}

/// Reads an address, or says what to write instead.
pub(super) fn parsed_address(l: Locale, typed: &str) -> Result<Address, Errors> {
    Address::parse(typed).map_err(|_| {
        Errors::one("email", l.t("Please enter a mail address such as name@example.org.").to_string())
    })
}

/// Somebody who asks for a letter, and from where.
pub(super) struct Asking<'a> {
    pub(super) app: &'a App,
    pub(super) viewer: &'a Viewer,
    pub(super) network: Network,
}

impl Asking<'_> {
    /// Has a letter sent to the address that was typed, or shows the form again.
    pub(super) async fn send<J: Job<Context = App>>(
        self,
        what: For,
        values: Values,
        letter: impl FnOnce(String) -> J,
    ) -> Result<Response, Failure> {
        let Self { app, viewer, network } = self;
        let gate = Gate::of(app);
        let address = match parsed_address(viewer.locale, &values.email) {
            Ok(address) => address,
            Err(errors) => {
                gate.count_network(network)?;
                return form(viewer, what, values, errors);
            }
        };
        gate.count(network, &format!("letters to {}", address.key()))?;
        let mut write = app.write().await?;
        write.enqueue(&letter(address.to_string())).await?;
        write.commit().await?;
        Ok(web::see(viewer, "/mail-sent"))
    }
}
