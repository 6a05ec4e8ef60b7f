//! Signing up: an address, and a password for those who want one. The account is made once the address has answered.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use db::value::{AccountRole, SessionLevel, TokenPurpose};
use locale::Locale;
use mail::Address;
use serde::Deserialize;

use super::{
    gate::Gate,
    letters::{self, Chosen, SignUpLetter},
    password::{LONGEST, Password, SHORTEST, Weak},
    session,
    store::{self, New},
    tokens,
};
use crate::{
    app::{App, Token},
    draft,
    error::Failure,
    web::{self, Agent, Errors, Form, Frame, Network, Next, Viewer},
};

#[derive(Template)]
#[template(path = "account/sign_up.html")]
struct Page {
    frame: Frame,
    values: Values,
    errors: Errors,
}

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    email: String,
    next: String,
}

fn page(viewer: &Viewer, values: Values, errors: Errors) -> Page {
    let frame = viewer.frame(viewer.locale.t("Make an account").to_string()).at_desk();
    Page { frame, values, errors }
}

/// `/sign-up`
pub(super) async fn form(viewer: Viewer, Query(next): Query<Next>) -> Result<Response, Failure> {
    let values = Values { next: next.path().to_owned(), ..Values::default() };
    web::own(&page(&viewer, values, Errors::default()))
}

/// Sends the letter, whether or not there is an account.
pub(super) async fn ask(
    State(app): State<App>,
    viewer: Viewer,
    network: Network,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let chosen = Chosen {
        lang: viewer.locale.tag().to_owned(),
        next: Next::sound(&values.next).to_owned(),
        draft: viewer.draft.as_ref().map(Token::hash),
    };
    let letter = |email| SignUpLetter { email, chosen };
    match letters::ask(&app, &viewer, network, &values.email, letter).await? {
        Ok(sent) => Ok(sent),
        Err(errors) => web::again(&page(&viewer, values, errors)),
    }
}

/// Reads an address, or says what to write instead.
pub(super) fn parsed_address(l: Locale, typed: &str) -> Result<Address, String> {
    Address::parse(typed)
        .map_err(|_| l.t("Please enter a mail address such as name@example.org.").to_string())
}

/// Reads a new password, or says what to do; none when none was chosen.
fn chosen_password(app: &App, l: Locale, typed: &str, email: &str) -> Result<Option<Password>, String> {
    if typed.is_empty() { Ok(None) } else { new_password(app, l, typed, email).map(Some) }
}

/// Reads a new password, or says what to do.
pub(super) fn new_password(app: &App, l: Locale, typed: &str, email: &str) -> Result<Password, String> {
    let local = email.split('@').next().unwrap_or_default();
    Password::new(typed, &[email, local, &app.config.brand.name]).map_err(|weak| match weak {
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
    })
}

#[derive(Template)]
#[template(path = "account/confirm.html")]
pub(super) struct Confirm {
    pub(super) frame: Frame,
    /// What will happen.
    pub(super) words: String,
    /// What the button says.
    pub(super) button: String,
    /// Where it is sent.
    pub(super) action: String,
}

/// A page with one button: a link in a letter may be followed by programs, and must not do anything by itself.
pub(super) fn confirm_page(
    viewer: &Viewer,
    title: String,
    words: String,
    button: String,
) -> Result<Response, Failure> {
    let frame = viewer.frame(title).at_desk();
    let action = viewer.path.to_string();
    web::own(&Confirm { frame, words, button, action })
}

#[derive(Template)]
#[template(path = "account/welcome.html")]
struct Welcome {
    frame: Frame,
    email: String,
    errors: Errors,
}

fn welcome(viewer: &Viewer, email: String, errors: Errors) -> Welcome {
    let frame = viewer.frame(viewer.locale.t("Make an account").to_string()).at_desk();
    Welcome { frame, email, errors }
}

/// What is sent by the owner of the address. The password is theirs to choose: whoever asked for the account may have been
/// somebody else.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Choice {
    password: String,
}

/// `/sign-up/{token}`
pub(super) async fn confirm(
    State(app): State<App>,
    viewer: Viewer,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let found = tokens::find(app.db.read(), &token, TokenPurpose::SignUp, app.clock.now()).await?;
    let link = found.ok_or(Failure::LinkUsed)?;
    web::own(&welcome(&viewer, link.email, Errors::default()))
}

/// Makes the account and signs its owner in.
pub(super) async fn confirmed(
    State(app): State<App>,
    viewer: Viewer,
    Agent(agent): Agent,
    Path(token): Path<String>,
    Form(choice): Form<Choice>,
) -> Result<Response, Failure> {
    let found = tokens::find(app.db.read(), &token, TokenPurpose::SignUp, app.clock.now()).await?;
    let link = found.ok_or(Failure::LinkUsed)?;
    let password_hash = match chosen_password(&app, viewer.locale, &choice.password, &link.email) {
        Ok(Some(password)) => Some(Gate::of(&app).hasher.hash(password).await?),
        Ok(None) => None,
        Err(said) => {
            let mut errors = Errors::default();
            errors.add("password", said);
            return web::again(&welcome(&viewer, link.email, errors));
        }
    };
    let write = app.write().await?;
    let link = tokens::use_up(&write, &token, TokenPurpose::SignUp).await?.ok_or(Failure::LinkUsed)?;
    let chosen: Chosen = tokens::carried(&link);
    let email = Address::parse(&link.email).map_err(|_| Failure::Internal)?;
    let new =
        New { address: &email, password_hash, role: AccountRole::Member, lang: &chosen.lang, trusted: false };
    // Whoever asked twice and followed both links has the account already.
    let account = store::add(&*write, new, write.now()).await?.ok_or(Failure::LinkUsed)?;
    if let Some(hash) = &chosen.draft {
        draft::adopt(&*write, hash, account).await?;
    }
    let session = session::begin(&write, account, SessionLevel::First, agent, &viewer).await?;
    write.commit().await?;
    Ok(session::keep(&app, web::see(&viewer, Next::sound(&chosen.next)), &session))
}
