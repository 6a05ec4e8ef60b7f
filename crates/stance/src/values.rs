//! What each kind of word means for each kind of question.

use crate::lexicon::MEANINGS;

/// What a question asks about its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Does one thing change, cause or foretell another?
    Effect,
    /// Does one thing bring on another, mostly an unwelcome one?
    Cause,
    /// Does it make more of something?
    Up,
    /// Does it make less of something?
    Down,
    /// Is it safe, useful, fit?
    Good,
    /// Is it better than something else?
    Better,
    /// Is it harmful, serious, a risk?
    Bad,
    /// Is it necessary?
    Need,
    /// Can it be left out?
    NoNeed,
    /// Are they alike?
    Same,
    /// Are they unlike?
    Differ,
    /// Is there such a thing?
    Exist,
    /// Is it normal?
    Normal,
    /// May I?
    Allow,
    /// Should I?
    Advise,
    /// None of these.
    Other,
}

impl Kind {
    /// Whether a yes is often said with a negation ("no difference", "not needed").
    pub(crate) fn expects_negation(self) -> bool {
        matches!(self, Self::Same | Self::NoNeed)
    }

    /// Whether the question is about what somebody may, should or has to do.
    pub(crate) fn is_personal(self) -> bool {
        matches!(self, Self::Allow | Self::Advise | Self::Need)
    }

    /// Whether words say little about questions of this kind.
    pub(crate) fn is_vague(self) -> bool {
        matches!(self, Self::Other | Self::Advise | Self::Need)
    }
}

/// What a word says for the question as it stands, and under a negation.
type Value = (f32, f32);

const NONE: Value = (0.0, 0.0);

/// One row a kind, in the order of [`MEANINGS`]:
/// effect, no effect, same, differ, up, down, good, bad, need, no need, exist.
fn row(kind: Kind) -> [Value; MEANINGS.len()] {
    match kind {
        Kind::Effect => [(1.0, -1.0), (-1.0, 0.3), (-0.8, 0.3), (0.9, -1.0), (0.8, -0.9), (0.8, -0.8), (0.4, -0.5), (0.3, -0.4), NONE, NONE, (0.2, -0.5)],
        Kind::Cause => [(1.0, -1.0), (-1.0, 0.3), (-0.7, 0.3), (0.3, -1.0), (0.8, -0.9), (-0.3, 0.0), (-0.4, 0.1), (0.4, -0.7), NONE, NONE, (0.2, -0.5)],
        Kind::Up => [(0.8, -1.0), (-1.0, 0.3), (-0.9, 0.2), (0.4, -1.0), (1.0, -1.0), (-0.9, -0.1), (0.1, -0.4), (0.4, -0.6), NONE, NONE, (0.2, -0.5)],
        Kind::Down => [(0.5, -0.8), (-1.0, 0.2), (-0.8, 0.2), (0.3, -1.0), (-0.7, -0.1), (1.0, -1.0), (0.7, -0.9), (-0.5, 0.1), NONE, (-0.3, 0.0), (0.2, -0.5)],
        Kind::Good => [(0.4, -0.6), (-0.2, 0.0), (0.4, -0.4), (0.0, 0.1), (0.2, -0.4), (0.2, -0.3), (1.0, -1.0), (-0.9, 0.6), (0.2, -0.3), (-0.5, 0.0), (0.2, -0.4)],
        Kind::Better => [(0.3, -0.6), (-0.8, 0.1), (-1.0, 0.2), (0.3, -1.0), (0.7, -0.8), (0.5, -0.7), (0.8, -1.0), (-0.8, 0.1), NONE, (-0.5, 0.0), (0.2, -0.4)],
        Kind::Bad => [(0.7, -1.0), (-1.0, 0.2), (-0.6, 0.2), (0.2, -0.7), (0.8, -0.9), (-0.2, -0.2), (-0.7, 0.8), (1.0, -1.0), NONE, (0.2, 0.0), (0.2, -0.4)],
        Kind::Need => [(0.2, -0.4), (-0.6, 0.0), (-0.8, 0.2), (0.3, -0.8), (0.3, -0.5), (0.2, -0.4), (0.5, -0.9), (-0.3, 0.1), (1.0, -1.0), (-1.0, 0.6), (0.1, -0.3)],
        Kind::NoNeed => [(-0.2, 0.4), (0.5, 0.0), (0.8, -0.4), (-0.3, 0.8), (0.0, 0.2), (0.1, 0.1), (0.6, -0.7), (-0.7, 0.3), (-1.0, 1.0), (1.0, -1.0), NONE],
        Kind::Same => [(0.3, -0.4), (0.2, 0.0), (1.0, -1.0), (-1.0, 1.0), (-0.5, 0.3), (-0.5, 0.3), (0.2, -0.4), (-0.4, 0.1), NONE, NONE, NONE],
        Kind::Differ => [(0.5, -0.7), (-0.6, 0.2), (-1.0, 0.8), (1.0, -1.0), (0.8, -0.8), (0.8, -0.7), (0.3, -0.4), (0.2, -0.2), NONE, NONE, (0.2, -0.3)],
        Kind::Exist => [(0.8, -1.0), (-1.0, 0.3), (-0.4, 0.2), (0.5, -0.9), (0.5, -0.6), (0.4, -0.5), (0.4, -0.5), (0.1, -0.3), (0.3, -0.3), NONE, (0.9, -1.0)],
        Kind::Normal => [NONE, NONE, NONE, NONE, NONE, NONE, (0.8, -0.9), (-0.2, 0.3), NONE, NONE, (0.1, -0.2)],
        Kind::Allow => [(0.1, -0.3), NONE, (0.3, 0.0), (0.0, 0.2), NONE, NONE, (0.8, -1.0), (-0.8, 0.6), (0.2, 0.0), (0.1, 0.0), NONE],
        Kind::Advise => [(0.2, -0.3), (-0.3, 0.0), (-0.3, 0.0), (0.1, -0.4), (0.1, -0.2), (0.1, -0.2), (0.7, -0.9), (-0.6, 0.3), (0.7, -0.8), (-0.9, 0.4), NONE],
        Kind::Other => [(0.2, -0.9), (-0.6, 0.0), (0.0, 0.0), (0.1, -0.6), (0.2, -0.4), (0.1, -0.3), (0.5, -0.7), (-0.4, 0.2), (0.2, -0.2), (-0.2, 0.0), (0.3, -0.5)],
    }
}

/// How far a word of the given meaning speaks for yes (above zero) or no (below).
pub(crate) fn value(kind: Kind, meaning: usize, negated: bool) -> f32 {
    let (plain, under_negation) = row(kind).get(meaning).copied().unwrap_or(NONE);
    if negated { under_negation } else { plain }
}
