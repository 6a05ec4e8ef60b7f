//! The index as the rest of the site asks it.

use std::{
    path::PathBuf,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use search::{Index, Opened, View, Vocabulary};
use tokio::sync::Semaphore;

use super::{meant::Meant, words};
use crate::{
    app::{App, Clock},
    config::Config,
    error::Failure,
    web::{Limit, Network},
};

const MAKE: &str = "`consilium reindex` builds it, and so does the site when it starts";

/// The time within which searches are counted.
const WITHIN: Duration = Duration::from_secs(60);

/// How things stand with the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is being built for the first time, or anew after damage: so many entries are in it.
    Warming {
        /// Entries so far.
        entries: u64,
    },
    /// It can be searched.
    Ready {
        /// Entries that can be found.
        entries: u64,
    },
}

/// Finds things, for every feature.
#[derive(Debug)]
pub struct Finder {
    /// The folder of the index.
    pub(super) root: PathBuf,
    index: RwLock<Option<Index>>,
    vocabulary: RwLock<Arc<Vocabulary>>,
    meant: RwLock<Option<Meant>>,
    /// Entries of the index that is being built.
    built: AtomicU64,
    by_network: Limit<Network>,
    turns: Arc<Semaphore>,
    /// Whether a search failed.
    failed: AtomicBool,
}

impl Finder {
    /// The one of this process.
    pub fn of(app: &App) -> Arc<Self> {
        app.lasting(|config| Self::new(config, &app.clock))
    }

    fn new(config: &Config, clock: &Clock) -> Self {
        Self {
            root: super::root(config),
            index: RwLock::default(),
            // Until the keeper has read it, words stand for themselves.
            vocabulary: RwLock::default(),
            meant: RwLock::default(),
            built: AtomicU64::new(0),
            by_network: Limit::new(config.search.by_network.get(), WITHIN, clock),
            turns: Arc::new(Semaphore::new(config.search.at_once.count())),
            failed: AtomicBool::new(false),
        }
    }

    /// Counts a search of somebody's.
    ///
    /// # Errors
    /// [`Failure::TooMany`] when there were too many from this network.
    pub fn count(&self, network: Network) -> Result<(), Failure> {
        self.by_network.count(&network)
    }

    /// How things stand.
    pub fn standing(&self) -> Standing {
        match self.index() {
            Some(index) => Standing::Ready { entries: index.view().entries() },
            None => Standing::Warming { entries: self.built.load(Ordering::Relaxed) },
        }
    }

    /// Looks something up, apart from the tasks that make pages. None while there is no index yet.
    ///
    /// # Errors
    /// [`Failure::Internal`] when the index fails; the log says how, and the keeper looks whether it is damaged.
    pub async fn ask<T: Send + 'static>(
        &self,
        look: impl FnOnce(&View, &Vocabulary) -> Result<T, search::Error> + Send + 'static,
    ) -> Result<Option<T>, Failure> {
        let Some(index) = self.index() else { return Ok(None) };
        let vocabulary = self.vocabulary();
        let turn = self.turns.clone().acquire_owned().await.map_err(|_| Failure::Internal)?;
        // The turn goes with the work, which goes on when nobody waits for it any more.
        let work = move || {
            let _turn = turn;
            look(&index.view(), &vocabulary)
        };
        let looked = tokio::task::spawn_blocking(work).await;
        match looked {
            Ok(Ok(found)) => Ok(Some(found)),
            Ok(Err(error)) => {
                let error = error.in_folder(&self.root);
                tracing::error!(%error, "the search index cannot be read");
                self.failed.store(true, Ordering::Relaxed);
                Err(Failure::Internal)
            }
            Err(_) => {
                self.failed.store(true, Ordering::Relaxed);
                Err(Failure::Internal)
            }
        }
    }

    /// Opens what there is, for a command that looks something up once. What has to be done without is the value, in words.
    ///
    /// # Errors
    /// What is wrong with the index, and what to do.
    pub fn open(&self, config: &Config) -> Result<Vec<String>, String> {
        let mut without = Vec::new();
        let shipped = |error| {
            without.push(format!("Searching without words of your own: {error}"));
            words::read(&Vec::new())
        };
        self.learn(super::wordings(config).or_else(shipped)?);
        match Index::open(&self.root).map_err(|error| error.to_string())? {
            Opened::Ready(index) => {
                self.put_in_use(Some(index));
                match Meant::open(&config.storage.data_dir) {
                    Ok(meant) => self.understand(meant),
                    Err(unread) => without.push(format!("Searching by words alone: {unread}")),
                }
                Ok(without)
            }
            Opened::Missing => Err(format!("there is no search index at {}; {MAKE}", self.root.display())),
            Opened::Corrupt(why) => {
                Err(format!("the search index at {} is damaged ({why}); {MAKE}", self.root.display()))
            }
            Opened::Older => {
                Err(format!("the search index at {} is of another version; {MAKE}", self.root.display()))
            }
        }
    }

    pub(super) fn index(&self) -> Option<Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn put_in_use(&self, index: Option<Index>) {
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = index;
    }

    /// Whether a search failed since this was asked last.
    pub(super) fn failed(&self) -> bool {
        self.failed.swap(false, Ordering::Relaxed)
    }

    pub(super) fn building(&self, entries: u64) {
        self.built.store(entries, Ordering::Relaxed);
    }

    /// The wordings that are known now.
    pub fn vocabulary(&self) -> Arc<Vocabulary> {
        self.vocabulary.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn learn(&self, vocabulary: Vocabulary) {
        *self.vocabulary.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(vocabulary);
    }

    /// What questions mean; none without a model, or while not all of them were read.
    pub fn meant(&self) -> Option<Meant> {
        self.meant.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn understand(&self, meant: Option<Meant>) {
        *self.meant.write().unwrap_or_else(PoisonError::into_inner) = meant;
    }
}
