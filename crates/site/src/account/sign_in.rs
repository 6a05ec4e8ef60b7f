//! Signing in, by password or by a link in a letter, and out again.

use askama::Template;
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
    gate::Gate,
    letters::{self, SignInLetter},
    password::Password,
    session, sign_up, store, tokens,
};
use crate::{
    app::App,
    error::Failure,
    web::{self, Agent, Errors, Form, Frame, Jar, Network, Next, Person, Viewer},
};

#[derive(Template)]
#[template(path = "account/sign_in.html")]
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
    password: String,
    next: String,
}

fn page(viewer: &Viewer, values: Values, errors: Errors) -> Page {
    let mut frame = viewer.frame(viewer.locale.t("Sign in").to_string()).at_desk();
    frame.canonical = "/sign-in".into();
    Page { frame, values: Values { password: String::new(), ..values }, errors }
}

/// `/sign-in`
pub(super) async fn form(viewer: Viewer, Query(next): Query<Next>) -> Result<Response, Failure> {
    let values = Values { next: next.path().to_owned(), ..Values::default() };
    web::own(&page(&viewer, values, Errors::default()))
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
        let mut errors = Errors::default();
        let said = viewer
            .locale
            .t("The address or the password is not right. Please try again, or have a link sent to you.");
        errors.add("", said.to_string());
        return web::again(&page(&viewer, values, errors));
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
    match letters::ask(&app, &viewer, network, &values.email, letter).await? {
        Ok(sent) => Ok(sent),
        Err(errors) => web::again(&page(&viewer, values, errors)),
    }
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
    let found = tokens::find(app.db.read(), &token, TokenPurpose::SignIn, app.clock.now()).await?;
    let link = found.ok_or(Failure::LinkUsed)?;
    let l = viewer.locale;
    let words = l.t("You are about to sign in as {email}.").with("email", link.email).to_string();
    sign_up::confirm_page(&viewer, l.t("Sign in").to_string(), words, l.t("Sign in").to_string())
}

/// By a link in a letter.
pub(super) async fn by_link(
    State(app): State<App>,
    viewer: Viewer,
    Agent(agent): Agent,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let write = app.write().await?;
    let link = tokens::use_up(&write, &token, TokenPurpose::SignIn).await?.ok_or(Failure::LinkUsed)?;
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
