//! Who answers most on a topic, as the index counts it.

use std::sync::Arc;

use search::{Counted, Facet, Request, query::Query};
use tokio::sync::Mutex;

use super::{Finder, Kept};
use crate::{app::App, error::Failure};

/// Doctors that are named: some of them may not be shown, such as who is not verified any more.
const MOST: usize = 20;
/// Seconds after which doctors are counted again.
const FRESH: i64 = 600;
/// Seconds for which a count is kept, and of how many topics.
const KEPT: (i64, usize) = (24 * 3600, 5_000);

/// The doctors of each topic.
struct OnTopics {
    /// When they were counted, and who they are.
    kept: Kept<String, (i64, Arc<Vec<String>>)>,
    /// Held while a topic is counted for the first time, so that a crowd does not count it all at once.
    counting: Mutex<()>,
}

/// The doctors who answered most questions on a topic, by their part of the address, most first. None while there is no index.
///
/// # Errors
/// What the index says.
pub async fn doctors_on(app: &App, topic: &str) -> Result<Option<Arc<Vec<String>>>, Failure> {
    let all = app.lasting(|_| OnTopics { kept: Kept::new(KEPT.0, KEPT.1), counting: Mutex::default() });
    let now = app.clock.now();
    let known = |now: i64| all.kept.find(topic, now);
    if let Some((at, doctors)) = known(now) {
        if now - at < FRESH {
            return Ok(Some(doctors));
        }
        // Whoever comes meanwhile has those of before.
        all.kept.keep(topic.to_owned(), now, (now, doctors));
        return count(app, &all, topic).await;
    }
    let _alone = all.counting.lock().await;
    match known(now) {
        Some((_, doctors)) => Ok(Some(doctors)),
        None => count(app, &all, topic).await,
    }
}

async fn count(app: &App, all: &OnTopics, topic: &str) -> Result<Option<Arc<Vec<String>>>, Failure> {
    let (finder, slug) = (Finder::of(app), topic.to_owned());
    let counted = finder.ask(move |view, _| {
        let everything = Query::of_text("");
        let mut request = Request::new(&everything, 1);
        request.with.push((Facet::Topic, vec![slug]));
        request.counted = Counted::Facets;
        let counts = view.search(&request)?.counts.into_iter();
        let doctors = counts.filter(|(facet, ..)| *facet == Facet::Doctor).map(|(_, slug, _)| slug);
        Ok(doctors.take(MOST).collect::<Vec<_>>())
    });
    let Some(doctors) = counted.await?.map(Arc::new) else { return Ok(None) };
    let now = app.clock.now();
    all.kept.keep(topic.to_owned(), now, (now, doctors.clone()));
    Ok(Some(doctors))
}
