//! What a review has to say, and when it can still be changed, answered and disputed.

use std::ops::RangeInclusive;

use db::{
    entity::{review::Model as Review, review_dispute::Model as Dispute},
    value::{DisputeState, Matter, Relationship, State},
};
use locale::{Locale, Text, mark};

use crate::web::{Of, REASONS, Reason, Words};

/// Characters of a title.
pub const TITLE: RangeInclusive<usize> = 2..=120;
/// Characters of the review itself.
pub const TEXT: RangeInclusive<usize> = 20..=5000;
/// Characters of what the visit was for.
pub const TREATMENT: RangeInclusive<usize> = 2..=120;
/// Characters of the doctor's reply.
pub const REPLY: RangeInclusive<usize> = 10..=2000;
/// Characters of what a doctor who disputes a review tells the moderators.
pub const DISPUTE: RangeInclusive<usize> = 10..=2000;
/// Years for which a visit can be reviewed.
pub const YEARS: i16 = 10;

/// The code under which words are held back while a dispute is open.
pub const DISPUTED: &str = "disputed";
/// The code under which the first post of a new account waits for a moderator.
pub const FIRST_POST: &str = "first_post";

/// What a doctor may object to: what anybody may report a review for.
pub fn objections() -> impl Iterator<Item = &'static Reason> {
    REASONS.iter().filter(|reason| reason.of == Of::Harm && reason.fits(Matter::Review))
}

/// What a doctor objects to, in words.
pub fn objection(l: Locale, code: &str) -> Text<'static> {
    l.t(Reason::find(code).map_or(mark("Something else"), |reason| reason.choice))
}

/// Reads how many stars were given.
pub fn stars(text: &str) -> Option<i32> {
    text.trim().parse().ok().filter(|stars| (1..=5).contains(stars))
}

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i16,
    month: i8,
}

/// Why a month can't be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadMonth {
    /// It is no month.
    Unreadable,
    /// It has not begun.
    Future,
    /// It is more than [`YEARS`] ago.
    Past,
}

impl Month {
    /// Reads a month of a visit: `2026-05`, as browsers send it, or `05/2026`, as people type it.
    ///
    /// # Errors
    /// [`BadMonth`] as its variants say.
    pub fn of_visit(text: &str, now: i64) -> Result<Self, BadMonth> {
        let month = Self::read(text).ok_or(BadMonth::Unreadable)?;
        // A visit of today may be in a month that has not begun everywhere.
        let today = Self::read(&locale::iso_date(now).to_string()[..7]).ok_or(BadMonth::Unreadable)?;
        if month > today {
            Err(BadMonth::Future)
        } else if month < (Self { year: today.year - YEARS, ..today }) {
            Err(BadMonth::Past)
        } else {
            Ok(month)
        }
    }

    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (year, month) = match text.split_once('/') {
            Some((month, year)) => (year, month),
            None => text.split_once('-')?,
        };
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let sound = digits(year) && digits(month) && year.len() == 4 && month.len() <= 2;
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        (sound && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// As the table has it.
    pub fn stored(self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }

    /// The first moment of a month as the table has it, Unix seconds.
    pub fn start(stored: &str) -> Option<i64> {
        let Self { year, month } = Self::read(stored)?;
        let day = jiff::civil::Date::new(year, month, 1).ok()?;
        Some(day.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second())
    }
}

/// A review as its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// 1 to 5.
    pub stars: i32,
    /// The title.
    pub title: Option<Words>,
    /// The words.
    pub text: Words,
    /// What the visit was for.
    pub treatment: Option<Words>,
    /// Month of the visit.
    pub month: Option<Month>,
    /// What the author is to the doctor.
    pub relationship: Relationship,
}

impl Written {
    /// Whether this is what stands there already.
    pub fn is(&self, review: &Review) -> bool {
        let same = |words: &Option<Words>, stored: &Option<String>| {
            words.as_ref().map(Words::as_str) == stored.as_deref()
        };
        self.stars == review.stars
            && self.text.as_str() == review.text
            && same(&self.title, &review.title)
            && same(&self.treatment, &review.treatment)
            && self.month.map(Month::stored) == review.visit_month
            && Some(self.relationship) == review.relationship
    }
}

/// Whether somebody of this relationship must say when the visit was.
pub fn had_a_visit(relationship: Relationship) -> bool {
    matches!(relationship, Relationship::Patient | Relationship::Family)
}

/// Why a review can't be changed, answered or disputed any more, or not yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// It was removed.
    Removed,
    /// A moderator has not seen it yet.
    Held,
    /// Its words are disputed.
    Disputed,
    /// Its words were taken away.
    WordsGone,
    /// The doctor replied already.
    Replied,
    /// A dispute about these words was dismissed.
    Dismissed,
}

/// What keeps the author from changing a review, if anything does.
pub fn closed_to_change(review: &Review) -> Option<Closed> {
    if review.state == State::Removed { Some(Closed::Removed) } else { words_away(review) }
}

/// What keeps the doctor from replying, if anything does.
pub fn closed_to_reply(review: &Review) -> Option<Closed> {
    not_public(review).or_else(|| words_away(review)).or(review.reply.as_ref().map(|_| Closed::Replied))
}

/// What keeps the doctor from disputing a review, if anything does. Words that were disputed in vain can be disputed again
/// only once they are others.
pub fn closed_to_dispute(review: &Review, last: Option<&Dispute>) -> Option<Closed> {
    let dismissed = last.is_some_and(|last| {
        last.state == DisputeState::Dismissed && last.judged_at >= Some(review.updated_at.unwrap_or(i64::MIN))
    });
    not_public(review).or_else(|| words_away(review)).or(dismissed.then_some(Closed::Dismissed))
}

fn not_public(review: &Review) -> Option<Closed> {
    match review.state {
        State::Published => None,
        State::Held => Some(Closed::Held),
        State::Removed => Some(Closed::Removed),
    }
}

fn words_away(review: &Review) -> Option<Closed> {
    let code = review.text_held.as_deref()?;
    Some(if code == DISPUTED { Closed::Disputed } else { Closed::WordsGone })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1 November 2026, noon.
    const NOW: i64 = 1_793_534_400;

    #[test]
    fn a_visit_was_in_the_last_ten_years() {
        let month = |text| Month::of_visit(text, NOW).map(Month::stored);
        assert_eq!(month("2026-05"), Ok("2026-05".to_owned()));
        assert_eq!(month(" 5/2026 "), Ok("2026-05".to_owned()));
        assert_eq!(month("2026-11"), Ok("2026-11".to_owned()));
        assert_eq!(month("2026-12"), Err(BadMonth::Future));
        assert_eq!(month("2016-11"), Ok("2016-11".to_owned()));
        assert_eq!(month("2016-10"), Err(BadMonth::Past));
        for text in [
            "", "-", "2026", "2026-13", "2026-00", "2026-05-01", "+026-05", "٢٠٢٦-٠٥", "99999-01", "May 2026",
        ] {
            assert_eq!(month(text), Err(BadMonth::Unreadable), "{text:?}");
        }
        assert_eq!(Month::start("2026-05"), Some(1_777_593_600));
    }

    #[test]
    fn stars_go_from_one_to_five() {
        assert_eq!(stars("1"), Some(1));
        assert_eq!(stars(" 5 "), Some(5));
        for text in ["", "0", "6", "-1", "4.5", "five", "99999999999999999999"] {
            assert_eq!(stars(text), None, "{text:?}");
        }
    }
}
