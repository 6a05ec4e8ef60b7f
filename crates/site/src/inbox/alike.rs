//! Questions that no topic brings to anybody: they go to the doctors who answered the questions most like them.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{
    like_store, rules,
    store::{self, Waiting, Whose},
};
use crate::{
    app::App,
    error::Failure,
    index::{self, Kept, Sought},
    policy::Role,
    question::{self, Brief},
};

/// Newest questions that are looked at.
const LOOKED_AT: u64 = 200;
/// Questions that are held against others for one doctor; what was found serves the next.
const AT_ONCE: usize = 10;
/// Questions like one that are looked at.
const MOST: usize = 5;
/// Seconds for which what was found is kept, and for how many questions.
const KEPT: (i64, usize) = (3600, 10_000);

/// A question that waits, with the one like it that the doctor answered.
pub(super) struct Like {
    pub(super) waiting: Waiting,
    pub(super) to: Brief,
}

/// Answered questions that each question is like, the likest first.
struct Known(Kept<i64, Vec<i64>>);

/// Unanswered questions on no topic that anybody answers, asked after `since`, that are like what this doctor answered: the
/// oldest first.
pub(super) async fn alike(app: &App, whose: Whose, since: i64) -> Result<Vec<Like>, Failure> {
    let db = app.db.read();
    let newest = like_store::newest(db, whose, (since, LOOKED_AT)).await?;
    let ids: Vec<i64> = newest.iter().map(|waiting| waiting.id).collect();
    let topics = store::topics(db, &ids).await?;
    let all: HashSet<i64> = topics.values().flatten().copied().collect();
    let answered = like_store::answered_topics(db, all).await?;
    let on = |id: i64| topics.get(&id).map_or(&[][..], Vec::as_slice);
    let lonely: Vec<i64> = ids.into_iter().filter(|id| rules::is_lonely(on(*id), &answered)).collect();
    let likes = known(app, &lonely).await?;
    let others: Vec<i64> = likes.values().flatten().copied().collect();
    let own = like_store::answered_of(db, whose.doctor, &others).await?;
    let liked = |id: i64| likes.get(&id)?.iter().copied().find(|other| own.contains(other));
    let found: Vec<i64> = lonely.iter().filter_map(|id| liked(*id)).collect();
    let briefs = question::by_ids(db, Role::Reader, &found).await?;
    let like = |waiting: Waiting| {
        let other = lonely.contains(&waiting.id).then(|| liked(waiting.id))??;
        let to = briefs.iter().find(|brief| brief.id == other)?.clone();
        Some(Like { waiting, to })
    };
    let mut found: Vec<Like> = newest.into_iter().filter_map(like).collect();
    found.sort_by_key(|like| (like.waiting.listed_at, like.waiting.id));
    Ok(found)
}

/// What each of these questions is like, as far as that is known, or can be found out now.
async fn known(app: &App, questions: &[i64]) -> Result<HashMap<i64, Vec<i64>>, Failure> {
    let known: Arc<Known> = app.lasting(|_| Known(Kept::new(KEPT.0, KEPT.1)));
    let now = app.clock.now();
    let fresh = |id: &i64| Some((*id, known.0.find(id, now)?));
    let mut likes: HashMap<i64, Vec<i64>> = questions.iter().filter_map(fresh).collect();
    let mut new: Vec<i64> = questions.iter().copied().filter(|id| !likes.contains_key(id)).collect();
    new.truncate(AT_ONCE);
    for (id, title, body) in question::texts(app.db.read(), &new).await? {
        let sought = Sought::opening(&title, &body).answered().but(id);
        // What is wrong with an index is in the log, and takes nothing else from an inbox.
        let Some(found) = index::alike(app, sought, index::Nearness::Related).await.ok().flatten() else {
            break;
        };
        let found: Vec<i64> = found.iter().map(|one| one.id).take(MOST).collect();
        known.0.keep(id, now, found.clone());
        likes.insert(id, found);
    }
    Ok(likes)
}
