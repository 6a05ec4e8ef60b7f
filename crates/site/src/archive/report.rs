//! What an import did, by kind of record.

use std::{collections::BTreeMap, path::PathBuf};

use archive::Kind;
use serde::Serialize;

/// What became of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Outcome {
    /// It was not here before.
    Added,
    /// It was here with other content, which is kept as a revision.
    Changed,
    /// It was here with the same content.
    Unchanged,
    /// It was not taken in; the rejects file says why.
    Refused,
}

/// How many records of each kind had one outcome. Every kind is listed, also with none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Counts(BTreeMap<&'static str, u64>);

impl Default for Counts {
    fn default() -> Self {
        Self(KINDS.iter().map(|kind| (*kind, 0)).collect())
    }
}

/// Everything that is counted, in the order of an archive. What could not be read as a record is a `line` of a
/// JSONL archive or a `page` of page text.
pub const KINDS: &[&str] = &[
    "source", "specialty", "topic", "doctor", "credential", "rating", "review", "question", "answer",
    "citation", "agreement", "revision", "line", "page",
];

impl Counts {
    /// How many of one kind.
    pub fn of(&self, kind: &str) -> u64 {
        self.0.get(kind).copied().unwrap_or_default()
    }

    /// How many of all kinds.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    fn add(&mut self, kind: &'static str, count: u64) {
        *self.0.entry(kind).or_default() += count;
    }
}

/// The outcomes of a number of records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// New here.
    pub added: Counts,
    /// Here with other content before.
    pub changed: Counts,
    /// Here with the same content.
    pub unchanged: Counts,
    /// Not taken in.
    pub refused: Counts,
    /// Of those: what was changed here stays as it is, whatever the archive says.
    pub kept: Counts,
}

impl Tally {
    pub(super) fn count(&mut self, kind: Kind, outcome: Outcome) {
        self.count_word(kind.as_str(), outcome);
    }

    pub(super) fn count_word(&mut self, kind: &'static str, outcome: Outcome) {
        let counts = match outcome {
            Outcome::Added => &mut self.added,
            Outcome::Changed => &mut self.changed,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Refused => &mut self.refused,
        };
        counts.add(kind, 1);
    }

    /// Counts a record of which something was not taken over. It has its outcome besides.
    pub(super) fn count_kept(&mut self, kind: Kind) {
        self.kept.add(kind.as_str(), 1);
    }

    /// Adds what another part of the same import did.
    pub(super) fn take_in(&mut self, other: &Self) {
        for kind in KINDS {
            self.added.add(kind, other.added.of(kind));
            self.changed.add(kind, other.changed.of(kind));
            self.unchanged.add(kind, other.unchanged.of(kind));
            self.refused.add(kind, other.refused.of(kind));
            self.kept.add(kind, other.kept.of(kind));
        }
    }

    /// The kinds of which at least so many records were added as `enough` says, with how many.
    pub(super) fn added_beyond(&self, enough: impl Fn(&str) -> u64) -> Vec<(&'static str, u64)> {
        self.added
            .0
            .iter()
            .map(|(kind, count)| (*kind, *count))
            .filter(|(kind, count)| *count >= enough(kind))
            .collect()
    }

    /// Whether anything was or would be written.
    pub fn wrote(&self) -> bool {
        self.added.total() + self.changed.total() > 0
    }
}

/// The sums over all kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// New here.
    pub added: u64,
    /// Here with other content before.
    pub changed: u64,
    /// Here with the same content.
    pub unchanged: u64,
    /// Not taken in.
    pub refused: u64,
    /// Of those: what was changed here stays as it is.
    pub kept: u64,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// By outcome and kind.
    #[serde(flatten)]
    pub tally: Tally,
    /// By outcome.
    pub totals: Totals,
    /// Whether nothing was written because that was asked for.
    pub dry_run: bool,
    /// Whether it was stopped before its end. What was counted by then is kept; the same import goes on from there.
    pub cancelled: bool,
    /// Where the refused records are listed, when there are any.
    pub rejects: Option<PathBuf>,
    /// Where it is listed what stays as it was changed here, when there is any.
    pub kept_list: Option<PathBuf>,
}

/// The lists that an import wrote.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pub(super) rejects: Option<PathBuf>,
    pub(super) kept: Option<PathBuf>,
}

impl ImportReport {
    pub(super) fn new(tally: Tally, dry_run: bool, cancelled: bool, lists: Lists) -> Self {
        let totals = Totals {
            added: tally.added.total(),
            changed: tally.changed.total(),
            unchanged: tally.unchanged.total(),
            refused: tally.refused.total(),
            kept: tally.kept.total(),
        };
        Self { tally, totals, dry_run, cancelled, rejects: lists.rejects, kept_list: lists.kept }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_record_is_counted_by_its_own_name() {
        let listed: Vec<&str> = Kind::ALL.iter().skip(1).map(|kind| kind.as_str()).collect();
        assert_eq!(listed, KINDS[..KINDS.len() - 2]);
    }

    #[test]
    fn a_report_names_all_kinds_and_sums_them() {
        let mut tally = Tally::default();
        tally.count(Kind::Doctor, Outcome::Added);
        tally.count(Kind::Answer, Outcome::Added);
        tally.count_word("line", Outcome::Refused);
        let report = serde_json::to_value(ImportReport::new(tally, false, false, Lists::default())).unwrap();
        assert_eq!(report["added"]["answer"], 1);
        assert_eq!(report["changed"]["doctor"], 0);
        assert_eq!(report["totals"]["added"], 2);
        assert_eq!(report["totals"]["refused"], 1);
    }
}
