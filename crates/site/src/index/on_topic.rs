//! Who answers most on a topic, as the index counts it.

use search::{Counted, Facet, Request, query::Query};

use super::Finder;
use crate::{app::App, error::Failure};

/// Doctors that are named: some of them may not be shown, such as who is not verified any more.
const MOST: usize = 20;
/// The doctors who answered most questions on a topic, by their part of the address, most first. None while there is no index.
///
/// # Errors
/// What the index says.
pub async fn doctors_on(app: &App, topic: &str) -> Result<Option<Vec<String>>, Failure> {
    let (finder, slug) = (Finder::of(app), topic.to_owned());
    let counted = finder.ask(move |view, _| {
        let everything = Query::of_text("");
        let mut request = Request::new(&everything, 1);
        request.with.push((Facet::Topic, vec![slug]));
        request.counted = Counted::Doctors;
        let counts = view.search(&request)?.counts.into_iter();
        let doctors = counts.filter(|(facet, ..)| *facet == Facet::Doctor).map(|(_, slug, _)| slug);
        Ok(doctors.take(MOST).collect())
    });
    counted.await
}
