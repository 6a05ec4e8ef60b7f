//! One's own account: address, password, second step, and the browsers in which one is signed in.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{
    entity::{account::Model as Account, session::Model as Session},
    value::AccountRole,
};
use locale::Text;
use serde::Deserialize;

use super::{
    confirm::{advice, new_password},
    gate::Gate,
    letters, session, store, tokens,
};
use crate::{
    app::{App, Write},
    error::Failure,
    policy::{self, Action},
    web::{self, Agent, Errors, Form, Frame, Person, Viewer},
};

/// Seconds after signing in during which the account itself may be changed.
const RECENT: u64 = 15 * 60;

#[derive(Template)]
#[template(path = "account/own.html")]
pub(super) struct Page {
    frame: Frame,
    person: Person,
    account: Account,
    sessions: Vec<Session>,
    /// Whether this session is young enough to change the account.
    recent: bool,
    errors: Errors,
}

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    password: String,
}

/// Changing the account itself takes somebody who signed in a moment ago: a browser left open is not enough.
///
/// # Errors
/// [`Failure::SignInFirst`] for everybody else.
pub fn recently(app: &App, person: &Person) -> Result<(), Failure> {
    if is_recent(app, person) { Ok(()) } else { Err(Failure::SignInFirst) }
}

fn is_recent(app: &App, person: &Person) -> bool {
    // A session of the future is of a clock that was wrong, and was begun at some other time.
    app.clock.now().abs_diff(person.since) < RECENT
}

/// `/account`
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    person: Person,
) -> Result<Response, Failure> {
    web::own(&page(&app, &viewer, person, Errors::default()).await?)
}

pub(super) async fn page(
    app: &App,
    viewer: &Viewer,
    person: Person,
    errors: Errors,
) -> Result<Page, Failure> {
    let account = store::by_id(app.db.read(), person.account).await?.ok_or(Failure::SignInFirst)?;
    let sessions = session::of_account(app, person.account).await?;
    let mut frame = viewer.frame(viewer.locale.t("Your account").to_string()).at_desk();
    frame.canonical = "/account".into();
    let recent = is_recent(app, &person);
    Ok(Page { frame, person, account, sessions, recent, errors })
}

impl Page {
    fn standing(&self) -> Text<'static> {
        standing(&self.frame, self.account.role)
    }

    /// What else one's account leads to, one line each. Later features stand here by their addresses.
    fn links(&self) -> Vec<(Text<'static>, &'static str)> {
        let l = self.frame.l;
        let mut links = vec![
            (l.t("Your notices"), "/account/notices"),
            (l.t("Which letters you get"), "/account/notices/settings"),
            (l.t("Your questions"), "/account/questions"),
            (l.t("Your data"), "/account/data"),
        ];
        let role = self.frame.viewer.role;
        if policy::may(role, Action::ClaimProfile) {
            links.push((l.t("For doctors: your profile and credentials"), "/account/credentials"));
        }
        if policy::may(role, Action::JudgeCredentials) {
            links.push((l.t("Credentials to check"), "/credentials"));
        }
        links
    }
}

fn standing(frame: &Frame, role: AccountRole) -> Text<'static> {
    match role {
        AccountRole::Member => frame.l.t("Member"),
        AccountRole::Doctor => frame.l.t("Doctor"),
        AccountRole::Editor => frame.l.t("Medical editor"),
        AccountRole::Moderator => frame.l.t("Moderator"),
        AccountRole::Administrator => frame.l.t("Administrator"),
    }
}

/// A new password, or a first one. Other browsers are signed out.
pub(super) async fn password(
    State(app): State<App>,
    viewer: Viewer,
    person: Person,
    Agent(agent): Agent,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    recently(&app, &person)?;
    let account = store::by_id(app.db.read(), person.account).await?.ok_or(Failure::SignInFirst)?;
    let password = match new_password(&app, viewer.locale, &values.password, &account.email) {
        Ok(password) => password,
        Err(errors) => return web::again(&page(&app, &viewer, person, errors).await?),
    };
    let hash = Gate::of(&app).hasher.hash(password).await?;
    let mut write = app.write().await?;
    keep_password(&mut write, person.account, hash, Some(person.session)).await?;
    let token = session::begin(&write, person.account, person.level, agent, &viewer).await?;
    write.commit().await?;
    Ok(session::keep(&app, web::see(&viewer, "/account"), &token))
}

/// Keeps a password and ends the sessions of before but for one: also of whoever has a copy of this browser's cookie, or a
/// letter of before.
pub(super) async fn keep_password(
    write: &mut Write,
    account: i64,
    hash: String,
    but: Option<i64>,
) -> Result<(), Failure> {
    store::set_password(&**write, account, hash).await?;
    session::end_others(&**write, account, but).await?;
    tokens::void(&**write, account).await?;
    letters::warn(write, account, "password").await
}

/// Signs one browser out.
pub(super) async fn end_session(
    State(app): State<App>,
    viewer: Viewer,
    person: Person,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let write = app.write().await?;
    if !session::end(&*write, person.account, id).await? {
        return Err(Failure::NotFound);
    }
    write.commit().await?;
    Ok(web::see(&viewer, "/account"))
}

/// Signs every other browser out.
pub(super) async fn end_others(
    State(app): State<App>,
    viewer: Viewer,
    person: Person,
) -> Result<Response, Failure> {
    let write = app.write().await?;
    session::end_others(&*write, person.account, Some(person.session)).await?;
    write.commit().await?;
    Ok(web::see(&viewer, "/account"))
}
