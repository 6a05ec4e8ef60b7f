//! A new password for somebody who forgot the old one.

use axum::{
    extract::{Path, State},
    response::Response,
};
use db::value::TokenPurpose;
use serde::Deserialize;

use super::{
    ask::{self, Asking, For, Values},
    confirm::{Confirm, advice, new_password},
    gate::Gate,
    letters::ResetLetter,
    own, tokens,
};
use crate::{
    app::App,
    error::Failure,
    web::{self, Errors, Form, Network, Viewer},
};

/// What the link in the letter is for.
const RESET: &[TokenPurpose] = &[TokenPurpose::Reset];

/// `/reset`
pub(super) async fn form(viewer: Viewer) -> Result<Response, Failure> {
    ask::form(&viewer, For::Reset, Values::default(), Errors::default())
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
    let asking = Asking { app: &app, viewer: &viewer, network };
    asking.send(For::Reset, values, letter).await
}

fn choose_page(viewer: &Viewer, email: &str, errors: Errors) -> Confirm {
    let l = viewer.locale;
    let words = l.t("For the account of {email}. You will be signed out everywhere.").with("email", email);
    let page = Confirm::new(viewer, l.t("Choose a new password"), words, l.t("Keep this password"));
    page.with(l.t("New password"), |field| field.hint(advice(l)), errors)
}

/// `/reset/{token}`
pub(super) async fn choose(
    State(app): State<App>,
    viewer: Viewer,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let link = tokens::find(app.db.read(), &token, RESET, app.clock.now()).await?;
    choose_page(&viewer, &link.email, Errors::default()).show()
}

/// What is chosen.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Choice {
    password: String,
}

/// Keeps the password and ends every session. It signs nobody in: the second step is not to be got round.
pub(super) async fn chosen(
    State(app): State<App>,
    viewer: Viewer,
    Path(token): Path<String>,
    Form(choice): Form<Choice>,
) -> Result<Response, Failure> {
    let link = tokens::find(app.db.read(), &token, RESET, app.clock.now()).await?;
    let password = match new_password(&app, viewer.locale, &choice.password, &link.email) {
        Ok(password) => password,
        Err(errors) => return choose_page(&viewer, &link.email, errors).show(),
    };
    let hash = Gate::of(&app).hasher.hash(password).await?;
    let mut write = app.write().await?;
    let link = tokens::use_up(&write, &token, RESET).await?;
    let account = link.account_id.ok_or(Failure::LinkUsed)?;
    own::keep_password(&mut write, account, hash, None).await?;
    write.commit().await?;
    Ok(web::see(&viewer, "/sign-in"))
}
