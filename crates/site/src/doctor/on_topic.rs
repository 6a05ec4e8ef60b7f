//! Verified doctors who answer on a topic, beside its questions.

use std::sync::Arc;

use askama::{Template, filters::HtmlSafe};

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
/// Seconds for which they are kept, unless one of them changes, and on how many topics.
const KEPT: (i64, usize) = (60, 5_000);

/// Who answers on each topic, and since when that is known.
struct OnTopics(Kept<i64, (Moment, Arc<Vec<Person>>)>);

/// Those who answered most questions on it, most first, as they are now; nobody while there is no index.
///
/// # Errors
/// Whatever the database says.
pub async fn on_topic(app: &App, topic: &Topic) -> Result<Arc<Vec<Person>>, Failure> {
    let (kept, now) = (app.lasting(|_| OnTopics(Kept::new(KEPT.0, KEPT.1))), app.clock.now());
    if let Some((since, people)) = kept.0.find(&topic.id, now) {
        let tags: Vec<Tag> = people.iter().map(|person| Tag::Doctor(person.doctor_id)).collect();
        if app.content.unchanged(since, Some(&tags)) {
            return Ok(people);
        }
    }
    let since = app.content.now();
    // What is wrong with an index is in the log, and takes nothing else from a page.
    let Some(slugs) = index::doctors_on(app, &topic.slug).await.ok().flatten() else {
        return Ok(Arc::default());
    };
    let mut found = store::by_slugs(app.db.read(), &slugs, now).await?;
    found.retain(|person| person.verified && person.name.is_some());
    found.truncate(MOST);
    let found = Arc::new(found);
    kept.0.keep(topic.id, now, (since, found.clone()));
    Ok(found)
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
