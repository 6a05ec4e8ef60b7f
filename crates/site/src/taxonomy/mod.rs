//! The words that everything is sorted by: topics, specialties and the archives that content came from.
//!
//! They are few and nearly every page names some, so they are kept in memory and read again when the content changes.

pub mod counts;
mod store;

use std::{collections::HashMap, sync::Arc};

use db::{Db, sea_orm::DbErr};

pub use db::entity::{source::Model as Source, specialty::Model as Specialty, topic::Model as Topic};

use crate::{
    app::{App, Tag},
    error::Failure,
};

/// All of them, by identity and by address.
#[derive(Debug, Default)]
pub struct Taxonomy {
    topics: HashMap<i64, Topic>,
    topic_slugs: HashMap<String, i64>,
    narrower: HashMap<i64, Vec<i64>>,
    specialties: HashMap<i64, Specialty>,
    specialty_slugs: HashMap<String, i64>,
    sources: HashMap<i64, Source>,
}

/// The taxonomy as the content now has it.
///
/// # Errors
/// What the database says.
pub async fn current(app: &App) -> Result<Arc<Taxonomy>, Failure> {
    app.remember(Some(&[Tag::Vocabulary]), async { Ok(read(&app.db).await?) }).await
}

/// The taxonomy of a database, for commands that need it once.
///
/// # Errors
/// Whatever the database says.
pub async fn read(db: &Db) -> Result<Taxonomy, DbErr> {
    Ok(Taxonomy::new(store::all(db).await?))
}

/// Where something is to be found on this site, without a language.
pub trait Addressed {
    /// Its address.
    fn path(&self) -> String;
}

impl Addressed for Topic {
    fn path(&self) -> String {
        format!("/topics/{}", self.slug)
    }
}

impl Addressed for Specialty {
    fn path(&self) -> String {
        format!("/specialties/{}", self.slug)
    }
}

impl Taxonomy {
    fn new((topics, specialties, sources): (Vec<Topic>, Vec<Specialty>, Vec<Source>)) -> Self {
        let mut narrower: HashMap<i64, Vec<i64>> = HashMap::new();
        for topic in &topics {
            if let Some(parent) = topic.parent_id {
                narrower.entry(parent).or_default().push(topic.id);
            }
        }
        Self {
            topic_slugs: topics.iter().map(|topic| (topic.slug.clone(), topic.id)).collect(),
            topics: topics.into_iter().map(|topic| (topic.id, topic)).collect(),
            narrower,
            specialty_slugs: specialties
                .iter()
                .map(|specialty| (specialty.slug.clone(), specialty.id))
                .collect(),
            specialties: specialties.into_iter().map(|specialty| (specialty.id, specialty)).collect(),
            sources: sources.into_iter().map(|source| (source.id, source)).collect(),
        }
    }

    /// A topic by its identity.
    pub fn topic(&self, id: i64) -> Option<&Topic> {
        self.topics.get(&id)
    }

    /// A topic by its part of the address.
    pub fn topic_at(&self, slug: &str) -> Option<&Topic> {
        self.topic_slugs.get(slug).and_then(|id| self.topics.get(id))
    }

    /// Every topic, by name.
    pub fn topics(&self) -> Vec<&Topic> {
        let mut topics: Vec<_> = self.topics.values().collect();
        topics.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
        topics
    }

    /// The topics right below one, by name.
    pub fn narrower(&self, id: i64) -> Vec<&Topic> {
        let mut topics: Vec<_> =
            self.narrower.get(&id).into_iter().flatten().filter_map(|id| self.topic(*id)).collect();
        topics.sort_by(|a, b| a.name.cmp(&b.name));
        topics
    }

    /// A specialty by its identity.
    pub fn specialty(&self, id: i64) -> Option<&Specialty> {
        self.specialties.get(&id)
    }

    /// A specialty by its part of the address.
    pub fn specialty_at(&self, slug: &str) -> Option<&Specialty> {
        self.specialty_slugs.get(slug).and_then(|id| self.specialties.get(id))
    }

    /// Every specialty, by name.
    pub fn specialties(&self) -> Vec<&Specialty> {
        let mut specialties: Vec<_> = self.specialties.values().collect();
        specialties.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
        specialties
    }

    /// The archive that something came from.
    pub fn source(&self, id: Option<i64>) -> Option<&Source> {
        id.and_then(|id| self.sources.get(&id))
    }

    /// Every archive that content came from, by name.
    pub fn sources(&self) -> Vec<&Source> {
        let mut sources: Vec<_> = self.sources.values().collect();
        sources.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
        sources
    }
}
