//! Signing up: an address, and a password for those who want one. The account is made once the address has answered.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use db::value::{AccountRole, SessionLevel, TokenPurpose};
use locale::Locale;
use mail::Address;
use serde::Deserialize;

use super::{
    ask::{self, Asking, For, Values},
    confirm::{Confirm, advice, new_password},
    gate::Gate,
    letters::{Chosen, SignUpLetter},
    password::Password,
    session,
    store::{self, New},
    tokens,
};
use crate::{
    app::{App, Token},
    draft,
    error::Failure,
    web::{self, Agent, Errors, Form, Network, Next, Viewer},
};

/// What the link in the letter is for.
const SIGN_UP: &[TokenPurpose] = &[TokenPurpose::SignUp];

/// `/sign-up`
pub(super) async fn form(viewer: Viewer, Query(next): Query<Next>) -> Result<Response, Failure> {
    ask::form(&viewer, For::SignUp, Values::on_the_way_to(&next), Errors::default())
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
    let asking = Asking { app: &app, viewer: &viewer, network };
    asking.send(For::SignUp, values, letter).await
}

fn welcome(viewer: &Viewer, email: &str, errors: Errors) -> Confirm {
    let l = viewer.locale;
    let words = l.t("Your account will have the address {email}.").with("email", email);
    let page = Confirm::new(viewer, l.t("Make an account"), words, l.t("Make my account"));
    let hint = format!("{} {}", advice(l), l.t("Leave it empty to sign in by a link in a letter each time."));
    page.with(l.t("Password"), |field| field.optional().hint(hint), errors)
}

/// Reads a new password, or says what to do; none when none was chosen.
fn chosen_password(app: &App, l: Locale, typed: &str, email: &str) -> Result<Option<Password>, Errors> {
    if typed.is_empty() { Ok(None) } else { new_password(app, l, typed, email).map(Some) }
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
    let link = tokens::find(app.db.read(), &token, SIGN_UP, app.clock.now()).await?;
    welcome(&viewer, &link.email, Errors::default()).show()
}

/// Makes the account and signs its owner in.
pub(super) async fn confirmed(
    State(app): State<App>,
    viewer: Viewer,
    Agent(agent): Agent,
    Path(token): Path<String>,
    Form(choice): Form<Choice>,
) -> Result<Response, Failure> {
    let link = tokens::find(app.db.read(), &token, SIGN_UP, app.clock.now()).await?;
    let password_hash = match chosen_password(&app, viewer.locale, &choice.password, &link.email) {
        Ok(Some(password)) => Some(Gate::of(&app).hasher.hash(password).await?),
        Ok(None) => None,
        Err(errors) => return welcome(&viewer, &link.email, errors).show(),
    };
    let write = app.write().await?;
    let link = tokens::use_up(&write, &token, SIGN_UP).await?;
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
