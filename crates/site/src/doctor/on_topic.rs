//! Verified doctors who answer on a topic, beside its questions.

use std::sync::Arc;

use askama::{Template, filters::HtmlSafe};
use tokio::sync::Mutex;

use super::{Person, store};
use crate::{
    app::{App, Moment, Tag},
    error::Failure,
    index::{self, Kept},
    taxonomy::{Taxonomy, Topic},
    web::Frame,
};

/// Doctors that are shown.
const MOST: usize = 5;
/// Seconds after which they are counted again.
const FRESH: i64 = 600;
/// Seconds for which they are kept, and on how many topics.
const KEPT: (i64, usize) = (24 * 3600, 5_000);

/// Who answers on each topic.
struct OnTopics {
    kept: Kept<i64, Known>,
    /// One is held while a topic is counted of which nothing is known, so that a crowd of pages does not count it all at
    /// once. Few topics share one, and seldom wait for one another.
    counting: [Mutex<()>; 64],
}

#[derive(Clone)]
struct Known {
    /// When they were counted.
    at: i64,
    /// The changes that are in it.
    since: Moment,
    people: Arc<Vec<Person>>,
}

impl OnTopics {
    fn new() -> Self {
        Self { kept: Kept::new(KEPT.0, KEPT.1), counting: std::array::from_fn(|_| Mutex::default()) }
    }

    fn counting(&self, topic: i64) -> &Mutex<()> {
        &self.counting[usize::try_from(topic).unwrap_or_default() % self.counting.len()]
    }

    /// Who they are, if none of them has changed.
    fn find(&self, app: &App, topic: i64) -> Option<Known> {
        let known = self.kept.find(&topic, app.clock.now())?;
        let tags: Vec<Tag> = known.people.iter().map(|person| Tag::Doctor(person.doctor_id)).collect();
        app.content.unchanged(known.since, Some(&tags)).then_some(known)
    }
}

/// Those who answered most questions on it, most first, as they are now; nobody while there is no index.
///
/// # Errors
/// Whatever the database says.
pub async fn on_topic(app: &App, topic: &Topic) -> Result<Arc<Vec<Person>>, Failure> {
    let all = app.lasting(|_| OnTopics::new());
    let now = app.clock.now();
    if let Some(known) = all.find(app, topic.id) {
        if now - known.at < FRESH {
            return Ok(known.people);
        }
        // Whoever comes meanwhile has those of before.
        all.kept.keep(topic.id, now, Known { at: now, ..known });
        return count(app, &all, topic).await;
    }
    let _alone = all.counting(topic.id).lock().await;
    match all.find(app, topic.id) {
        Some(known) => Ok(known.people),
        None => count(app, &all, topic).await,
    }
}

async fn count(app: &App, all: &OnTopics, topic: &Topic) -> Result<Arc<Vec<Person>>, Failure> {
    let (at, since) = (app.clock.now(), app.content.now());
    // What is wrong with an index is in the log, and takes nothing else from a page.
    let Some(slugs) = index::doctors_on(app, &topic.slug).await.ok().flatten() else {
        return Ok(Arc::default());
    };
    let mut found = store::by_slugs(app.db.read(), &slugs, at).await?;
    found.retain(|person| person.verified && person.name.is_some());
    found.truncate(MOST);
    let people = Arc::new(found);
    all.kept.keep(topic.id, at, Known { at, since, people: people.clone() });
    Ok(people)
}

/// The doctors as a part of a page.
#[derive(Template)]
#[template(path = "doctor/on_topic.html")]
pub struct OnTopic<'a> {
    /// The page that it stands on.
    pub frame: &'a Frame,
    /// Who answers.
    pub people: &'a [Person],
    /// On what.
    pub topic: &'a Topic,
    /// For the specialty's words.
    pub taxonomy: &'a Taxonomy,
}

impl HtmlSafe for OnTopic<'_> {}
