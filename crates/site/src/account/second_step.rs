//! The second step of signing in: a code from an authenticator (TOTP, RFC 6238), or one of ten codes kept for the day when
//! that is lost. Doctors and staff act as such only after it.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use db::{entity::account::Model as Account, value::SessionLevel};
use serde::Deserialize;

use super::{
    gate::Gate,
    letters, own, session, store,
    totp::{self, Picture},
};
use crate::{
    app::{App, Write, chance},
    error::Failure,
    web::{self, Agent, Errors, Form, Frame, Network, Next, Person, Viewer},
};

/// Codes for the day when the authenticator is lost.
const RECOVERY_CODES: usize = 10;
/// Wrong codes in a row after which none is taken for a while.
const MOST_WRONG: i32 = 10;
/// Seconds for which none is taken then.
const WAIT: i64 = 3600;

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    code: String,
    secret: String,
    next: String,
}

#[derive(Template)]
#[template(path = "account/step.html")]
struct Step {
    frame: Frame,
    next: String,
    errors: Errors,
}

fn framed(viewer: &Viewer, title: String) -> Frame {
    viewer.frame(title).at_desk()
}

fn step(viewer: &Viewer, next: &str, errors: Errors) -> Step {
    Step { frame: framed(viewer, viewer.locale.t("Second step").to_string()), next: next.to_owned(), errors }
}

/// `/sign-in/step`
pub(super) async fn ask(viewer: Viewer, Query(next): Query<Next>) -> Result<Response, Failure> {
    web::own(&step(&viewer, next.path(), Errors::default()))
}

/// Takes a code and completes the session, under a new token.
pub(super) async fn take(
    State(app): State<App>,
    viewer: Viewer,
    network: Network,
    Agent(agent): Agent,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let person = viewer.person.clone().ok_or(Failure::SignInFirst)?;
    if !person.halfway {
        // A code alone renews nothing.
        return Ok(web::see(&viewer, Next::sound(&values.next)));
    }
    Gate::of(&app).count(network, &format!("code of {}", person.account))?;
    let write = app.write().await?;
    let account = store::by_id(&*write, person.account).await?.ok_or(Failure::SignInFirst)?;
    let wait = account.codes_wait_until.unwrap_or_default().saturating_sub(write.now());
    // A longer one is of a clock that was ahead.
    if (1..=WAIT).contains(&wait) {
        return Err(Failure::TooMany(wait.unsigned_abs()));
    }
    if !is_good(&write, &account, &values.code).await? {
        note_wrong(write, account.id).await?;
        let said =
            viewer.locale.t("This code is not right, or it was used before. Please wait for the next one.");
        return web::again(&step(&viewer, &values.next, Errors::one("code", said.to_string())));
    }
    store::forget_wrong_codes(&*write, account.id).await?;
    let token = session::begin(&write, account.id, SessionLevel::Full, agent, &viewer).await?;
    write.commit().await?;
    Ok(session::keep(&app, web::see(&viewer, Next::sound(&values.next)), &token))
}

/// Whether a code is good now; then it is used up.
async fn is_good(write: &Write, account: &Account, code: &str) -> Result<bool, Failure> {
    let typed: String =
        code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    if let Some(step) = totp::matched(account.totp_secret.as_deref(), &typed, write.now()) {
        return Ok(store::use_step(&**write, account.id, step).await?);
    }
    Ok(store::use_recovery_code(&**write, account.id, &chance::digest(&typed), write.now()).await?)
}

/// Notes a wrong code. After too many in a row none is taken for a while, and the owner hears of it.
async fn note_wrong(mut write: Write, account: i64) -> Result<(), Failure> {
    if store::count_wrong_code(&*write, account).await? >= MOST_WRONG {
        store::close_codes(&*write, account, write.now() + WAIT).await?;
        letters::warn(&mut write, account, "wrong_codes").await?;
    }
    write.commit().await
}

#[derive(Template)]
#[template(path = "account/second_step.html")]
struct SetUp {
    frame: Frame,
    /// Whether they can do nothing of what is theirs to do before.
    is_needed: bool,
    secret: String,
    picture: Option<Picture>,
    address: String,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "account/recovery_codes.html")]
struct Codes {
    frame: Frame,
    codes: Vec<String>,
}

fn set_up_page(app: &App, viewer: &Viewer, account: &Account, secret: String, errors: Errors) -> SetUp {
    let frame = framed(viewer, viewer.locale.t("Set up the second step").to_string());
    let address = totp::address(&secret, &account.email, &app.config.brand.name);
    let is_needed = viewer.person.as_ref().is_some_and(|person| person.needs_second_step());
    SetUp { frame, is_needed, picture: Picture::of(&address), secret, address, errors }
}

/// `/account/second-step`
pub(super) async fn set_up(
    State(app): State<App>,
    viewer: Viewer,
    person: Person,
) -> Result<Response, Failure> {
    own::recently(&app, &person)?;
    let account = store::by_id(app.db.read(), person.account).await?.ok_or(Failure::SignInFirst)?;
    if account.totp_since.is_some() {
        return Ok(web::see(&viewer, "/account"));
    }
    let secret = totp::new_key()?;
    web::own(&set_up_page(&app, &viewer, &account, secret, Errors::default()))
}

/// Keeps the secret once a code shows that it arrived, and hands out codes for the day when it is lost.
pub(super) async fn confirmed(
    State(app): State<App>,
    viewer: Viewer,
    network: Network,
    Agent(agent): Agent,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    let person = viewer.signed_in()?;
    own::recently(&app, &person)?;
    Gate::of(&app).count(network, &format!("code of {}", person.account))?;
    let mut write = app.write().await?;
    let account = store::by_id(&*write, person.account).await?.ok_or(Failure::SignInFirst)?;
    if account.totp_since.is_some() {
        return Ok(web::see(&viewer, "/account"));
    }
    let typed: String = values.code.chars().filter(char::is_ascii_digit).collect();
    let matched = totp::matched(Some(&values.secret), &typed, write.now());
    let Some(step) = matched.filter(|_| totp::is_key(&values.secret)) else {
        let said = viewer
            .locale
            .t("This code is not right. Please check the clock of your phone and take the next code.");
        let errors = Errors::one("code", said.to_string());
        return web::again(&set_up_page(&app, &viewer, &account, values.secret, errors));
    };
    let now = write.now();
    if !store::turn_second_step_on(&*write, account.id, (values.secret, step), now).await? {
        return Ok(web::see(&viewer, "/account"));
    }
    let codes = hand_out(&write, account.id).await?;
    session::end_others(&*write, account.id, Some(person.session)).await?;
    letters::warn(&mut write, account.id, "second_step_on").await?;
    let token = session::begin(&write, account.id, SessionLevel::Full, agent, &viewer).await?;
    write.commit().await?;
    Ok(session::keep(&app, codes_page(&viewer, codes)?, &token))
}

fn codes_page(viewer: &Viewer, codes: Vec<String>) -> Result<Response, Failure> {
    web::own(&Codes { frame: framed(viewer, viewer.locale.t("Keep these codes").to_string()), codes })
}

/// Replaces the recovery codes, and gives the new ones as they are read.
async fn hand_out(write: &Write, account: i64) -> Result<Vec<String>, Failure> {
    let codes =
        (0..RECOVERY_CODES).map(|_| totp::new_recovery_code()).collect::<Result<Vec<String>, Failure>>()?;
    store::replace_recovery_codes(&**write, account, codes.iter().map(|code| chance::digest(code))).await?;
    let spaced =
        |code: String| code.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
    Ok(codes.into_iter().map(spaced).collect())
}

/// New recovery codes for old ones, such as when some are used up or the list has been seen.
pub(super) async fn new_codes(
    State(app): State<App>,
    viewer: Viewer,
    person: Person,
) -> Result<Response, Failure> {
    own::recently(&app, &person)?;
    let mut write = app.write().await?;
    let account = store::by_id(&*write, person.account).await?.ok_or(Failure::SignInFirst)?;
    if account.totp_since.is_none() {
        return Ok(web::see(&viewer, "/account"));
    }
    let codes = hand_out(&write, account.id).await?;
    letters::warn(&mut write, account.id, "recovery_codes").await?;
    write.commit().await?;
    codes_page(&viewer, codes)
}

/// Does without the second step again.
pub(super) async fn end(
    State(app): State<App>,
    viewer: Viewer,
    person: Person,
    Agent(agent): Agent,
) -> Result<Response, Failure> {
    own::recently(&app, &person)?;
    let mut write = app.write().await?;
    if !store::turn_second_step_off(&*write, person.account).await? {
        return Ok(web::see(&viewer, "/account"));
    }
    // What the other sessions were given was given for two steps.
    session::end_others(&*write, person.account, Some(person.session)).await?;
    letters::warn(&mut write, person.account, "second_step_off").await?;
    let token = session::begin(&write, person.account, SessionLevel::First, agent, &viewer).await?;
    write.commit().await?;
    Ok(session::keep(&app, web::see(&viewer, "/account"), &token))
}
