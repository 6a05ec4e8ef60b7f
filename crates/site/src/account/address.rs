//! Another address for an account: both the old and the new one have to say yes.

use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{entity::account::Column, sea_orm::SqlErr, value::TokenPurpose};
use mail::Address;
use serde::Deserialize;

use super::{
    gate::Gate,
    letters::{self, AddressLetters, NewAddress},
    own, sign_up, store, tokens,
};
use crate::{
    app::App,
    error::Failure,
    web::{self, Errors, Form, Network, Person, Viewer},
};

/// What is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Values {
    email: String,
}

/// Has both letters sent.
pub(super) async fn change(
    State(app): State<App>,
    viewer: Viewer,
    person: Person,
    network: Network,
    Form(values): Form<Values>,
) -> Result<Response, Failure> {
    own::recently(&app, &person)?;
    let address = match sign_up::parsed_address(viewer.locale, &values.email) {
        Ok(address) => address.to_string(),
        Err(said) => {
            let mut errors = Errors::default();
            errors.add("email", said);
            return web::again(&own::page(&app, &viewer, person, errors).await?);
        }
    };
    Gate::of(&app).count(network, &format!("letters of {}", person.account))?;
    let (account, lang) = (person.account, viewer.locale.tag().to_owned());
    let mut write = app.write().await?;
    write.enqueue(&AddressLetters { account, address, lang }).await?;
    write.commit().await?;
    Ok(web::see(&viewer, "/mail-sent"))
}

/// `/account/address/{token}`
pub(super) async fn confirm(
    State(app): State<App>,
    viewer: Viewer,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let (db, now) = (app.db.read(), app.clock.now());
    let found = match tokens::find(db, &token, TokenPurpose::OldAddress, now).await? {
        Some(link) => Some(link),
        None => tokens::find(db, &token, TokenPurpose::NewAddress, now).await?,
    };
    let change: NewAddress = tokens::carried(&found.ok_or(Failure::LinkUsed)?);
    let l = viewer.locale;
    let words = l.t("Your account will have the address {email}.").with("email", change.address).to_string();
    sign_up::confirm_page(
        &viewer,
        l.t("Change the address").to_string(),
        words,
        l.t("Yes, change it").to_string(),
    )
}

/// One of the two says yes; with the second yes the address changes.
pub(super) async fn confirmed(
    State(app): State<App>,
    viewer: Viewer,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let mut write = app.write().await?;
    let used = match tokens::use_up(&write, &token, TokenPurpose::OldAddress).await? {
        Some(link) => Some(link),
        None => tokens::use_up(&write, &token, TokenPurpose::NewAddress).await?,
    };
    let link = used.ok_or(Failure::LinkUsed)?;
    let account = link.account_id.ok_or(Failure::LinkUsed)?;
    let change: NewAddress = tokens::carried(&link);
    let address = Address::parse(&change.address).map_err(|_| Failure::Internal)?;
    if !change.other_said_yes {
        // The other letter's link learns that this one has said yes.
        let other = match link.purpose {
            TokenPurpose::OldAddress => TokenPurpose::NewAddress,
            _ => TokenPurpose::OldAddress,
        };
        let said = NewAddress { other_said_yes: true, ..change.clone() };
        tokens::carry(&*write, (account, other), &change, &said).await?;
    } else if store::by_address(&*write, &address).await?.is_none() {
        let columns =
            vec![(Column::Email, address.to_string().into()), (Column::EmailKey, address.key().into())];
        // Somebody else may get the same address at the same time: one of the two does, and this link was for nothing.
        store::set(&*write, account, columns).await.map_err(|error| match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Failure::LinkUsed,
            _ => error.into(),
        })?;
        // Links in letters to the old address must not open the account any more.
        tokens::void(&*write, account).await?;
        letters::warn(&mut write, account, "address").await?;
    }
    write.commit().await?;
    Ok(web::see(&viewer, "/account"))
}
