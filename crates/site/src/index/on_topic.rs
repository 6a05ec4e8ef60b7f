//! Who answers most on a topic, as the index counts it.

use std::sync::Arc;

use search::{Counted, Facet, Request, query::Query};

use super::{Finder, Kept};
use crate::{app::App, error::Failure};

/// Doctors that are named: some of them may not be shown, such as who is not verified any more.
const MOST: usize = 20;
/// Seconds for which a count is kept, and of how many topics.
const KEPT: (i64, usize) = (600, 5_000);

/// The doctors of each topic.
struct OnTopics(Kept<String, Arc<Vec<String>>>);

/// The doctors who answered most questions on a topic, by their part of the address, most first. None while there is no index.
///
/// # Errors
/// What the index says.
pub async fn doctors_on(app: &App, topic: &str) -> Result<Option<Arc<Vec<String>>>, Failure> {
    let (kept, now) = (app.lasting(|_| OnTopics(Kept::new(KEPT.0, KEPT.1))), app.clock.now());
    if let Some(known) = kept.0.find(topic, now) {
        return Ok(Some(known));
    }
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
    kept.0.keep(topic.to_owned(), now, doctors.clone());
    Ok(Some(doctors))
}
