//! Signing in, by password or by a link in a letter, and out again.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use db::{
    entity::account::Model as Account,
    value::{SessionLevel, TokenPurpose},
};
use mail::Address;
use serde::{Deserialize, Serialize};

use super::{
    ask::{self, Asking, For, Values},
    confirm::Confirm,
    gate::Gate,
    letters::SignInLetter,
    password::Password,
    session, store, tokens,
};
use crate::{
    app::App,
    error::Failure,
    web::{self, Agent, Errors, Form, Jar, Network, Next, Person, Viewer},
};

/// What the link in the letter is for.
const SIGN_IN: &[TokenPurpose] = &[TokenPurpose::SignIn];

/// `/sign-in`
pub(super) async fn form(viewer: Viewer, Query(next): Query<Next>) -> Result<Response, Failure> {
    ask::form(&viewer, For::SignIn, Values::on_the_way_to(&next), Errors::default())
}

/// By password.
pub(super) async fn by_password(
    State(app): State<App>,
    viewer: Viewer,
    network: Network,
    Agent(agent): Agent,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let gate = Gate::of(&app);
    let address = Address::parse(&values.email).ok();
    match &address {
        Some(address) => gate.count(network, &address.key())?,
        None => gate.count_network(network)?,
    }
    let account = match &address {
        Some(address) => store::by_address(app.db.read(), address).await?,
        None => None,
    };
    let kept = account.as_ref().and_then(|account| account.password_hash.clone());
    let right = gate.hasher.is(Password::typed(&values.password), kept).await?;
    let Some(account) = account.filter(|_| right) else {
        let said = viewer
            .locale
            .t("The address or the password is not right. Please try again, or have a link sent to you.");
        return ask::form(&viewer, For::SignIn, values, Errors::one("", said.to_string()));
    };
    enter(&app, &viewer, agent, &account, &values.next).await
}

/// Begins the session of somebody who has shown who they are.
async fn enter(
    app: &App,
    viewer: &Viewer,
    agent: String,
    account: &Account,
    next: &str,
) -> Result<Response, Failure> {
    let write = app.write().await?;
    let token = session::begin(&write, account.id, SessionLevel::First, agent, viewer).await?;
    write.commit().await?;
    Ok(session::keep(app, arrive(viewer, account.totp_since.is_some(), next), &token))
}

/// Where somebody goes who has signed in: to the second step if there is one, else to where they were going.
fn arrive(viewer: &Viewer, second_step: bool, next: &str) -> Response {
    let next = Next::sound(next);
    let path =
        if second_step { format!("/sign-in/step?next={}", Next::encoded(next)) } else { next.to_owned() };
    web::see(viewer, &path)
}

/// Has a link sent, if there is an account.
pub(super) async fn ask_for_link(
    State(app): State<App>,
    viewer: Viewer,
    network: Network,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let (lang, next) = (viewer.locale.tag().to_owned(), Next::sound(&values.next).to_owned());
    let letter = |email| SignInLetter { email, lang, next };
    let asking = Asking { app: &app, viewer: &viewer, network };
    asking.send(For::SignIn, values, letter).await
}

/// What a link to sign in carries.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Where its owner was going.
    pub(super) next: String,
    /// Whether it stands for both steps: never one that is sent by mail.
    pub(super) both_steps: bool,
}

/// `/sign-in/link/{token}`
pub(super) async fn confirm(
    State(app): State<App>,
    viewer: Viewer,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let link = tokens::find(app.db.read(), &token, SIGN_IN, app.clock.now()).await?;
    let l = viewer.locale;
    let words = l.t("You are about to sign in as {email}.").with("email", link.email);
    Confirm::new(&viewer, l.t("Sign in"), words, l.t("Sign in")).show()
}

/// By a link in a letter.
pub(super) async fn by_link(
    State(app): State<App>,
    viewer: Viewer,
    Agent(agent): Agent,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let write = app.write().await?;
    let link = tokens::use_up(&write, &token, SIGN_IN).await?;
    let account = link.account_id.ok_or(Failure::LinkUsed)?;
    let account = store::by_id(&*write, account).await?.ok_or(Failure::LinkUsed)?;
    let entry: Entry = tokens::carried(&link);
    let level = if entry.both_steps { SessionLevel::Full } else { SessionLevel::First };
    let session = session::begin(&write, account.id, level, agent, &viewer).await?;
    write.commit().await?;
    let step = account.totp_since.is_some() && !entry.both_steps;
    Ok(session::keep(&app, arrive(&viewer, step, &entry.next), &session))
}

/// Out.
pub(super) async fn out(State(app): State<App>, viewer: Viewer) -> Result<Response, Failure> {
    if let Some(Person { account, session, .. }) = viewer.person.as_deref() {
        let write = app.write().await?;
        session::end(&*write, *account, *session).await?;
        write.commit().await?;
    }
    let mut response = web::see(&viewer, "/");
    Jar::Session.clear(&mut response, app.is_https());
    Ok(response)
}
