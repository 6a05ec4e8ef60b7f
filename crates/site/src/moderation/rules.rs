//! What may be decided about what, for which reasons, and how many words people may add: pure.

use std::ops::RangeInclusive;

use db::value::{Act, Matter, State};
use locale::{Locale, Text};

use crate::web::{Choice, Of, REASONS, Reason};

/// Characters of words that somebody adds to a report, a decision or an appeal.
pub(super) const WORDS: RangeInclusive<usize> = 1..=1000;
/// The most things that are removed at once.
pub(super) const AT_ONCE: usize = 50;

/// What an act needs to know of a thing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub(super) kind: Matter,
    pub(super) state: State,
    pub(super) locked: bool,
    pub(super) merged: bool,
    /// Whether its own author took it back: then nobody else shows it again.
    pub(super) withdrawn: bool,
}

impl Standing {
    pub(super) fn of(item: &super::thing::Item) -> Self {
        let (kind, state) = (item.thing().kind, item.state());
        let withdrawn = item.state_reason().is_some_and(Reason::is_authors);
        Self { kind, state, locked: item.is_locked(), merged: item.is_merged(), withdrawn }
    }
}

/// Whether this can be done to a thing that stands so.
pub(super) fn possible(act: Act, thing: Standing) -> bool {
    let Standing { kind, state, locked, merged, withdrawn } = thing;
    let written = kind != Matter::Doctor;
    let question = kind == Matter::Question && !merged;
    match act {
        // Also what is gone: its reports are settled by that.
        Act::Dismiss => state != State::Held,
        Act::Suspend => true,
        Act::Publish => written && state == State::Held,
        Act::Remove => written && state != State::Removed,
        Act::Restore => written && !merged && !withdrawn && state == State::Removed,
        Act::Edit => state != State::Removed,
        Act::Lock => question && !locked && state != State::Removed,
        Act::Unlock => question && locked,
        Act::Merge | Act::Move => question && state != State::Removed,
        // Only an appeal does these.
        Act::PutBack | Act::Readmit | Act::HoldWords | Act::Part => false,
        // Only the page of a dispute does these.
        Act::KeepWords | Act::TakeWords => false,
    }
}

/// Whether moderators choose it for a thing; others come of an appeal, or are for the page of a dispute.
pub(super) fn has_form(act: Act) -> bool {
    use Act::{HoldWords, KeepWords, Part, PutBack, Readmit, TakeWords};
    !matches!(act, PutBack | Readmit | HoldWords | Part | KeepWords | TakeWords)
}

/// Whether it is against whoever wrote the thing.
fn is_against(act: Act) -> bool {
    use Act::{Edit, HoldWords, Lock, Merge, Move, Remove, Suspend, TakeWords};
    matches!(act, Remove | Edit | Lock | Merge | Move | Suspend | TakeWords | HoldWords)
}

/// Whether somebody loses by it who may appeal. What an appeal did is the end of it.
pub(super) fn appealable(act: Act) -> bool {
    act == Act::KeepWords || is_against(act) && act != Act::HoldWords
}

/// Whether a reason is one for this act.
pub(super) fn fits(reason: &Reason, act: Act) -> bool {
    match reason.of {
        Of::Harm | Of::Order => is_against(act),
        Of::Ease => !is_against(act),
        Of::Author => act == Act::Remove && reason.code == "author_request",
        Of::Own => false,
    }
}

/// The reasons that a form offers for this act on something of this kind.
pub(super) fn reasons(l: Locale, act: Act, kind: Matter) -> Vec<Choice> {
    let none = Choice::new("", l.t("Please choose"));
    let fitting = REASONS.iter().filter(|reason| fits(reason, act) && reason.fits(kind));
    std::iter::once(none).chain(fitting.map(|reason| Choice::new(reason.code, l.t(reason.choice)))).collect()
}

/// The reasons for which anybody reports something.
pub(super) fn report_reasons(l: Locale, kind: Matter) -> Vec<Choice> {
    REASONS
        .iter()
        .filter(|reason| reason.of == Of::Harm && reason.fits(kind))
        .map(|reason| Choice::new(reason.code, l.t(reason.choice)))
        .collect()
}

/// How long somebody is suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Term {
    Days(i64),
    ForGood,
}

impl Term {
    pub(super) const ALL: [Self; 4] = [Self::Days(1), Self::Days(7), Self::Days(30), Self::ForGood];

    /// As a form sends it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|term| term.word() == text)
    }

    pub(super) fn word(self) -> String {
        match self {
            Self::Days(days) => days.to_string(),
            Self::ForGood => "for-good".to_owned(),
        }
    }

    /// When it ends.
    pub(super) fn end(self, now: i64) -> i64 {
        match self {
            Self::Days(days) => now.saturating_add(days * 24 * 3600),
            Self::ForGood => crate::account::FOR_GOOD,
        }
    }

    pub(super) fn said(self, l: Locale) -> String {
        match self {
            Self::Days(days) => l.n(days, "{n} day", "{n} days").to_string(),
            Self::ForGood => l.t("For good").to_string(),
        }
    }
}

/// What an act is called on its button.
pub(super) fn verb(l: Locale, act: Act) -> Text<'static> {
    match act {
        Act::Publish => l.t("Publish it"),
        Act::Dismiss => l.t("Nothing is wrong"),
        Act::Remove => l.t("Remove it"),
        Act::Restore => l.t("Put it back"),
        Act::Edit => l.t("Change its words"),
        Act::PutBack => l.t("Put its words back"),
        Act::Lock => l.t("Close it for answers"),
        Act::Unlock => l.t("Open it for answers"),
        Act::Merge => l.t("Join it with another question"),
        Act::Move => l.t("Change its topics"),
        Act::Suspend => l.t("Suspend the account behind it"),
        Act::Readmit => l.t("End the suspension"),
        Act::KeepWords => l.t("Leave its words"),
        Act::TakeWords => l.t("Take its words away"),
        Act::HoldWords => l.t("Hold its words back again"),
        Act::Part => l.t("Take it apart again"),
    }
}

/// How the control of an act looks: what takes something away from somebody is told apart at a glance.
pub(super) fn look(act: &Act) -> &'static str {
    match act {
        Act::Remove | Act::Suspend | Act::TakeWords => "button harm",
        Act::Edit | Act::Move | Act::Merge | Act::Lock => "button second",
        _ => "button",
    }
}

/// What was done, in the log.
pub(super) fn done(l: Locale, act: Act) -> Text<'static> {
    match act {
        Act::Publish => l.t("Published"),
        Act::Dismiss => l.t("Left as it is"),
        Act::Remove => l.t("Removed"),
        Act::Restore => l.t("Put back"),
        Act::Edit => l.t("Words changed"),
        Act::PutBack => l.t("Words put back"),
        Act::Lock => l.t("Closed for answers"),
        Act::Unlock => l.t("Opened for answers"),
        Act::Merge => l.t("Joined with another"),
        Act::Move => l.t("Topics changed"),
        Act::Suspend => l.t("Account suspended"),
        Act::Readmit => l.t("Suspension ended"),
        Act::KeepWords => l.t("Disputed words kept"),
        Act::TakeWords => l.t("Disputed words removed"),
        Act::HoldWords => l.t("Disputed words held back again"),
        Act::Part => l.t("Taken apart again"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_has_a_reason_that_fits() {
        for act in Act::ALL {
            assert!(REASONS.iter().any(|reason| fits(reason, *act)), "{act:?}");
        }
        let fine = Reason::find("fine").unwrap();
        assert!(fits(fine, Act::Publish) && !fits(fine, Act::Remove));
        assert!(!fits(Reason::find("spam").unwrap(), Act::Dismiss));
    }

    #[test]
    fn what_is_done_fits_what_stands_there() {
        let published = Standing {
            kind: Matter::Question,
            state: State::Published,
            locked: false,
            merged: false,
            withdrawn: false,
        };
        let held = Standing { state: State::Held, ..published };
        let removed = Standing { state: State::Removed, ..published };
        assert!(possible(Act::Publish, held) && !possible(Act::Publish, published));
        assert!(possible(Act::Restore, removed) && !possible(Act::Restore, held));
        assert!(!possible(Act::Restore, Standing { merged: true, ..removed }));
        assert!(!possible(Act::Restore, Standing { withdrawn: true, ..removed }));
        assert!(!possible(Act::Lock, Standing { kind: Matter::Answer, ..published }));
        assert!(!possible(Act::Remove, Standing { kind: Matter::Doctor, ..published }));
    }

    #[test]
    fn a_suspension_has_an_end() {
        assert_eq!(Term::parse("7").map(|term| term.end(100)), Some(100 + 7 * 86_400));
        assert_eq!(Term::parse("8"), None);
        assert!(Term::parse("for-good").is_some_and(|term| term.end(0) > 250_000_000_000));
    }
}
