//! What an operator may set. Each concern is a small struct of its own; every field says what it is for,
//! its default and its variable, and the handbook's reference is generated from that.
//!
//! A value comes from, in rising order of weight: the default, the file, the environment, a flag of the command.

mod accounts;
mod asking;
mod background;
mod brand;
mod caching;
mod inbox;
mod lists;
mod logging;
mod mail;
mod moderation;
mod search;
mod server;
mod setting;
mod storage;
mod values;

use std::{collections::BTreeMap, path::Path};

pub use accounts::Accounts;
pub use asking::Asking;
pub use background::Background;
pub use brand::Brand;
pub use caching::Caching;
pub use inbox::Inbox;
pub use lists::Lists;
pub use logging::{LogFormat, Logging};
pub use mail::Mail;
pub use moderation::Moderation;
pub use search::Search;
pub use server::Server;
pub use setting::{ConfigError, Field, Origin, Problem, Setting, Sources};
pub use storage::Storage;
pub use values::{Accent, Colour, Contact, Country, Email, Filter, Language, Name, Url, Wait, Within};

/// The whole configuration, as in force.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the site listens and what it puts up with.
    pub server: Server,
    /// Where the site keeps things.
    pub storage: Storage,
    /// What the site is called and how it looks.
    pub brand: Brand,
    /// How pages are kept ready.
    pub caching: Caching,
    /// How long lists are.
    pub lists: Lists,
    /// How people search.
    pub search: Search,
    /// What doctors are asked.
    pub inbox: Inbox,
    /// Who may come in, and how long they stay.
    pub accounts: Accounts,
    /// How questions are asked.
    pub asking: Asking,
    /// How letters leave the site.
    pub mail: Mail,
    /// What moderators and those who report are held to.
    pub moderation: Moderation,
    /// How work in the background is done.
    pub background: Background,
    /// What is written to the log.
    pub logging: Logging,
    /// Where each value came from, by `section.key`.
    pub origins: BTreeMap<String, Origin>,
}

impl Config {
    /// Every setting there is, in the order of the reference.
    pub fn fields() -> impl Iterator<Item = &'static Field> {
        [
            Server::FIELDS,
            Storage::FIELDS,
            Brand::FIELDS,
            Caching::FIELDS,
            Lists::FIELDS,
            Search::FIELDS,
            Inbox::FIELDS,
            Accounts::FIELDS,
            Asking::FIELDS,
            Mail::FIELDS,
            Moderation::FIELDS,
            Background::FIELDS,
            Logging::FIELDS,
        ]
        .into_iter()
        .flatten()
    }

    /// Reads the configuration from a file (optional), the environment and the flags of the command.
    ///
    /// `flags` maps `section.key` to what was typed.
    ///
    /// # Errors
    /// [`ConfigError`] with every problem found, not only the first.
    pub fn load(file: Option<&Path>, flags: &BTreeMap<String, String>) -> Result<Self, ConfigError> {
        Self::from_sources(Sources::gather(file, |name| std::env::var(name).ok(), flags, Self::fields())?)
    }

    /// The defaults alone, for tests and the reference.
    ///
    /// # Errors
    /// Never for the defaults that ship; a test keeps them sound.
    pub fn defaults() -> Result<Self, ConfigError> {
        Self::from_sources(Sources::default())
    }

    fn from_sources(mut sources: Sources) -> Result<Self, ConfigError> {
        // All sections are read before any is given up, so that every problem is told at once.
        let sections = (
            Server::read(&mut sources),
            Storage::read(&mut sources),
            Brand::read(&mut sources),
            Caching::read(&mut sources),
            Lists::read(&mut sources),
            Search::read(&mut sources),
            Inbox::read(&mut sources),
            Accounts::read(&mut sources),
            Asking::read(&mut sources),
            Mail::read(&mut sources),
            Moderation::read(&mut sources),
            Background::read(&mut sources),
            Logging::read(&mut sources),
        );
        let origins = sources.finish()?;
        let (
            Some(server),
            Some(storage),
            Some(brand),
            Some(caching),
            Some(lists),
            Some(search),
            Some(inbox),
            Some(accounts),
            Some(asking),
            Some(mail),
            Some(moderation),
            Some(background),
            Some(logging),
        ) = sections
        else {
            return Err(ConfigError(Vec::new()));
        };
        Ok(Self {
            server,
            storage,
            brand,
            caching,
            lists,
            search,
            inbox,
            accounts,
            asking,
            mail,
            moderation,
            background,
            logging,
            origins,
        })
    }

    /// Every value in force as `(field, value, origin)`, secrets blanked.
    pub fn effective(&self) -> Vec<(&'static Field, String, Origin)> {
        let mut shown = Vec::new();
        self.server.show(&mut shown);
        self.storage.show(&mut shown);
        self.brand.show(&mut shown);
        self.caching.show(&mut shown);
        self.lists.show(&mut shown);
        self.search.show(&mut shown);
        self.inbox.show(&mut shown);
        self.accounts.show(&mut shown);
        self.asking.show(&mut shown);
        self.mail.show(&mut shown);
        self.moderation.show(&mut shown);
        self.background.show(&mut shown);
        self.logging.show(&mut shown);
        let origin = |field: &Field| self.origins.get(&field.path()).cloned().unwrap_or(Origin::Default);
        shown.into_iter().map(|(field, value)| (field, value, origin(field))).collect()
    }
}

#[cfg(test)]
mod tests;
