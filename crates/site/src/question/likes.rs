//! What each question is like, worked out apart from the pages that show it: no reader waits for it.
//!
//! A page that is made takes what is known, and says that it was asked for. One at a time is worked out, with rests, so that all
//! of it takes a twentieth of a processor at most, also when a crawler asks for every page there is. The page shows it when it is made
//! anew, which is within `caching.fresh`.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use super::store;
use crate::{
    app::App,
    error::Failure,
    index::{self, Kept, Nearness, Sought},
};

/// Questions like one that are kept: more than are shown, since some may go.
const MOST: usize = 20;
/// Seconds after which it is worked out again: others were asked meanwhile.
const FRESH: i64 = 3600;
/// Seconds for which it is kept, and for how many questions.
const KEPT: (i64, usize) = (24 * 3600, 50_000);
/// Questions that wait; what is asked for beyond them waits until it is asked for again.
const WAITING: usize = 200;
/// After each it rests so many times as long as that took.
const REST: u32 = 19;

/// What is known.
struct Likes {
    /// When it was worked out, and the likest first.
    kept: Kept<i64, (i64, Arc<Vec<i64>>)>,
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    line: VecDeque<i64>,
    /// Whether somebody works on it.
    at_work: bool,
}

impl Likes {
    /// Puts one at the end of the line. Whether nobody works on it.
    fn put(&self, id: i64) -> bool {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.line.len() < WAITING && !waiting.line.contains(&id) {
            waiting.line.push_back(id);
        }
        !std::mem::replace(&mut waiting.at_work, true)
    }

    /// The next in line; none means that the work is over.
    fn take(&self) -> Option<i64> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let next = waiting.line.pop_front();
        waiting.at_work = next.is_some();
        next
    }
}

/// Questions like this one, by identity, the likest first, as far as that is known yet.
pub(super) fn of(app: &App, id: i64) -> Arc<Vec<i64>> {
    let likes = app.lasting(|_| Likes { kept: Kept::new(KEPT.0, KEPT.1), waiting: Mutex::default() });
    let now = app.clock.now();
    let known = likes.kept.find(&id, now);
    let fresh = known.as_ref().is_some_and(|(at, _)| now - at < FRESH);
    if !fresh && likes.put(id) {
        tokio::spawn(work(app.clone(), likes));
    }
    known.map(|(_, ids)| ids).unwrap_or_default()
}

async fn work(app: App, likes: Arc<Likes>) {
    while let Some(id) = likes.take() {
        let began = app.clock.elapsed();
        // What is wrong with an index is in the log. While there is none the next page asks again.
        if let Ok(Some(ids)) = look(&app, id).await {
            let now = app.clock.now();
            likes.kept.keep(id, now, (now, Arc::new(ids)));
        }
        tokio::time::sleep((app.clock.elapsed() - began) * REST).await;
    }
}

async fn look(app: &App, id: i64) -> Result<Option<Vec<i64>>, Failure> {
    let Some((_, title, body)) = store::texts(app.db.read(), &[id]).await?.pop() else { return Ok(None) };
    let sought = Sought::opening(&title, &body).but(id);
    let alike = index::alike(app, sought, Nearness::Related).await?;
    Ok(alike.map(|alike| alike.iter().map(|one| one.id).take(MOST).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_has_an_end_and_nobody_waits_twice() {
        let likes = Likes { kept: Kept::new(1, 1), waiting: Mutex::default() };
        let begun = [7, 7].into_iter().chain(0..300).filter(|id| likes.put(*id)).count();
        assert_eq!(begun, 1);
        let line: Vec<i64> = std::iter::from_fn(|| likes.take()).collect();
        assert_eq!((line.len(), &line[..3]), (WAITING, &[7, 0, 1][..]));
        // When all have had their turn, the next one begins again.
        assert!(likes.put(1));
    }
}
