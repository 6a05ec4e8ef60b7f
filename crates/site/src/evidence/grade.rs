//! Kinds of study from strong to weak, as the page draws them.
//!
//! The order is the usual one of evidence-based medicine: reviews of all trials, then trials, then studies that
//! watch groups, then single cases and opinion. A step says how much such a study can tell, not whether it is right.

use std::collections::BTreeMap;

use db::value::Evidence;
use locale::{Locale, Text};

use super::Citation;

/// The step on the page's ladder, 5 (strongest) to 1.
fn strength(kind: Evidence) -> u8 {
    match kind {
        Evidence::SystematicReview => 5,
        Evidence::Trial | Evidence::Guideline => 4,
        Evidence::Cohort => 3,
        Evidence::CaseControl | Evidence::CaseSeries | Evidence::Review => 2,
        Evidence::CaseReport | Evidence::ExpertOpinion | Evidence::Other => 1,
    }
}

/// The mark of the step in the sprite.
pub fn grade_mark(kind: Evidence) -> &'static str {
    match strength(kind) {
        5 => "grade-5",
        4 => "grade-4",
        3 => "grade-3",
        2 => "grade-2",
        _ => "grade-1",
    }
}

/// The kind in words.
pub fn kind_of_study(l: Locale, kind: Evidence) -> Text<'static> {
    match kind {
        Evidence::SystematicReview => l.t("Systematic review"),
        Evidence::Trial => l.t("Trial"),
        Evidence::Cohort => l.t("Cohort study"),
        Evidence::CaseControl => l.t("Case-control study"),
        Evidence::CaseSeries => l.t("Case series"),
        Evidence::CaseReport => l.t("Case report"),
        Evidence::Guideline => l.t("Guideline"),
        Evidence::Review => l.t("Review article"),
        Evidence::ExpertOpinion => l.t("Expert opinion"),
        Evidence::Other => l.t("Other study"),
    }
}

/// What the record says, as one look: how many studies of each kind the doctors cite, strongest first.
pub struct Ladder {
    /// Kinds with their numbers.
    pub steps: Vec<(Evidence, usize)>,
    /// Studies in all.
    pub studies: usize,
}

impl Ladder {
    /// Counts each study once, however many doctors cite it. A source whose kind nobody gave is no study; where two
    /// doctors grade one study differently, the weaker grade counts.
    pub fn of<'a>(citations: impl Iterator<Item = &'a Citation>) -> Self {
        let mut studies: BTreeMap<_, Evidence> = BTreeMap::new();
        for citation in citations {
            let Some(kind) = citation.evidence else { continue };
            let known = studies.entry((citation.scheme, citation.identifier.as_str())).or_insert(kind);
            if (strength(kind), kind) < (strength(*known), *known) {
                *known = kind;
            }
        }
        let mut steps: BTreeMap<Evidence, usize> = BTreeMap::new();
        for kind in studies.values() {
            *steps.entry(*kind).or_default() += 1;
        }
        let mut steps: Vec<_> = steps.into_iter().collect();
        steps.sort_by_key(|(kind, _)| std::cmp::Reverse(strength(*kind)));
        Self { steps, studies: studies.len() }
    }
}
