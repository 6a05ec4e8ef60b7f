//! The review that a doctor replies to or disputes: one of themselves.

use locale::Locale;

use crate::{
    app::{App, Write},
    doctor,
    error::Failure,
    policy::Action,
    review::{self, Review, rules::Closed},
    web::{Person, Viewer},
};

/// A review of the doctor who asks. Others' are not there for them.
pub(super) async fn find(app: &App, viewer: &Viewer, id: i64) -> Result<(Person, Review), Failure> {
    let person = viewer.allowed(Action::ReplyToReview)?;
    let review = review::find(app.db.read(), id).await?.ok_or(Failure::NotFound)?;
    if person.doctor != Some(review.doctor_id) {
        return Err(Failure::NotFound);
    }
    viewer.allowed_on(Action::ReplyToReview, review.state)?;
    Ok((person, review))
}

/// Has the profile stay theirs until a change is through.
pub(super) async fn hold(write: &Write, person: &Person, review: &Review) -> Result<(), Failure> {
    let theirs = doctor::owns(&**write, person.account, review.doctor_id).await?;
    if theirs { Ok(()) } else { Err(Failure::NotFound) }
}

/// Why nothing can be done with a review.
pub(super) fn said(l: Locale, closed: Closed) -> String {
    let text = match closed {
        Closed::Removed => l.t("This review was removed."),
        Closed::Held => l.t("A moderator has not seen this review yet."),
        Closed::Disputed => l.t("The words of this review are disputed. Please wait for the decision."),
        Closed::WordsGone => {
            l.t("The words of this review were removed by a moderator. The stars still count.")
        }
        Closed::Replied => l.t("You have replied to this review. A doctor replies once."),
        Closed::Dismissed => l.t("You disputed these words before, and a moderator decided that they stay."),
    };
    text.to_string()
}
