//! Verified doctors who answer on a topic, beside its questions.

use askama::{Template, filters::HtmlSafe};

use super::{Person, store};
use crate::{
    app::App,
    error::Failure,
    index,
    taxonomy::{Taxonomy, Topic},
    web::Frame,
};

/// Doctors that are shown.
const MOST: usize = 5;

/// Those who answered most questions on it, most first, as they are now; nobody while there is no index.
///
/// # Errors
/// Whatever the database says.
pub async fn on_topic(app: &App, topic: &Topic) -> Result<Vec<Person>, Failure> {
    // What is wrong with an index is in the log, and takes nothing else from a page.
    let Some(slugs) = index::doctors_on(app, &topic.slug).await.ok().flatten() else { return Ok(Vec::new()) };
    let mut found = store::by_slugs(app.db.read(), &slugs, app.clock.now()).await?;
    found.retain(|person| person.verified && person.name.is_some());
    found.truncate(MOST);
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
