//! The second step of signing in: a code from an authenticator (TOTP, RFC 6238), or one of ten codes kept for the day when
//! that is lost. Doctors and staff act as such only after it.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use db::{
    entity::{
        account::{self, Column, Model as Account},
        recovery_code,
    },
    sea_orm::{
        ActiveValue::{NotSet, Set},
        ColumnTrait, EntityTrait, QueryFilter,
        sea_query::{Expr, ExprTrait},
    },
    value::SessionLevel,
};
use qrcodegen::{QrCode, QrCodeEcc};
use serde::Deserialize;
use totp_rs::{Builder, Secret, Totp};

use super::{gate::Gate, own, session, store};
use crate::{
    app::{App, Write, chance},
    error::Failure,
    web::{self, Agent, Errors, Form, Frame, Network, Next, Person, Viewer},
};

/// Codes for the day when the authenticator is lost.
const RECOVERY_CODES: usize = 10;

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
    if !is_good(&write, &account, &values.code).await? {
        let mut errors = Errors::default();
        errors.add(
            "code",
            viewer
                .locale
                .t("This code is not right, or it was used before. Please wait for the next one.")
                .to_string(),
        );
        return web::again(&step(&viewer, &values.next, errors));
    }
    let token = session::begin(&write, account.id, SessionLevel::Full, agent, &viewer).await?;
    write.commit().await?;
    Ok(session::keep(&app, web::see(&viewer, Next::sound(&values.next)), &token))
}

/// Whether a code is good now; then it is used up.
async fn is_good(write: &Write, account: &Account, code: &str) -> Result<bool, Failure> {
    let typed: String =
        code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    if let Some(step) = matched(account.totp_secret.as_deref(), &typed, write.now()) {
        // Each code is good once: also of two who send it at the same time, one comes too late.
        let unused = Expr::col(Column::TotpStep).is_null().or(Expr::col(Column::TotpStep).lt(step));
        let used = account::Entity::update_many()
            .col_expr(Column::TotpStep, Expr::val(step))
            .filter(Column::Id.eq(account.id))
            .filter(unused)
            .exec(&**write)
            .await?;
        return Ok(used.rows_affected > 0);
    }
    use recovery_code::Column as R;
    let used = recovery_code::Entity::update_many()
        .col_expr(R::UsedAt, Expr::val(write.now()))
        .filter(R::AccountId.eq(account.id))
        .filter(R::CodeHash.eq(chance::digest(&typed)))
        .filter(R::UsedAt.is_null())
        .exec(&**write)
        .await?;
    Ok(used.rows_affected > 0)
}

/// The time step that a code belongs to.
fn matched(secret: Option<&str>, code: &str, now: i64) -> Option<i64> {
    let found = totp(secret?, "", "")?.check(code, u64::try_from(now).ok()?)?;
    i64::try_from(found).ok()
}

fn totp(secret: &str, account: &str, issuer: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    let builder = Builder::new().with_secret(secret).with_account_name(account).with_issuer(Some(issuer));
    Some(builder.build_noncompliant())
}

#[derive(Template)]
#[template(path = "account/second_step.html")]
struct SetUp {
    frame: Frame,
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

/// A QR code as one path of squares.
struct Picture {
    size: i32,
    path: String,
}

impl Picture {
    fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let squares = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let dark = squares.filter(|(x, y)| code.get_module(*x, *y));
        let path = dark.map(|(x, y)| format!("M{} {}h1v1h-1z", x + 4, y + 4)).collect();
        Some(Self { size: code.size() + 8, path })
    }
}

fn set_up_page(app: &App, viewer: &Viewer, account: &Account, secret: String, errors: Errors) -> SetUp {
    let frame = framed(viewer, viewer.locale.t("Set up the second step").to_string());
    let name: String = app.config.brand.name.replace(':', " ");
    let address = totp(&secret, &account.email.replace(':', " "), &name)
        .and_then(|totp| totp.to_url().ok())
        .unwrap_or_default();
    SetUp { frame, picture: Picture::of(&address), secret, address, errors }
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
    let secret = Secret::from(chance::random::<20>()?.to_vec()).to_base32();
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
    let write = app.write().await?;
    let account = store::by_id(&*write, person.account).await?.ok_or(Failure::SignInFirst)?;
    if account.totp_since.is_some() {
        return Ok(web::see(&viewer, "/account"));
    }
    let typed: String = values.code.chars().filter(char::is_ascii_digit).collect();
    let Some(at) = matched(Some(&values.secret), &typed, write.now()).filter(|_| values.secret.len() == 32)
    else {
        let mut errors = Errors::default();
        errors.add(
            "code",
            viewer
                .locale
                .t("This code is not right. Please check the clock of your phone and take the next code.")
                .to_string(),
        );
        return web::again(&set_up_page(&app, &viewer, &account, values.secret, errors));
    };
    let kept = vec![
        (Column::TotpSecret, Some(values.secret).into()),
        (Column::TotpSince, Some(write.now()).into()),
        (Column::TotpStep, Some(at).into()),
    ];
    store::set(&*write, account.id, kept).await?;
    let codes = hand_out(&write, account.id).await?;
    session::end_others(&*write, account.id, Some(person.session)).await?;
    let token = session::begin(&write, account.id, SessionLevel::Full, agent, &viewer).await?;
    write.commit().await?;
    let frame = framed(&viewer, viewer.locale.t("Keep these codes").to_string());
    Ok(session::keep(&app, web::own(&Codes { frame, codes })?, &token))
}

/// Replaces the recovery codes.
async fn hand_out(write: &Write, account: i64) -> Result<Vec<String>, Failure> {
    use recovery_code::{ActiveModel, Column as R, Entity};
    Entity::delete_many().filter(R::AccountId.eq(account)).exec(&**write).await?;
    let mut codes = Vec::new();
    for _ in 0..RECOVERY_CODES {
        codes.push(Secret::from(chance::random::<10>()?.to_vec()).to_base32());
    }
    let row = |code: &String| ActiveModel {
        id: NotSet,
        account_id: Set(account),
        code_hash: Set(chance::digest(code)),
        used_at: Set(None),
    };
    Entity::insert_many(codes.iter().map(row)).exec_without_returning(&**write).await?;
    let spaced =
        |code: String| code.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
    Ok(codes.into_iter().map(spaced).collect())
}

/// Does without the second step again.
pub(super) async fn end(
    State(app): State<App>,
    viewer: Viewer,
    person: Person,
    Agent(agent): Agent,
) -> Result<Response, Failure> {
    own::recently(&app, &person)?;
    let write = app.write().await?;
    let none = vec![
        (Column::TotpSecret, None::<String>.into()),
        (Column::TotpSince, None::<i64>.into()),
        (Column::TotpStep, None::<i64>.into()),
    ];
    store::set(&*write, person.account, none).await?;
    use recovery_code::{Column as R, Entity};
    Entity::delete_many().filter(R::AccountId.eq(person.account)).exec(&*write).await?;
    // What the other sessions were given was given for two steps.
    session::end_others(&*write, person.account, Some(person.session)).await?;
    let token = session::begin(&write, person.account, SessionLevel::First, agent, &viewer).await?;
    write.commit().await?;
    Ok(session::keep(&app, web::see(&viewer, "/account"), &token))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, with six digits: the secret is "12345678901234567890".
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        assert_eq!(matched(Some(secret), "287082", 59), Some(1));
        assert_eq!(matched(Some(secret), "081804", 1_111_111_109), Some(37_037_036));
        assert_eq!(matched(Some(secret), "287082", 200), None);
        assert_eq!(matched(Some("no secret!"), "287082", 59), None);
        assert_eq!(matched(None, "287082", 59), None);
    }
}
