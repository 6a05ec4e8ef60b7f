//! Another address for an account: both the old and the new one have to say yes.

use axum::{
    extract::{Path, State},
    response::Response,
};
use db::{sea_orm::SqlErr, value::TokenPurpose};
use mail::Address;
use serde::Deserialize;

use super::{
    ask::parsed_address,
    confirm::Confirm,
    gate::Gate,
    letters::{self, AddressLetters, NewAddress},
    own, store, tokens,
};
use crate::{
    app::App,
    error::Failure,
    web::{self, Form, Network, Person, Viewer},
};

/// What the links in the two letters are for.
const ADDRESS: &[TokenPurpose] = &[TokenPurpose::OldAddress, TokenPurpose::NewAddress];

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
    let address = match parsed_address(viewer.locale, &values.email) {
        Ok(address) => address.to_string(),
        Err(errors) => return web::again(&own::page(&app, &viewer, person, errors).await?),
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
    let link = tokens::find(app.db.read(), &token, ADDRESS, app.clock.now()).await?;
    let change: NewAddress = tokens::carried(&link);
    let l = viewer.locale;
    let words = l.t("Your account will have the address {email}.").with("email", change.address);
    Confirm::new(&viewer, l.t("Change the address"), words, l.t("Yes, change it")).show()
}

/// One of the two says yes; with the second yes the address changes.
pub(super) async fn confirmed(
    State(app): State<App>,
    viewer: Viewer,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let mut write = app.write().await?;
    let link = tokens::use_up(&write, &token, ADDRESS).await?;
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
        // Somebody else may get the same address at the same time: one of the two does, and this link was for nothing.
        store::set_address(&*write, account, &address).await.map_err(|error| match error.sql_err() {
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
