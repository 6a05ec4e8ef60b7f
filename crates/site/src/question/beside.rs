//! What stands beside a question: questions like it, and doctors who answer on its topic.

use std::sync::{Arc, Mutex, PoisonError};

use super::{
    Found,
    store::{self, Related},
};
use crate::{
    app::App,
    doctor::{self, Person},
    error::Failure,
    index::{self, Kept, Sought},
    policy::Role,
};

/// Questions like one that are kept: more than are shown, since some may go.
const MOST: usize = 20;
/// Seconds for which they are kept, and for how many questions. A page is made anew far more often.
const KEPT: (i64, usize) = (3600, 20_000);

/// Questions for which it is worked out within a second. Many pages that nobody has read for long, as a crawler asks for
/// them, are not to wait for it one after the other: they have what stands next to them on their topic.
const PACE: u32 = 20;

/// What each question is like, the likest first.
struct Likes {
    kept: Kept<i64, Arc<Vec<i64>>>,
    /// The second of the clock, and for how many it was worked out in it.
    pace: Mutex<(i64, u32)>,
}

impl Likes {
    /// Whether one more is worked out in this second.
    fn take(&self, now: i64) -> bool {
        let mut pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        if pace.0 != now {
            *pace = (now, 0);
        }
        pace.1 += 1;
        pace.1 <= PACE
    }
}

/// Questions like this one, by identity; nothing while there is no index, or when too many are asked for at once.
async fn alike(app: &App, found: &Found) -> Arc<Vec<i64>> {
    let (question, now) = (&found.question, app.clock.now());
    let likes = app.lasting(|_| Likes { kept: Kept::new(KEPT.0, KEPT.1), pace: Mutex::default() });
    if let Some(known) = likes.kept.find(&question.id, now) {
        return known;
    }
    if !likes.take(now) {
        return Arc::default();
    }
    let sought = Sought::opening(&question.title, &question.body).but(question.id);
    // What is wrong with an index is in the log, and takes nothing else from this page.
    let Ok(Some(alike)) = index::alike(app, sought, index::Nearness::Related).await else {
        return Arc::default();
    };
    let ids: Arc<Vec<i64>> = Arc::new(alike.iter().map(|one| one.id).take(MOST).collect());
    likes.kept.keep(question.id, now, ids.clone());
    ids
}

/// Questions like this one, the likest first; where there are too few, those that stand next to it on its topic.
pub(super) async fn related(app: &App, found: &Found) -> Result<Vec<Related>, Failure> {
    let (question, size) = (&found.question, app.config.lists.related.get());
    if size == 0 {
        return Ok(Vec::new());
    }
    let most = usize::try_from(size).unwrap_or(usize::MAX);
    let briefs = store::by_ids(app.db.read(), Role::Reader, &alike(app, found).await).await?;
    let mut related: Vec<Related> = briefs.into_iter().map(Related::from).take(most).collect();
    if let Some(topic) = found.topics.first().filter(|_| related.len() < most) {
        let near = store::related(&mut app.db.reading()?, question, *topic, size).await?;
        let known: Vec<i64> = related.iter().map(|one| one.id).collect();
        related.extend(near.into_iter().filter(|one| !known.contains(&one.id)));
        related.truncate(most);
    }
    Ok(related)
}

/// Doctors who answer on the question's first topic.
pub(super) async fn doctors(app: &App, found: &Found) -> Result<Vec<Person>, Failure> {
    match found.topics.first().and_then(|id| found.taxonomy.topic(*id)) {
        Some(topic) => doctor::on_topic(app, topic).await,
        None => Ok(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crowd_of_pages_is_not_held_up() {
        let likes = Likes { kept: Kept::new(1, 1), pace: Mutex::default() };
        let worked_out = |now| (0..100).filter(|_| likes.take(now)).count();
        assert_eq!([worked_out(7), worked_out(7), worked_out(8)], [20, 0, 20]);
    }
}
