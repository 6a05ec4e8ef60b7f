//! One review in a list.

use askama::{Template, filters::HtmlSafe};
use db::value::{Relationship, State};
use locale::Locale;
use markup::SafeHtml;

use super::{
    Review,
    rules::{self, DISPUTED, Month},
};
use crate::{
    policy::{self, Action},
    web::{self, Frame},
};

/// A review with the doctor's reply, and what the visitor may do with it.
#[derive(Template)]
#[template(path = "review/shown.html")]
pub struct Shown<'a> {
    /// The page that it stands on.
    pub frame: &'a Frame,
    /// The review.
    pub review: &'a Review,
}

impl HtmlSafe for Shown<'_> {}

impl Shown<'_> {
    fn text_html(&self) -> SafeHtml {
        SafeHtml::stored(self.review.text_html.clone())
    }

    fn reply_html(&self) -> Option<SafeHtml> {
        self.review.reply_html.clone().map(SafeHtml::stored)
    }

    /// Why the words are not to be read, where they are not.
    fn away(&self) -> Option<String> {
        away(self.frame.l, self.review)
    }

    fn who(&self) -> String {
        match (&self.review.author, self.review.relationship) {
            (Some(author), None) => author.clone(),
            (_, relationship) => writer(self.frame.l, relationship.unwrap_or(Relationship::Patient)),
        }
    }

    /// The month of the visit in words.
    fn month(&self) -> Option<String> {
        let start = Month::start(self.review.visit_month.as_deref()?)?;
        Some(self.frame.l.month_year(start).to_string())
    }

    /// What staff is told of a review that not everybody sees.
    fn hidden(&self) -> Option<String> {
        let l = self.frame.l;
        match self.review.state {
            State::Published => None,
            State::Held => Some(l.t("Held back: only staff can see this.").to_string()),
            State::Removed => Some(l.t("Removed: only staff can see this.").to_string()),
        }
    }

    /// Whether the doctor's reply can be reported: it is there, and it is not the visitor's own.
    fn may_report_reply(&self) -> bool {
        let person = self.frame.viewer.person.as_ref();
        self.review.reply_removed_for.is_none()
            && person.and_then(|person| person.doctor) != Some(self.review.doctor_id)
    }

    fn is_mine_to_reply(&self) -> bool {
        self.is_of_viewer() && rules::closed_to_reply(self.review).is_none()
    }

    fn is_mine_to_dispute(&self) -> bool {
        self.is_of_viewer() && rules::closed_to_dispute(self.review, None).is_none()
    }

    fn is_of_viewer(&self) -> bool {
        let viewer = &self.frame.viewer;
        let own = viewer.person.as_ref().and_then(|person| person.doctor) == Some(self.review.doctor_id);
        // Whoever is about to do it needs no link to it.
        let at_it = ["/reply", "/dispute"].iter().any(|act| viewer.path.ends_with(act));
        own && !at_it && policy::may_on(viewer.role, Action::ReplyToReview, self.review.state)
    }
}

/// Why the words of a review are not to be read, where they are not.
pub fn away(l: Locale, review: &Review) -> Option<String> {
    let code = review.text_held.as_deref()?;
    Some(if code == DISPUTED {
        l.t("The words are held back while a dispute is decided; the stars count.").to_string()
    } else {
        let reason = l.t(web::removal_reason(code)).to_string();
        l.t("The words were removed; the stars count. Reason: {reason}").with("reason", reason).to_string()
    })
}

/// Who wrote a review, as readers are told.
pub fn writer(l: Locale, relationship: Relationship) -> String {
    let text = match relationship {
        Relationship::Patient => l.t("A patient"),
        Relationship::Family => l.t("A relative of a patient"),
        Relationship::Staff => l.t("Somebody who works with this doctor"),
        Relationship::Competitor => l.t("Somebody who competes with this doctor"),
        Relationship::Paid => l.t("Somebody who got something for this review"),
    };
    text.to_string()
}
