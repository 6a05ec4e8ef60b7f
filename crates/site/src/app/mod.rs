//! What every feature shares: the database, the configuration, the languages, the clock, and what is remembered
//! between changes of the content.

pub mod chance;
mod clock;
mod content;
mod gauges;
mod letters;
mod memo;
mod numbers;
mod together;
mod write;

use std::{ops::Deref, sync::Arc};

use db::Db;
use locale::{Catalogue, Languages};
use mail::Mailer;
use tokio::sync::Notify;

pub use chance::Token;
pub use clock::Clock;
pub use content::{Content, Moment, Tag, watch};
pub use gauges::Gauges;
use memo::{Lasting, Memo};
pub use numbers::Numbers;
pub use together::Joint;
pub use write::Write;

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
    /// What an operator may want to watch.
    pub gauges: Gauges,
    /// What changed of the content.
    pub content: Content,
    /// Sends letters.
    pub mailer: Mailer,
    /// Told when there is a job to do.
    pub wake: Arc<Notify>,
    /// The address that readers type, without a trailing slash.
    pub public_url: String,
    memo: Memo,
    lasting: Lasting,
}

/// Why the site can't be put together.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A translation that ships is broken.
    #[error("the languages cannot be set up: {0}")]
    Languages(String),
    /// The system has no randomness to give.
    #[error("the system has no randomness to give")]
    Chance,
    /// Letters can't be sent with these settings.
    #[error("{0}")]
    Mail(String),
}

impl App {
    /// Puts the shared parts together. `public_url` is what the configuration says, or else where the site listens.
    ///
    /// # Errors
    /// [`AppError`] when the settings do not fit together.
    pub fn new(db: Db, config: Config, clock: Clock, public_url: String) -> Result<Self, AppError> {
        let mailer = letters::mailer(&config).map_err(AppError::Mail)?;
        Self::with_mailer(db, config, clock, public_url, mailer)
    }

    /// Whether the settings fit together, before there is a database.
    ///
    /// # Errors
    /// As [`App::new`] says.
    pub fn check(config: &Config) -> Result<(), AppError> {
        letters::mailer(config).map_err(AppError::Mail)?;
        languages(config.brand.language.tag()).map(|_| ())
    }

    /// The same with another way to send letters.
    ///
    /// # Errors
    /// [`AppError`] when the settings do not fit together.
    pub fn with_mailer(
        db: Db,
        config: Config,
        clock: Clock,
        public_url: String,
        mailer: Mailer,
    ) -> Result<Self, AppError> {
        let languages = languages(config.brand.language.tag())?;
        Ok(Self(Arc::new(Shared {
            db,
            config,
            languages,
            clock,
            content: Content::of(i64::from_le_bytes(chance::random().map_err(|_| AppError::Chance)?)),
            public_url,
            mailer,
            wake: Arc::default(),
            numbers: Numbers::default(),
            gauges: Gauges::default(),
            memo: Memo::default(),
            lasting: Lasting::default(),
        })))
    }

    /// Whether readers come by https.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// Something that a feature has one of for as long as the process runs, such as its counts of tries.
    pub fn lasting<T: Send + Sync + 'static>(&self, make: impl FnOnce(&Config) -> T) -> Arc<T> {
        self.lasting.get(|| make(&self.config))
    }

    /// Something worth keeping until what it depends on changes, such as the list of topics: loaded once per change.
    /// Without tags it depends on everything.
    ///
    /// # Errors
    /// What the loading says.
    pub async fn remember<T: Send + Sync + 'static>(
        &self,
        tags: Option<&[Tag]>,
        load: impl Future<Output = Result<T, Failure>>,
    ) -> Result<Arc<T>, Failure> {
        self.memo.get(&self.content, tags, load).await
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
