//! A new password for somebody who forgot the old one.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{entity::account::Column, value::TokenPurpose};
use serde::Deserialize;

use super::{
    gate::Gate,
    letters::{self, ResetLetter},
    session, sign_up, store, tokens,
};
use crate::{
    app::App,
    error::Failure,
    web::{self, Errors, Form, Frame, Network, Viewer},
};

#[derive(Template)]
#[template(path = "account/reset.html")]
struct Page {
    frame: Frame,
    /// Whether the letter has come, and the password is to be chosen.
    choosing: bool,
    values: Values,
    errors: Errors,
}

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    email: String,
    password: String,
}

fn page(viewer: &Viewer, choosing: bool, values: Values, errors: Errors) -> Page {
    let frame = viewer.frame(viewer.locale.t("Choose a new password").to_string()).at_desk();
    Page { frame, choosing, values: Values { password: String::new(), ..values }, errors }
}

/// `/reset`
pub(super) async fn form(viewer: Viewer) -> Result<Response, Failure> {
    web::own(&page(&viewer, false, Values::default(), Errors::default()))
}

/// Has the letter sent, if there is an account.
pub(super) async fn ask(
    State(app): State<App>,
    viewer: Viewer,
    network: Network,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let lang = viewer.locale.tag().to_owned();
    let letter = |email| ResetLetter { email, lang };
    match letters::ask(&app, &viewer, network, &values.email, letter).await? {
        Ok(sent) => Ok(sent),
        Err(errors) => web::again(&page(&viewer, false, values, errors)),
    }
}

/// `/reset/{token}`
pub(super) async fn choose(
    State(app): State<App>,
    viewer: Viewer,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let found = tokens::find(app.db.read(), &token, TokenPurpose::Reset, app.clock.now()).await?;
    let link = found.ok_or(Failure::LinkUsed)?;
    web::own(&page(&viewer, true, Values { email: link.email, ..Values::default() }, Errors::default()))
}

/// Keeps the password and ends every session. It signs nobody in: the second step is not to be got round.
pub(super) async fn chosen(
    State(app): State<App>,
    viewer: Viewer,
    Path(token): Path<String>,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let found = tokens::find(app.db.read(), &token, TokenPurpose::Reset, app.clock.now()).await?;
    let link = found.ok_or(Failure::LinkUsed)?;
    let password = match sign_up::new_password(&app, viewer.locale, &values.password, &link.email) {
        Ok(password) => password,
        Err(said) => {
            let mut errors = Errors::default();
            errors.add("password", said);
            return web::again(&page(&viewer, true, Values { email: link.email, ..values }, errors));
        }
    };
    let hash = Gate::of(&app).hasher.hash(password).await?;
    let mut write = app.write().await?;
    let link = tokens::use_up(&write, &token, TokenPurpose::Reset).await?.ok_or(Failure::LinkUsed)?;
    let account = link.account_id.ok_or(Failure::LinkUsed)?;
    store::set(&*write, account, vec![(Column::PasswordHash, Some(hash).into())]).await?;
    session::end_others(&*write, account, None).await?;
    tokens::void(&*write, account).await?;
    letters::warn(&mut write, account, "password").await?;
    write.commit().await?;
    Ok(web::see(&viewer, "/sign-in"))
}
