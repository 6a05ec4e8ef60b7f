//! Accounts that are made at the command line: for the first administrator, and for whoever tries the sample site.

use db::value::{AccountRole, SessionLevel, TokenPurpose};
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
    /// The account.
    pub account: i64,
    /// What the account is now.
    pub role: AccountRole,
    /// The path of a link that signs its owner in, once.
    pub link: String,
}

/// Makes an account with this role, or gives a role to the one that there is, with a link to sign in.
///
/// A session that the link begins has taken both steps when `level` says so: for the sample site alone.
///
/// # Errors
/// What the database says.
pub async fn add(
    app: &App,
    address: &Address,
    role: Option<AccountRole>,
    level: SessionLevel,
) -> Result<Added, Failure> {
    let lang = app.languages.default_locale().tag();
    let write = app.write().await?;
    let first = role.unwrap_or(AccountRole::Member);
    let row = New { address, password_hash: None, role: first, lang, trusted: true };
    let added = store::add(&*write, row, write.now()).await?;
    let new = added.is_some();
    let (account, role) = match (added, role) {
        (Some(account), _) => (account, first),
        (None, role) => {
            let known = store::by_address(&*write, address).await?.ok_or(Failure::Internal)?;
            if let Some(role) = role {
                store::set_role(&*write, known.id, role).await?;
            }
            (known.id, role.unwrap_or(known.role))
        }
    };
    let lasts = app.config.accounts.confirm_link.get();
    let link = Link { purpose: TokenPurpose::SignIn, to: address, account: Some(account), lasts };
    let entry = Entry { next: "/account".into(), both_steps: level == SessionLevel::Full };
    let token = link.issue(&write, &entry).await?;
    write.commit().await?;
    Ok(Added { new, account, role, link: format!("/sign-in/link/{}", token.secret()) })
}
