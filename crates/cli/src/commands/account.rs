//! `consilium account`: accounts by hand.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use clap::{Args, Subcommand};
use db::value::{AccountRole, SessionLevel};
use mail::Address;
use serde_json::json;
use site::{
    account,
    app::{App, Clock},
};

use crate::{
    failure::{Failure, Outcome},
    open::{self, Global},
    terminal,
};

/// Make accounts by hand
#[derive(Args, Debug)]
pub(crate) struct Account {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Create(Create),
}

/// Make an account, or give one another role, and print a link to sign in with
///
/// The link works once, for a day. Doctors and staff set up a second step after it, and act as such only then.
#[derive(Args, Debug)]
struct Create {
    /// The mail address
    #[arg(value_name = "EMAIL", value_parser = address)]
    email: String,
    /// Make an administrator: the same as --role administrator
    #[arg(long, conflicts_with = "role")]
    admin: bool,
    /// What the account is to the site: member, doctor, editor, moderator or administrator
    /// [default: member, or what the account is already]
    #[arg(long, value_name = "ROLE", value_parser = role)]
    role: Option<AccountRole>,
}

fn address(typed: &str) -> Result<String, String> {
    Address::parse(typed).map(|address| address.to_string()).map_err(|error| error.to_string())
}

fn role(typed: &str) -> Result<AccountRole, String> {
    AccountRole::from_word(typed).ok_or_else(|| {
        let known: Vec<&str> = AccountRole::ALL.iter().map(|role| role.word()).collect();
        format!("not one of {}", known.join(", "))
    })
}

/// Where a site is reached on this machine that listens there.
fn reached(bind: SocketAddr) -> SocketAddr {
    let ip = match bind.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, bind.port())
}

/// Why the link may begin otherwise than readers' addresses do.
fn unset(address: &str) -> String {
    format!(
        "server.public_url is not set, so the link begins with {address}, where `consilium serve` listens with these \
         settings. If you give it another --bind, or readers come by another address, put that in its place or set \
         server.public_url."
    )
}

impl Account {
    pub(crate) fn run(self, global: &Global) -> Outcome {
        let Verb::Create(create) = self.verb;
        let config = global.load(&[])?;
        open::block_on(&config.clone(), async {
            let db = open::or_new(&config).await?;
            let public_url = config.server.public_url.as_ref();
            let public_url = public_url
                .map_or_else(|| format!("http://{}", reached(config.server.bind)), ToString::to_string);
            let app = App::new(db, config, Clock::system(), public_url)?;
            let email = Address::parse(&create.email).map_err(Failure::usage)?;
            let role = if create.admin { Some(AccountRole::Administrator) } else { create.role };
            let added = account::add(&app, &email, role, SessionLevel::First).await?;
            if app.config.server.public_url.is_none() {
                terminal::note(&unset(&app.public_url));
            }
            let link = format!("{}{}", app.public_url, added.link);
            if global.json {
                return terminal::say_json(
                    &json!({ "email": create.email, "role": added.role.word(), "new": added.new, "link": link }),
                );
            }
            let what = if added.new { "was made" } else { "was there already" };
            terminal::say(&format!(
                "The account {} {what}; its role is {}.\nTo sign in, once and within a day:\n  {link}\n",
                create.email,
                added.role.word()
            ))
        })
    }
}
