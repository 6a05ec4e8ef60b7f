//! The letters of this feature. Each is a job that was queued whether or not the address has an account; only the job looks.

use askama::Template;
use axum::response::Response;
use db::value::{NoticeKind, TokenPurpose};
use jobs::{Fault, Job};
use mail::Address;
use serde::{Deserialize, Serialize};

use super::{sign_in::Entry, store, tokens::Link};
use crate::{
    app::{App, Write},
    error::Failure,
    letter::Letter,
    notification::{self, News},
    web::{self, Frame, Viewer},
};

/// Tells the owner of an account what changed about its safety. The codes are put into words by `notification`.
pub(super) async fn warn(write: &mut Write, account: i64, what: &str) -> Result<(), Failure> {
    let news = News { kind: NoticeKind::Security, path: "/account", reason: Some(what) };
    notification::tell(write, account, news).await
}

/// Makes the link of a letter that is about to be sent, below this path. `carries` is what it will need to know.
async fn issue(app: &App, path: &str, link: Link<'_>, carries: &impl Serialize) -> Result<String, Fault> {
    let write = app.write().await?;
    let token = link.issue(&write, carries).await?;
    write.commit().await?;
    Ok(format!("{path}/{}", token.secret()))
}

/// The account with the address that somebody typed, with the address as its owner wrote it. Without one there is no letter:
/// somebody may have typed the address of a stranger.
async fn known(app: &App, typed: &str) -> Result<Option<(i64, Address)>, Fault> {
    let found = store::by_address(app.db.read(), &parsed(typed)?).await?;
    found.map(|account| Ok((account.id, parsed(&account.email)?))).transpose()
}

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
        let (to, lang) = (parsed(&self.email)?, &*self.chosen.lang);
        let name = &*app.config.brand.name;
        if store::by_address(app.db.read(), &to).await?.is_some() {
            let letter = Letter::new(&app, lang, |l| l.t("Your account").to_string());
            let l = letter.l;
            let letter = letter
                .say(l.t("Somebody, probably you, asked for an account at {site} with this address. You have one already.").with("site", name))
                .link(l.t("Sign in"), "/sign-in")
                .say(l.t("If it was not you, there is nothing you need to do."));
            return letter.send(&app, &to).await;
        }
        let lasts = app.config.accounts.confirm_link.get();
        let link = Link { purpose: TokenPurpose::SignUp, to: &to, account: None, lasts };
        let path = issue(&app, "/sign-up", link, &self.chosen).await?;
        let letter = Letter::new(&app, lang, |l| l.t("Your account").to_string());
        let l = letter.l;
        let letter = letter
            .say(l.t("Somebody, probably you, asked for an account at {site} with this address.").with("site", name))
            .link(l.t("Make my account"), &path)
            .say(l.t("The link works once, for one day. If it was not you, throw this letter away: nothing happens then."));
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
        let Some((account, to)) = known(&app, &self.email).await? else { return Ok(()) };
        let lasts = app.config.accounts.sign_in_link.get();
        let link = Link { purpose: TokenPurpose::SignIn, to: &to, account: Some(account), lasts };
        let path = issue(&app, "/sign-in/link", link, &Entry { next: self.next, both_steps: false }).await?;
        let letter = Letter::new(&app, &self.lang, |l| l.t("Your link to sign in").to_string());
        let l = letter.l;
        let letter = letter
            .say(l.t("Here is the link that you asked for."))
            .link(l.t("Sign in"), &path)
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
        let Some((account, to)) = known(&app, &self.email).await? else { return Ok(()) };
        let lasts = app.config.accounts.reset_link.get();
        let link = Link { purpose: TokenPurpose::Reset, to: &to, account: Some(account), lasts };
        let path = issue(&app, "/reset", link, &()).await?;
        let letter = Letter::new(&app, &self.lang, |l| l.t("A new password").to_string());
        let l = letter.l;
        let letter = letter
            .say(l.t("Here is the link to choose a new password."))
            .link(l.t("Choose a password"), &path)
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

/// Has both addresses asked when one is to replace the other: each has to say yes.
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
        let mut write = app.write().await?;
        let Some(account) = store::by_id(&*write, self.account).await? else { return Ok(()) };
        // Taken by somebody else: its owner is told, and only the old address is asked. Whoever reads the old address's mail
        // sees the same letter in either case.
        let taken = store::by_address(&*write, &new).await?.is_some();
        let (old, new) = (account.email, new.to_string());
        let to_new = if taken { Asked::Taken } else { Asked::New };
        // A job each: one that fails must not have the other sent again.
        for (to, asked) in [(old, Asked::Old), (new.clone(), to_new)] {
            let (address, lang) = (new.clone(), self.lang.clone());
            let letter = AddressLetter { account: account.id, to, address, lang, asked };
            write.enqueue(&letter).await?;
        }
        Ok(write.commit().await?)
    }
}

/// Who is asked whether an account may have another address.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Asked {
    /// Its address of now.
    Old,
    /// The address that it is to have.
    New,
    /// The owner of another account, who has that address already: is told, not asked.
    Taken,
}

/// To one of the addresses when one is to replace the other.
#[derive(Serialize, Deserialize)]
pub(super) struct AddressLetter {
    account: i64,
    to: String,
    address: String,
    lang: String,
    asked: Asked,
}

impl Job for AddressLetter {
    type Context = App;
    const KIND: &'static str = "account.address_letter";

    async fn run(self, app: App) -> Result<(), Fault> {
        let to = parsed(&self.to)?;
        let purpose = match self.asked {
            Asked::Old => TokenPurpose::OldAddress,
            Asked::New => TokenPurpose::NewAddress,
            Asked::Taken => {
                let letter = Letter::new(&app, &self.lang, |l| l.t("Your account").to_string());
                let l = letter.l;
                let letter = letter.say(l.t("Somebody asked to use this address for another account. It belongs to yours, so nothing was changed."));
                return letter.send(&app, &to).await;
            }
        };
        if store::by_id(app.db.read(), self.account).await?.is_none() {
            return Ok(());
        }
        let lasts = app.config.accounts.confirm_link.get();
        let link = Link { purpose, to: &to, account: Some(self.account), lasts };
        let carries = NewAddress { address: self.address, other_said_yes: false };
        let path = issue(&app, "/account/address", link, &carries).await?;
        let letter = Letter::new(&app, &self.lang, |l| l.t("A new address for your account").to_string());
        let l = letter.l;
        let letter = letter
            .say(l.t("Your account is to have a new address. We ask both addresses, so that nobody can take it from you."))
            .link(l.t("Yes, change it"), &path)
            .say(l.t("If you did not ask for this, do not follow the link. Sign in and choose a new password."));
        letter.send(&app, &to).await
    }
}
