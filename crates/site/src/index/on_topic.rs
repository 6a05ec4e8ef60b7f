//! Who answers most on a topic, as the index counts it.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use search::{Counted, Facet, Request, query::Query};

use super::Finder;
use crate::{app::App, error::Failure};

/// Doctors that are named: some of them may not be shown, such as who is not verified any more.
const MOST: usize = 20;
/// Seconds for which a count is kept.
const KEPT: i64 = 600;
/// Topics whose counts are kept.
const TOPICS: usize = 5_000;

/// The doctors of each topic, with when they were counted.
#[derive(Default)]
struct Kept(RwLock<HashMap<String, (i64, Arc<Vec<String>>)>>);

/// The doctors who answered most questions on a topic, by their part of the address, most first. None while there is no index.
///
/// # Errors
/// What the index says.
pub async fn doctors_on(app: &App, topic: &str) -> Result<Option<Arc<Vec<String>>>, Failure> {
    let (kept, now) = (app.lasting(|_| Kept::default()), app.clock.now());
    if let Some(known) = kept.find(topic, now) {
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
    kept.keep(topic, now, doctors.clone());
    Ok(Some(doctors))
}

impl Kept {
    fn find(&self, topic: &str, now: i64) -> Option<Arc<Vec<String>>> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (at, doctors) = all.get(topic)?;
        // A clock that was put back makes nothing last longer.
        (0..KEPT).contains(&(now - at)).then(|| doctors.clone())
    }

    fn keep(&self, topic: &str, now: i64, doctors: Arc<Vec<String>>) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= TOPICS {
            all.clear();
        }
        all.insert(topic.to_owned(), (now, doctors));
    }
}
