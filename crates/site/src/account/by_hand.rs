//! Accounts that are made at the command line: for the first administrator, and for whoever tries the sample site.

use db::{
    entity::account::Column,
    value::{AccountRole, SessionLevel, TokenPurpose},
};
use mail::Address;

use super::{
    sign_in::Entry,
    store::{self, New},
    tokens::Link,
};
use crate::{app::App, error::Failure};

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// Whether the address had no account before.
    pub new: bool,
    /// The path of a link that signs its owner in, once.
    pub link: String,
}

/// Makes an account with this role, or gives the role to the one that there is, with a link to sign in.
///
/// A session that the link begins has taken both steps when `level` says so: for the sample site alone.
///
/// # Errors
/// What the database says.
pub async fn add(
    app: &App,
    address: &Address,
    role: AccountRole,
    level: SessionLevel,
) -> Result<Added, Failure> {
    let lang = app.languages.default_locale().tag();
    let write = app.write().await?;
    let added = store::add(&*write, New { address, password_hash: None, role, lang }, write.now()).await?;
    let new = added.is_some();
    let account = match added {
        Some(account) => account,
        None => {
            let known = store::by_address(&*write, address).await?.ok_or(Failure::Internal)?.id;
            store::set(&*write, known, vec![(Column::Role, role.word().into())]).await?;
            known
        }
    };
    let lasts = app.config.accounts.confirm_link.get();
    let link = Link { purpose: TokenPurpose::SignIn, to: address, account: Some(account), lasts };
    let entry = Entry { next: "/account".into(), both_steps: level == SessionLevel::Full };
    let token = link.issue(&write, &entry).await?;
    write.commit().await?;
    Ok(Added { new, link: format!("/sign-in/link/{}", token.secret()) })
}
