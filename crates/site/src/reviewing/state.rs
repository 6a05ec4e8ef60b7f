//! What follows when a review is published, held or removed: the doctor's counts, the pages, an open dispute, and who is
//! told.

use std::collections::HashMap;

use db::value::{DisputeState, NoticeKind, State};

use crate::{
    app::{Tag, Write},
    doctor::{self, counts::Change},
    error::Failure,
    notification::{self, News},
    review::{self, Review, disputes, rules::DISPUTED},
};

/// Publishes, holds or removes a review for the reason with this code, with all that follows from it. The review is held by
/// this transaction, or nobody else knows it yet.
///
/// # Errors
/// What the database says.
pub async fn set_state(
    write: &mut Write,
    old: &Review,
    state: State,
    reason: Option<&str>,
) -> Result<(), Failure> {
    review::set_state(&**write, old.id, state, reason).await?;
    count(write, old.doctor_id, Some((old.state, old.stars)), (state, old.stars)).await?;
    if state == State::Removed {
        // There is nothing left to decide on.
        let now = write.now();
        let judge = (None, reason);
        let closed = disputes::judge(&**write, old.id, DisputeState::Upheld, judge, now).await?;
        if closed && old.text_held.as_deref() == Some(DISPUTED) {
            review::hold_words(&**write, old.id, None).await?;
        }
    }
    if (old.state, state) == (State::Held, State::Published) && old.reply.is_none() {
        announce(write, old.doctor_id, old.id).await?;
    }
    Ok(())
}

/// Counts a review of this doctor that was in one state with so many stars, and is in another; what is new was in none.
pub(super) async fn count(
    write: &mut Write,
    doctor: i64,
    was: Option<(State, i32)>,
    is: (State, i32),
) -> Result<(), Failure> {
    let mut change = Change::default();
    for (sign, (state, stars)) in was.map(|was| (-1, was)).into_iter().chain([(1, is)]) {
        if state == State::Published {
            change.add(Change { reviews: sign, stars: sign * i64::from(stars), answers: 0 });
        }
    }
    doctor::counts::apply(write, &HashMap::from([(doctor, change)])).await?;
    write.changes(Tag::Doctor(doctor));
    Ok(())
}

/// Tells a doctor that there is a review to read.
pub(super) async fn announce(write: &mut Write, doctor: i64, review: i64) -> Result<(), Failure> {
    if let Some(account) = doctor::owner(&**write, doctor).await? {
        let path = path(review);
        let news = News { kind: NoticeKind::Reviewed, path: &path, reason: None };
        notification::tell(write, account, news).await?;
    }
    Ok(())
}

/// Where one review is to be read, without a language.
pub(super) fn path(review: i64) -> String {
    format!("/reviews/{review}")
}
