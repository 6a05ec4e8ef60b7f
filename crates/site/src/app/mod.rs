//! What every feature shares: the database, the configuration, the languages, the clock, and what is remembered
//! between changes of the content.

mod clock;
mod memo;
mod numbers;
mod version;

use std::{ops::Deref, sync::Arc};

use db::Db;
use locale::{Catalogue, Languages};

pub use clock::Clock;
use memo::Memo;
pub use numbers::Numbers;
pub use version::{ContentVersion, watch};

use crate::{config::Config, error::Failure};

/// Handed to every handler. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// What [`App`] gives access to.
pub struct Shared {
    /// The database.
    pub db: Db,
    /// The configuration in force.
    pub config: Config,
    /// The languages that the site speaks.
    pub languages: Languages,
    /// The time.
    pub clock: Clock,
    /// Tells requests apart.
    pub numbers: Numbers,
    /// Counts changes of the content.
    pub content: ContentVersion,
    /// The address that readers type, without a trailing slash.
    pub public_url: String,
    memo: Memo,
}

/// Why the site can't be put together.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A translation that ships is broken, or the configured language is unknown.
    #[error("the languages cannot be set up: {0}")]
    Languages(String),
}

impl App {
    /// Puts the shared parts together. `public_url` is what the configuration says, or else where the site listens.
    ///
    /// # Errors
    /// [`AppError`] when the configured language is not one that the site speaks.
    pub fn new(db: Db, config: Config, clock: Clock, public_url: String) -> Result<Self, AppError> {
        let languages = languages(config.brand.language.tag())?;
        let content = ContentVersion::default();
        Ok(Self(Arc::new(Shared {
            db,
            config,
            languages,
            clock,
            content,
            public_url,
            numbers: Numbers::default(),
            memo: Memo::default(),
        })))
    }

    /// Something worth keeping until the content changes, such as the list of topics: loaded once per change.
    ///
    /// # Errors
    /// What the loading says.
    pub async fn remember<T: Send + Sync + 'static>(
        &self,
        load: impl Future<Output = Result<T, Failure>>,
    ) -> Result<Arc<T>, Failure> {
        self.memo.get(self.content.current(), load).await
    }
}

impl Deref for App {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// The languages that ship, the default one first.
///
/// # Errors
/// [`AppError::Languages`] when `default` is none of them.
pub fn languages(default: &str) -> Result<Languages, AppError> {
    let wrong = |error: &dyn std::fmt::Display| AppError::Languages(error.to_string());
    let spanish = Catalogue::parse(include_str!("../../locales/es.po")).map_err(|e| wrong(&e))?;
    Languages::builder()
        .catalogue(spanish)
        .default_language(default)
        .pseudo(true)
        .build()
        .map_err(|e| wrong(&e))
}
