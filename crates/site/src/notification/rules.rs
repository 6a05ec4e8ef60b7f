//! What people are told of, how each kind reaches them unless they say otherwise, and when digests leave.

use db::value::{Cadence, NoticeKind};
use locale::mark;
use serde::{Deserialize, Serialize};

/// Kinds of news that somebody chooses for together.
pub(super) struct Line {
    /// The name of its field, and of its letters where they are ended.
    pub(super) name: &'static str,
    /// What it is called.
    pub(super) label: &'static str,
    pub(super) kinds: &'static [NoticeKind],
    pub(super) readers: Readers,
}

/// Who has any use for a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readers {
    Everybody,
    Doctors,
}

/// Everything that can be chosen. What is not here is always told at once.
pub(super) static LINES: &[Line] = &[
    Line {
        name: "answers",
        label: mark("Answers to your questions"),
        kinds: &[NoticeKind::Answered, NoticeKind::AnswerChanged],
        readers: Readers::Everybody,
    },
    Line {
        name: "replies",
        label: mark("Replies to your reviews"),
        kinds: &[NoticeKind::Replied],
        readers: Readers::Everybody,
    },
    Line {
        name: "asked",
        label: mark("New questions in your inbox"),
        kinds: &[NoticeKind::Asked],
        readers: Readers::Doctors,
    },
    Line {
        name: "details",
        label: mark("New details of questions that you answered"),
        kinds: &[NoticeKind::Detail],
        readers: Readers::Doctors,
    },
    Line {
        name: "marks",
        label: mark("What colleagues think of your answers"),
        kinds: &[NoticeKind::Marked],
        readers: Readers::Doctors,
    },
    Line {
        name: "thanks",
        label: mark("Thanks for your answers"),
        kinds: &[NoticeKind::Thanked],
        readers: Readers::Doctors,
    },
    Line {
        name: "reviews",
        label: mark("Reviews of you"),
        kinds: &[NoticeKind::Reviewed],
        readers: Readers::Doctors,
    },
    Line {
        name: "credentials",
        label: mark("Your credentials"),
        kinds: &[NoticeKind::Credential],
        readers: Readers::Everybody,
    },
];

/// The line that a kind of news stands in; none for what can't be switched off.
pub(super) fn line_of(kind: NoticeKind) -> Option<&'static Line> {
    LINES.iter().find(|line| line.kinds.contains(&kind))
}

/// How somebody is told who chose this, or nothing.
pub(super) fn cadence(kind: NoticeKind, chosen: Option<Cadence>) -> Cadence {
    match (line_of(kind), chosen) {
        (None, _) => Cadence::AtOnce,
        (Some(_), Some(chosen)) => chosen,
        (Some(_), None) => match kind {
            NoticeKind::Thanked => Cadence::Weekly,
            NoticeKind::Asked => Cadence::Daily,
            _ => Cadence::AtOnce,
        },
    }
}

/// Whether letters of this kind go to somebody who is suspended: they hear what was decided on them, and nothing else.
pub(super) fn reaches_suspended(kind: NoticeKind) -> bool {
    matches!(kind, NoticeKind::Decision | NoticeKind::Appeal)
}

/// A letter that tells of many things at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Digest {
    Daily,
    Weekly,
}

impl Digest {
    /// The one that brings what is told so often.
    pub(super) fn of(cadence: Cadence) -> Option<Self> {
        match cadence {
            Cadence::Daily => Some(Self::Daily),
            Cadence::Weekly => Some(Self::Weekly),
            Cadence::AtOnce | Cadence::Off => None,
        }
    }

    pub(super) fn cadence(self) -> Cadence {
        match self {
            Self::Daily => Cadence::Daily,
            Self::Weekly => Cadence::Weekly,
        }
    }

    /// When the next one leaves, by the hour of the day in UTC; weekly ones leave on Mondays.
    pub(super) fn next(self, now: i64, hour: u64) -> i64 {
        const DAY: i64 = 24 * 3600;
        let hour = i64::try_from(hour).unwrap_or(0) * 3600;
        let passed = i64::from(now.rem_euclid(DAY) >= hour);
        let day = now.div_euclid(DAY) + passed;
        // The first day of 1970 was a Thursday.
        let until_monday = match self {
            Self::Daily => 0,
            Self::Weekly => (4 - day).rem_euclid(7),
        };
        (day + until_monday) * DAY + hour
    }
}

/// Letters that are ended together.
#[derive(Clone, Copy)]
pub(super) enum Letters {
    Of(&'static Line),
    Digest(Digest),
}

impl Letters {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Of(line) => line.name,
            Self::Digest(digest) => digest.cadence().word(),
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        let line = LINES.iter().find(|line| line.name == word).map(Self::Of);
        line.or_else(|| Cadence::from_word(word).and_then(Digest::of).map(Self::Digest))
    }

    /// What they are called.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Of(line) => line.label,
            Self::Digest(Digest::Daily) => mark("Your daily news"),
            Self::Digest(Digest::Weekly) => mark("Your weekly news"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_stands_in_one_line_but_those_that_nobody_may_miss() {
        for kind in NoticeKind::ALL {
            let lines = LINES.iter().filter(|line| line.kinds.contains(kind)).count();
            let fixed = matches!(kind, NoticeKind::Decision | NoticeKind::Appeal | NoticeKind::Security);
            assert_eq!(lines, usize::from(!fixed), "{kind:?}");
            let off = if fixed { Cadence::AtOnce } else { Cadence::Off };
            assert_eq!(cadence(*kind, Some(Cadence::Off)), off, "{kind:?}");
        }
        for line in LINES {
            let first = cadence(line.kinds[0], None);
            assert!(line.kinds.iter().all(|kind| cadence(*kind, None) == first), "{}", line.name);
            assert_eq!(Letters::from_word(line.name).map(Letters::word), Some(line.name));
        }
        assert_eq!(Letters::from_word("daily").map(Letters::word), Some("daily"));
        assert!(Letters::from_word("off").is_none() && Letters::from_word("").is_none());
    }

    #[test]
    fn digests_leave_at_their_hour() {
        // Sunday, 1 November 2026, noon.
        let noon = 1_793_534_400;
        let hours = |digest: Digest, now| (digest.next(now, 7) - noon) / 3600;
        assert_eq!(hours(Digest::Daily, noon), 19);
        assert_eq!(hours(Digest::Daily, noon - 6 * 3600), -5);
        assert_eq!(hours(Digest::Daily, noon - 5 * 3600), 19, "not the one that leaves now");
        assert_eq!(hours(Digest::Weekly, noon), 19, "Monday");
        assert_eq!(hours(Digest::Weekly, noon + 19 * 3600), 19 + 7 * 24);
        assert_eq!(hours(Digest::Weekly, noon + 24 * 3600), 19 + 7 * 24);
    }
}
