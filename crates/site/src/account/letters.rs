//! The letters of this feature. Each is a job that was queued whether or not the address has an account; only the job looks.

use askama::Template;
use axum::response::Response;
use db::value::TokenPurpose;
use jobs::{Fault, Job};
use mail::Address;
use serde::{Deserialize, Serialize};

use super::{sign_in::Entry, store, tokens::Link};
use crate::{
    app::App,
    error::Failure,
    letter::Letter,
    web::{self, Frame, Viewer},
};

#[derive(Template)]
#[template(path = "account/sent.html")]
struct Sent {
    frame: Frame,
}

/// `/mail-sent`: the same for everybody, whatever was asked for.
pub(super) async fn sent(viewer: Viewer) -> Result<Response, Failure> {
    let frame = viewer.frame(viewer.locale.t("Look into your mail").to_string()).at_desk();
    web::own(&Sent { frame })
}

fn failed(failure: Failure) -> Fault {
    Fault::Retry(format!("{failure:?}"))
}

fn parsed(address: &str) -> Result<Address, Fault> {
    Address::parse(address).map_err(|_| Fault::GiveUp("what was stored is no address".into()))
}

/// What somebody who signs up chose.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Chosen {
    pub(super) lang: String,
    /// Where they were going.
    pub(super) next: String,
    /// The hash of what their drafts are known by: the letter may be opened in another browser.
    #[serde(default)]
    pub(super) draft: Option<String>,
}

/// To somebody who signs up: a link that makes the account, or that there is one.
#[derive(Serialize, Deserialize)]
pub(super) struct SignUpLetter {
    pub(super) email: String,
    pub(super) chosen: Chosen,
}

impl Job for SignUpLetter {
    type Context = App;
    const KIND: &'static str = "account.sign_up_letter";

    async fn run(self, app: App) -> Result<(), Fault> {
        let to = parsed(&self.email)?;
        let letter = Letter::new(&app, &self.chosen.lang, |l| l.t("Your account").to_string());
        let l = letter.l;
        let name = &*app.config.brand.name;
        let letter = if store::by_address(app.db.read(), &to).await?.is_some() {
            letter
                .say(l.t("Somebody, probably you, asked for an account at {site} with this address. You have one already.").with("site", name))
                .link(l.t("Sign in"), "/sign-in")
                .say(l.t("If it was not you, there is nothing you need to do."))
        } else {
            let lasts = app.config.accounts.confirm_link.get();
            let link = Link { purpose: TokenPurpose::SignUp, to: &to, account: None, lasts };
            let write = app.write().await.map_err(failed)?;
            let token = link.issue(&write, &self.chosen).await.map_err(failed)?;
            write.commit().await.map_err(failed)?;
            letter
                .say(l.t("Somebody, probably you, asked for an account at {site} with this address.").with("site", name))
                .link(l.t("Make my account"), &format!("/sign-up/{}", token.secret()))
                .say(l.t("The link works once, for one day. If it was not you, throw this letter away: nothing happens then."))
        };
        letter.send(&app, &to).await
    }
}

/// To somebody who wants to sign in without a password: a link.
#[derive(Serialize, Deserialize)]
pub(super) struct SignInLetter {
    pub(super) email: String,
    pub(super) lang: String,
    pub(super) next: String,
}

impl Job for SignInLetter {
    type Context = App;
    const KIND: &'static str = "account.sign_in_letter";

    async fn run(self, app: App) -> Result<(), Fault> {
        let to = parsed(&self.email)?;
        // Somebody without an account asked, or somebody typed another's address: no letter to strangers.
        let Some(account) = store::by_address(app.db.read(), &to).await? else { return Ok(()) };
        let lasts = app.config.accounts.sign_in_link.get();
        let to = parsed(&account.email)?;
        let link = Link { purpose: TokenPurpose::SignIn, to: &to, account: Some(account.id), lasts };
        let write = app.write().await.map_err(failed)?;
        let token =
            link.issue(&write, &Entry { next: self.next, both_steps: false }).await.map_err(failed)?;
        write.commit().await.map_err(failed)?;
        let letter = Letter::new(&app, &self.lang, |l| l.t("Your link to sign in").to_string());
        let l = letter.l;
        let letter = letter
            .say(l.t("Here is the link that you asked for."))
            .link(l.t("Sign in"), &format!("/sign-in/link/{}", token.secret()))
            .say(l.t("It works once, for a few minutes. If you did not ask for it, throw this letter away."));
        letter.send(&app, &to).await
    }
}

/// To somebody who forgot the password: a link to choose another.
#[derive(Serialize, Deserialize)]
pub(super) struct ResetLetter {
    pub(super) email: String,
    pub(super) lang: String,
}

impl Job for ResetLetter {
    type Context = App;
    const KIND: &'static str = "account.reset_letter";

    async fn run(self, app: App) -> Result<(), Fault> {
        let to = parsed(&self.email)?;
        let Some(account) = store::by_address(app.db.read(), &to).await? else { return Ok(()) };
        let lasts = app.config.accounts.reset_link.get();
        let to = parsed(&account.email)?;
        let link = Link { purpose: TokenPurpose::Reset, to: &to, account: Some(account.id), lasts };
        let write = app.write().await.map_err(failed)?;
        let token = link.issue(&write, &()).await.map_err(failed)?;
        write.commit().await.map_err(failed)?;
        let letter = Letter::new(&app, &self.lang, |l| l.t("A new password").to_string());
        let l = letter.l;
        let letter = letter
            .say(l.t("Here is the link to choose a new password."))
            .link(l.t("Choose a password"), &format!("/reset/{}", token.secret()))
            .say(l.t("It works once, for half an hour. If you did not ask for it, throw this letter away: your password stays as it is."));
        letter.send(&app, &to).await
    }
}

/// A change of address: what both links carry.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct NewAddress {
    pub(super) address: String,
    /// Whether the other one of the two addresses has said yes.
    pub(super) other_said_yes: bool,
}

/// To both addresses when one is to replace the other: each has to say yes.
#[derive(Serialize, Deserialize)]
pub(super) struct AddressLetters {
    pub(super) account: i64,
    pub(super) address: String,
    pub(super) lang: String,
}

impl Job for AddressLetters {
    type Context = App;
    const KIND: &'static str = "account.address_letters";

    async fn run(self, app: App) -> Result<(), Fault> {
        let new = parsed(&self.address)?;
        let Some(account) = store::by_id(app.db.read(), self.account).await? else { return Ok(()) };
        let old = parsed(&account.email)?;
        // Taken by somebody else: its owner is told, and only the old address is asked. Whoever reads the old address's mail
        // sees the same letter in either case.
        let taken = store::by_address(app.db.read(), &new).await?.is_some();
        if taken {
            let letter = Letter::new(&app, &self.lang, |l| l.t("Your account").to_string());
            let l = letter.l;
            let letter = letter.say(l.t("Somebody asked to use this address for another account. It belongs to yours, so nothing was changed."));
            letter.send(&app, &new).await?;
        }
        let asked = [(&old, TokenPurpose::OldAddress), (&new, TokenPurpose::NewAddress)];
        for (to, purpose) in asked.into_iter().take(if taken { 1 } else { 2 }) {
            let carries = NewAddress { address: new.to_string(), other_said_yes: false };
            let lasts = app.config.accounts.confirm_link.get();
            let link = Link { purpose, to, account: Some(account.id), lasts };
            let write = app.write().await.map_err(failed)?;
            let token = link.issue(&write, &carries).await.map_err(failed)?;
            write.commit().await.map_err(failed)?;
            let letter = Letter::new(&app, &self.lang, |l| l.t("A new address for your account").to_string());
            let l = letter.l;
            let letter = letter
                .say(l.t("Your account is to have a new address. We ask both addresses, so that nobody can take it from you."))
                .link(l.t("Yes, change it"), &format!("/account/address/{}", token.secret()))
                .say(l.t("If you did not ask for this, do not follow the link. Sign in and choose a new password."));
            letter.send(&app, to).await?;
        }
        Ok(())
    }
}
